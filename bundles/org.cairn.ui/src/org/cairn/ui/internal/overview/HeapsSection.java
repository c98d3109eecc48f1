package org.cairn.ui.internal.overview;

import org.cairn.analysis.FoundHeap;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Addresses;
import org.cairn.store.Store;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.ViewIds;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.internal.overview.OverviewQuestions.HeapFigures;
import org.cairn.ui.widgets.chart.BarChart;
import org.cairn.ui.widgets.chart.BarEntry;
import org.cairn.ui.widgets.chart.BarEntry.Tone;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;

import java.util.List;
import java.util.Optional;

/** The heaps by what is busy in them. */
final class HeapsSection extends Section {
    private static final int MOST = 10;

    private final Asker asker = new Asker("the heaps by size");
    private final BarChart chart;
    private final More more;
    private List<Target> targets = List.of();

    /** A heap to go to. */
    private record Target(int id, long address) {}

    HeapsSection(Composite parent, OverviewPage page) {
        super(parent, page, "Heaps by busy bytes");
        chart = new BarChart(area(), "Heaps by busy bytes", page.look().chart());
        page.look()
                .dress(
                        chart,
                        (look, made) -> {
                            made.setPalette(look.chart(), look.fixed());
                            return made;
                        });
        chart.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        chart.addChoiceListener(
                row -> {
                    Target target = targets.get(row);
                    page.go(ViewIds.BLOCKS, place -> place.atHeap(target.id(), target.address()));
                });
        more = new More(area(), page, () -> page.bring(ViewIds.HEAPS));
    }

    @Override
    void show() {
        DumpSession session = page().session();
        Optional<Store> store = session.store();
        if (store.isPresent()) {
            asker.ask(
                    session,
                    progress -> OverviewQuestions.heaps(store.get(), progress),
                    this::showDecoded,
                    this::failed);
        } else {
            showFound(session.heaps());
        }
        visible(store.isPresent() || !session.heaps().isEmpty());
    }

    private void showFound(List<FoundHeap> heaps) {
        note("Not decoded yet.");
        targets = heaps.stream().map(h -> new Target(h.id(), h.root().address())).toList();
        fill(heaps.stream().map(heap -> entry(heap.root())).toList());
    }

    private static BarEntry entry(HeapRoot root) {
        return entry(
                root.address(),
                root.name().isEmpty() ? root.kind() : root.name(),
                root.status().label(),
                0,
                List.of(),
                root.note());
    }

    private void showDecoded(List<HeapFigures> heaps) {
        if (chart.isDisposed()) {
            return;
        }
        note(Incomplete.heaps(heaps.stream().map(HeapFigures::status).toList()));
        targets = heaps.stream().map(heap -> new Target(heap.id(), heap.address())).toList();
        fill(heaps.stream().map(HeapsSection::entry).toList());
    }

    private static BarEntry entry(HeapFigures heap) {
        boolean isKnown =
                heap.status().equals(Status.PRESENT.label())
                        || heap.status().equals(Status.PARTIAL.label());
        return entry(
                heap.address(),
                heap.name().isEmpty() ? heap.kind() : heap.name(),
                heap.status(),
                Numbers.real(heap.busyBytes()),
                isKnown
                        ? List.of(Numbers.grouped(heap.busyBytes()), Numbers.percent(heap.share()))
                        : List.of("", ""),
                heap.note().isEmpty() ? heap.kind() + ": " + heap.origin() : heap.note());
    }

    private static BarEntry entry(
            long address,
            String name,
            String status,
            double amount,
            List<String> figures,
            String hint) {
        boolean isPresent = status.equals(Status.PRESENT.label());
        return new BarEntry(
                Addresses.hex(address),
                name,
                isPresent ? "" : status,
                amount,
                figures,
                status.equals(Status.PARTIAL.label()) ? Tone.WARNING : Tone.NORMAL,
                hint);
    }

    private void fill(List<BarEntry> entries) {
        chart.setEntries(entries.stream().limit(MOST).toList());
        more.show(entries.size() > MOST, "All " + Numbers.grouped(entries.size()) + " heaps");
        page().reflow();
    }
}
