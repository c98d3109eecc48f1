package org.cairn.ui.internal.overview;

import org.cairn.analysis.Overview.OwnerKind;
import org.cairn.analysis.Overview.OwnerShare;
import org.cairn.ui.Asker;
import org.cairn.ui.ViewIds;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.widgets.chart.BarChart;
import org.cairn.ui.widgets.chart.BarEntry;
import org.cairn.ui.widgets.chart.BarEntry.Tone;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Those who hold most. */
final class OwnersSection extends Section {
    private static final int MOST = 10;
    private static final String ALL_KINDS = "all kinds";

    private final Asker kindsAsker = new Asker("the kinds of owners");
    private final Asker ownersAsker = new Asker("the owners by size");
    private final Switch kinds;
    private final BarChart chart;
    private final More more;
    private List<String> kindNames = List.of();
    private List<OwnerShare> owners = List.of();

    OwnersSection(Composite parent, OverviewPage page) {
        super(parent, page, "Owners by busy bytes");
        kinds = new Switch(area(), page, "Kind of owners", _ -> askOwners());
        kinds.show(List.of());
        chart = new BarChart(area(), "Owners by busy bytes", page.look().chart());
        page.look()
                .dress(
                        chart,
                        (look, made) -> {
                            made.setPalette(look.chart(), look.text());
                            return made;
                        });
        chart.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        chart.addChoiceListener(
                row ->
                        page.go(
                                ViewIds.BLOCKS,
                                place -> place.atDump().atOwner(owners.get(row).id())));
        more = new More(area(), page, () -> page.bring(ViewIds.OWNERS));
    }

    @Override
    void show() {
        whenDecoded(
                known -> {
                    kindsAsker.ask(
                            page().session(), known::ownerKinds, this::showKinds, this::failed);
                    askOwners();
                });
    }

    private void showKinds(List<OwnerKind> all) {
        if (chart.isDisposed()) {
            return;
        }
        List<String> found =
                all.stream().map(OwnerKind::kind).filter(kind -> !kind.isEmpty()).toList();
        kindNames = found;
        List<String> choices = new ArrayList<>();
        if (found.size() > 1) {
            choices.add(ALL_KINDS);
            choices.addAll(found);
        }
        kinds.show(choices);
        page().reflow();
    }

    private void askOwners() {
        int chosen = kinds.chosen();
        Optional<String> kind =
                chosen == 0 ? Optional.empty() : Optional.of(kindNames.get(chosen - 1));
        page().overview()
                .ifPresent(
                        known ->
                                ownersAsker.ask(
                                        page().session(),
                                        progress -> known.topOwners(kind, MOST + 1, progress),
                                        this::showOwners,
                                        this::failed));
    }

    private void showOwners(List<OwnerShare> found) {
        if (chart.isDisposed()) {
            return;
        }
        owners = found.stream().limit(MOST).toList();
        note(found.isEmpty() ? "There are no busy blocks." : "");
        chart.setEntries(owners.stream().map(OwnersSection::entry).toList());
        more.show(found.size() > MOST, "All owners");
        page().reflow();
    }

    private static BarEntry entry(OwnerShare owner) {
        boolean isKnown = owner.id() != 0;
        String blocks = Numbers.counted(owner.busy().count(), "busy block", "busy blocks");
        return new BarEntry(
                isKnown ? owner.owner() : "unknown",
                owner.kind(),
                "",
                Numbers.real(owner.busy().bytes()),
                List.of(Numbers.grouped(owner.busy().bytes()), Numbers.percent(owner.share())),
                isKnown ? Tone.NORMAL : Tone.QUIET,
                isKnown
                        ? blocks + "\n" + owner.description() + "\nknown as: " + owner.confidence()
                        : blocks + " of which nothing says who holds them");
    }
}
