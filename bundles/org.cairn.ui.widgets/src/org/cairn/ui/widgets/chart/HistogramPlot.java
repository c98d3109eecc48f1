package org.cairn.ui.widgets.chart;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.PaintEvent;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swtchart.Chart;
import org.eclipse.swtchart.IAxis;
import org.eclipse.swtchart.IAxis.Position;
import org.eclipse.swtchart.IBarSeries;
import org.eclipse.swtchart.ICustomPaintListener;
import org.eclipse.swtchart.ISeries.SeriesType;
import org.eclipse.swtchart.LineStyle;
import org.eclipse.swtchart.Range;

import java.util.List;
import java.util.function.DoubleFunction;

/** The columns of a histogram as a chart of SWTChart, with a quiet look. */
final class HistogramPlot {
    private static final int PADDING_PERCENT = 18;
    private static final int TICK_STEP = 40;
    private static final double HEADROOM = 1.06;

    private final Chart chart;
    private final List<String> names;
    private ChartPalette palette;
    private int count;
    private int hovered = -1;
    private int focused = -1;

    HistogramPlot(Composite parent, List<String> names, ChartPalette palette) {
        this.names = names;
        this.palette = palette;
        chart = new Chart(parent, SWT.NONE);
        chart.getTitle().setVisible(false);
        chart.getLegend().setVisible(false);
        chart.getPlotArea().addCustomPaintListener(new Marks());
        for (IAxis axis : chart.getAxisSet().getAxes()) {
            axis.getTitle().setVisible(false);
            axis.setDrawAxisLine(false);
        }
        IAxis x = x();
        x.enableCategory(true);
        x.getGrid().setStyle(LineStyle.NONE);
        IAxis y = y();
        y.setPosition(Position.Primary);
        y.getTick().setTickMarkStepHint(TICK_STEP);
        y.getGrid().setStyle(LineStyle.SOLID);
        use(palette);
    }

    private IAxis x() {
        return chart.getAxisSet().getXAxis(0);
    }

    private IAxis y() {
        return chart.getAxisSet().getYAxis(0);
    }

    Control chart() {
        return chart;
    }

    /** What takes the keyboard and the pointer. */
    Control control() {
        return chart.getPlotArea().getControl();
    }

    void use(ChartPalette colours) {
        palette = colours;
        chart.setBackground(palette.background());
        chart.getPlotArea().setBackground(palette.background());
        for (IAxis axis : chart.getAxisSet().getAxes()) {
            axis.getTick().setForeground(palette.muted());
            axis.getTick().setFont(palette.font());
            axis.getGrid().setForeground(palette.grid());
        }
        for (int i = 0; i < names.size(); i++) {
            if (chart.getSeriesSet().getSeries(names.get(i)) instanceof IBarSeries<?> series) {
                series.setBarColor(barColor(i));
            }
        }
        chart.redraw();
    }

    void show(List<HistogramBucket> buckets, DoubleFunction<String> amount) {
        count = buckets.size();
        chart.suspendUpdate(true);
        x().setCategorySeries(buckets.stream().map(HistogramBucket::label).toArray(String[]::new));
        for (int i = 0; i < names.size(); i++) {
            showSeries(i, buckets);
        }
        double greatest =
                buckets.stream()
                        .mapToDouble(
                                bucket ->
                                        bucket.amounts().stream()
                                                .mapToDouble(Double::doubleValue)
                                                .sum())
                        .max()
                        .orElse(0);
        y().getTick().setFormat(new AmountFormat(amount));
        chart.suspendUpdate(false);
        x().adjustRange();
        y().setRange(new Range(0, Math.max(1, greatest * HEADROOM)));
        chart.redraw();
    }

    /** Shows one series; SWTChart cannot have one without amounts. */
    private void showSeries(int number, List<HistogramBucket> buckets) {
        String name = names.get(number);
        if (chart.getSeriesSet().getSeries(name) != null) {
            chart.getSeriesSet().deleteSeries(name);
        }
        if (buckets.isEmpty()) {
            return;
        }
        IBarSeries<?> series =
                (IBarSeries<?>) chart.getSeriesSet().createSeries(SeriesType.BAR, name);
        series.setYSeries(
                buckets.stream().mapToDouble(bucket -> bucket.amounts().get(number)).toArray());
        series.enableStack(names.size() > 1);
        series.setBarPadding(PADDING_PERCENT);
        series.setBarColor(barColor(number));
    }

    private Color barColor(int series) {
        return palette.series(series);
    }

    /** The bucket at an x coordinate of the control, or -1. */
    int bucketAt(int x) {
        for (int i = 0; i < count; i++) {
            Rectangle column = column(i);
            if (x >= column.x && x < column.x + column.width) {
                return i;
            }
        }
        return -1;
    }

    /** A column and the space above and beside it, in the control. */
    Rectangle column(int bucket) {
        int width = control().getSize().x;
        int from = (int) ((long) width * bucket / Math.max(1, count));
        int to = (int) ((long) width * (bucket + 1) / Math.max(1, count));
        return new Rectangle(from, 0, to - from, control().getSize().y);
    }

    void mark(int underPointer, int underKeyboard) {
        hovered = underPointer;
        focused = underKeyboard;
        control().redraw();
    }

    /** Shows which column the pointer and the keyboard are at. */
    private final class Marks implements ICustomPaintListener {
        @Override
        @NonNullByDefault({})
        public void paintControl(PaintEvent event) {
            GC gc = event.gc;
            if (hovered >= 0 && hovered < count) {
                gc.setBackground(palette.hover());
                gc.fillRectangle(column(hovered));
            }
            if (focused >= 0 && focused < count) {
                Rectangle column = column(focused);
                gc.setForeground(palette.focus());
                gc.drawRectangle(column.x, column.y, column.width - 1, column.height - 1);
            }
        }

        @Override
        public boolean drawBehindSeries() {
            return true;
        }
    }
}
