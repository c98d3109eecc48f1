package org.cairn.ui.internal.overview;

import org.cairn.analysis.FoundHeap;
import org.cairn.analysis.Overview;
import org.cairn.analysis.Overview.HeapSum;
import org.cairn.analysis.Overview.Sum;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Addresses;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.ViewIds;
import org.cairn.ui.internal.look.Incomplete;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.widgets.chart.BarChart;
import org.cairn.ui.widgets.chart.BarEntry;
import org.cairn.ui.widgets.chart.BarEntry.Tone;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;

import java.util.Comparator;
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
        Optional<Overview> overview = page().overview();
        if (overview.isPresent()) {
            asker.ask(session, overview.get()::heaps, this::showDecoded, this::failed);
        } else {
            showFound(session.heaps());
        }
        visible(overview.isPresent() || !session.heaps().isEmpty());
    }

    private void showFound(List<FoundHeap> heaps) {
        note("Not decoded yet.");
        targets = heaps.stream().map(h -> new Target(h.id(), h.root().address())).toList();
        fill(
                heaps.stream()
                        .map(FoundHeap::root)
                        .map(root -> entry(root, 0, List.of(), root.note()))
                        .toList());
    }

    private void showDecoded(List<HeapSum> heaps) {
        if (chart.isDisposed()) {
            return;
        }
        String missing =
                Incomplete.heaps(heaps.stream().map(sum -> sum.heap().root().status()).toList());
        note(missing.isEmpty() ? "" : missing + ".");
        List<HeapSum> largest =
                heaps.stream()
                        .sorted(Comparator.comparingLong((HeapSum sum) -> -sum.busy().bytes()))
                        .toList();
        Sum all = Sum.all(heaps.stream().map(HeapSum::busy));
        targets =
                largest.stream()
                        .map(sum -> new Target(sum.heap().id(), sum.heap().root().address()))
                        .toList();
        fill(largest.stream().map(sum -> entry(sum, all)).toList());
    }

    private static BarEntry entry(HeapSum sum, Sum all) {
        HeapRoot root = sum.heap().root();
        boolean isKnown = root.status() == Status.PRESENT || root.status() == Status.PARTIAL;
        double amount = sum.busy().bytes();
        double share = all.bytes() == 0 ? 0 : amount / all.bytes();
        return entry(
                root,
                amount,
                isKnown
                        ? List.of(Numbers.grouped(sum.busy().bytes()), Numbers.percent(share))
                        : List.of("", ""),
                root.note().isEmpty() ? root.kind() + ": " + root.origin() : root.note());
    }

    private static BarEntry entry(HeapRoot root, double amount, List<String> figures, String hint) {
        return new BarEntry(
                Addresses.hex(root.address()),
                root.name().isEmpty() ? root.kind() : root.name(),
                root.status() == Status.PRESENT ? "" : root.status().label(),
                amount,
                figures,
                root.status() == Status.PARTIAL ? Tone.WARNING : Tone.NORMAL,
                hint);
    }

    private void fill(List<BarEntry> entries) {
        chart.setEntries(entries.stream().limit(MOST).toList());
        more.show(entries.size() > MOST, "All " + Numbers.grouped(entries.size()) + " heaps");
        page().reflow();
    }
}
