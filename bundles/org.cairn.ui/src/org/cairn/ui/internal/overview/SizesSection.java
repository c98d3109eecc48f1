package org.cairn.ui.internal.overview;

import org.cairn.analysis.Overview.SizeClass;
import org.cairn.analysis.Overview.Sum;
import org.cairn.ui.Asker;
import org.cairn.ui.ViewIds;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.widgets.chart.HistogramBucket;
import org.cairn.ui.widgets.chart.HistogramChart;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;

import java.util.List;
import java.util.function.ToDoubleFunction;

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
                                place -> place.atDump().withTerms(buckets.get(column).terms())));
    }

    @Override
    void show() {
        whenDecoded(
                known -> asker.ask(page().session(), known::sizes, this::showSizes, this::failed));
    }

    private void showSizes(List<SizeClass> found) {
        if (!chart.isDisposed()) {
            buckets = found.stream().map(SizeBucket::new).toList();
            note(found.isEmpty() ? "There are no blocks." : "");
            visible(chart, !found.isEmpty());
            fill();
            page().reflow();
        }
    }

    private void fill() {
        if (measure.chosen() == BY_COUNT) {
            show(Sum::count, "");
        } else {
            int unit =
                    buckets.stream()
                            .mapToInt(bucket -> Numbers.unit(most(bucket.sizes())))
                            .max()
                            .orElse(0);
            show(sum -> Numbers.inUnit(sum.bytes(), unit), " " + Numbers.unitName(unit));
        }
    }

    private static long most(SizeClass sizes) {
        return Math.max(sizes.busy().bytes(), sizes.free().bytes());
    }

    private void show(ToDoubleFunction<Sum> amount, String unit) {
        chart.setBuckets(
                buckets.stream()
                        .map(
                                bucket ->
                                        new HistogramBucket(
                                                bucket.label(),
                                                List.of(
                                                        amount.applyAsDouble(bucket.sizes().busy()),
                                                        amount.applyAsDouble(
                                                                bucket.sizes().free())),
                                                bucket.hint()))
                        .toList(),
                number -> beside(number, unit));
    }

    /** An amount beside the axis; only whole numbers are said. */
    private static String beside(double amount, String unit) {
        return amount == Math.rint(amount) ? Numbers.grouped((long) amount) + unit : "";
    }
}
