package org.cairn.ui.internal.overview;

import org.cairn.analysis.Overview.HeapAnomaly;
import org.cairn.ui.Asker;
import org.cairn.ui.ViewIds;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;

import java.util.List;

/** The worst of what contradicts the formats. */
final class AnomaliesSection extends Section {
    private static final int MOST = 8;

    private final Asker asker = new Asker("the worst anomalies");
    private final AnomalyList list;
    private final More more;

    AnomaliesSection(Composite parent, OverviewPage page) {
        super(parent, page, "Anomalies");
        list = new AnomalyList(area(), "Worst anomalies", page.look());
        page.look()
                .dress(
                        list,
                        (_, made) -> {
                            made.arrange();
                            return made;
                        });
        list.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        list.addChoiceListener(
                row ->
                        page.session()
                                .places()
                                .goToAddress(list.lines().get(row).anomaly().address()));
        more = new More(area(), page, () -> page.bring(ViewIds.ANOMALIES));
    }

    @Override
    void show() {
        whenDecoded(
                known ->
                        asker.ask(
                                page().session(),
                                progress -> known.worstAnomalies(MOST + 1, progress),
                                this::showLines,
                                this::failed));
    }

    private void showLines(List<HeapAnomaly> found) {
        if (!list.isDisposed()) {
            note(found.isEmpty() ? "None was found." : "");
            list.setLines(found.stream().limit(MOST).toList());
            more.show(found.size() > MOST, "All anomalies");
            page().reflow();
        }
    }
}
