package org.cairn.ui.internal.overview;

import org.cairn.store.Store;
import org.cairn.ui.Asker;
import org.cairn.ui.ViewIds;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.widgets.chart.HistogramBucket;
import org.cairn.ui.widgets.chart.HistogramChart;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;

import java.util.List;
import java.util.Optional;

/** How the sizes of blocks are distributed. */
final class SizesSection extends Section {
    private static final int BY_COUNT = 0;

    private final Asker asker = new Asker("the sizes of blocks");
    private final Switch measure;
    private final HistogramChart chart;
    private List<SizeBucket> buckets = List.of();

    SizesSection(Composite parent, OverviewPage page) {
        super(parent, page, "Sizes of blocks");
        measure = new Switch(area(), page, "What the columns show", _ -> fill());
        measure.show(List.of("number of blocks", "bytes in them"));
        chart =
                new HistogramChart(
                        area(), "Sizes of blocks", List.of("busy", "free"), page.look().chart());
        page.look()
                .dress(
                        chart,
                        (look, made) -> {
                            made.setPalette(look.chart());
                            return made;
                        });
        chart.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        chart.addChoiceListener(
                column ->
                        page.go(
                                ViewIds.BLOCKS,
                                place ->
                                        place.atDump()
                                                .withTerms(List.of(buckets.get(column).term()))));
    }

    @Override
    void show() {
        Optional<Store> store = page().session().store();
        visible(store.isPresent());
        store.ifPresent(
                known ->
                        asker.ask(
                                page().session(),
                                progress -> OverviewQuestions.sizes(known, progress),
                                this::showSizes,
                                this::failed));
    }

    private void showSizes(List<SizeBucket> found) {
        if (!chart.isDisposed()) {
            buckets = found;
            note(found.isEmpty() ? "There are no blocks." : "");
            visible(chart, !found.isEmpty());
            fill();
            page().reflow();
        }
    }

    private void fill() {
        boolean isByCount = measure.chosen() == BY_COUNT;
        chart.setBuckets(
                buckets.stream()
                        .map(
                                bucket ->
                                        new HistogramBucket(
                                                bucket.label(),
                                                isByCount ? counts(bucket) : bytes(bucket),
                                                bucket.hint()))
                        .toList(),
                amount ->
                        isByCount
                                ? Numbers.grouped(Math.round(amount))
                                : Numbers.size(Math.round(amount)));
    }

    private static List<Double> counts(SizeBucket bucket) {
        return List.of((double) bucket.busyCount(), (double) bucket.freeCount());
    }

    private static List<Double> bytes(SizeBucket bucket) {
        return List.of(Numbers.real(bucket.busyBytes()), Numbers.real(bucket.freeBytes()));
    }
}
