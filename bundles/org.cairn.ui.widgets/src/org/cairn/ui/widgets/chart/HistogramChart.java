package org.cairn.ui.widgets.chart;

import org.cairn.ui.widgets.AccessibleName;
import org.cairn.ui.widgets.ChoiceAccess;
import org.cairn.ui.widgets.Choices;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleFunction;
import java.util.function.IntConsumer;

/**
 * Columns over buckets, each of one or more amounts on top of each other. A bucket is chosen by a
 * click on or above its column, or by Enter after the arrow keys have led to it.
 */
public final class HistogramChart extends Composite {
    private static final int PREFERRED_WIDTH = 320;
    private static final int PREFERRED_HEIGHT = 190;

    private final List<IntConsumer> listeners = new CopyOnWriteArrayList<>();
    private final HistogramPlot plot;
    private final Legend legend;
    private List<HistogramBucket> buckets = List.of();
    private int current;
    private int hovered = -1;

    /**
     * Creates a chart without columns.
     *
     * @param parent to make it in
     * @param name what it shows, for screen readers
     * @param series what the amounts of a column are, from bottom to top; one or two
     * @param palette colours and font
     */
    public HistogramChart(
            Composite parent, String name, List<String> series, ChartPalette palette) {
        super(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        setLayout(layout);
        legend = new Legend(this, series, palette);
        legend.setLayoutData(new GridData(SWT.END, SWT.TOP, true, false));
        plot = new HistogramPlot(this, series, palette);
        plot.chart().setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        setBackground(palette.background());
        Control area = plot.control();
        AccessibleName.set(area, name);
        ChoiceAccess.install(area, new Items());
        area.addListener(SWT.MouseMove, event -> hover(plot.bucketAt(event.x)));
        area.addListener(SWT.MouseExit, _ -> hover(-1));
        area.addListener(SWT.MouseDown, this::pressed);
        area.addListener(SWT.MouseUp, this::released);
        area.addListener(SWT.KeyDown, this::key);
        area.addListener(SWT.Traverse, HistogramChart::traverse);
        area.addListener(SWT.FocusIn, _ -> mark());
        area.addListener(SWT.FocusOut, _ -> mark());
    }

    /**
     * Shows other colours or another font.
     *
     * @param palette colours and font
     */
    public void setPalette(ChartPalette palette) {
        setBackground(palette.background());
        plot.use(palette);
        legend.use(palette);
    }

    /**
     * Shows other columns.
     *
     * @param shown from left to right
     * @param amount writes the amounts beside the axis
     */
    public void setBuckets(List<HistogramBucket> shown, DoubleFunction<String> amount) {
        buckets = List.copyOf(shown);
        current = Math.clamp(current, 0, Math.max(0, buckets.size() - 1));
        hovered = -1;
        plot.show(buckets, amount);
        mark();
    }

    /**
     * What is shown.
     *
     * @return from left to right
     */
    public List<HistogramBucket> buckets() {
        return buckets;
    }

    /**
     * The bucket that the keyboard is at.
     *
     * @return from 0
     */
    public int current() {
        return current;
    }

    /**
     * Where a bucket is: its column and the space above it.
     *
     * @param bucket from 0
     * @return relative to this control
     */
    public Rectangle bounds(int bucket) {
        Rectangle column = plot.column(bucket);
        Point origin = getDisplay().map(plot.control(), this, column.x, column.y);
        return new Rectangle(origin.x, origin.y, column.width, column.height);
    }

    /**
     * Tells of each bucket that is chosen.
     *
     * @param listener told of its number from 0, on the UI thread
     */
    public void addChoiceListener(IntConsumer listener) {
        listeners.add(listener);
    }

    @Override
    public Point computeSize(int widthHint, int heightHint, boolean changed) {
        checkWidget();
        return new Point(
                widthHint == SWT.DEFAULT ? PREFERRED_WIDTH : widthHint,
                heightHint == SWT.DEFAULT ? PREFERRED_HEIGHT : heightHint);
    }

    @Override
    public boolean setFocus() {
        return plot.control().setFocus();
    }

    private void mark() {
        plot.mark(hovered, plot.control().isFocusControl() ? current : -1);
    }

    private void hover(int bucket) {
        if (bucket != hovered) {
            hovered = bucket;
            Control area = plot.control();
            area.setToolTipText(bucket < 0 ? null : buckets.get(bucket).hint().replace("&", "&&"));
            area.setCursor(bucket < 0 ? null : getDisplay().getSystemCursor(SWT.CURSOR_HAND));
            mark();
        }
    }

    private void pressed(Event event) {
        int bucket = plot.bucketAt(event.x);
        if (bucket >= 0) {
            current = bucket;
            setFocus();
            mark();
        }
    }

    private void released(Event event) {
        if (event.button == 1 && plot.bucketAt(event.x) == current) {
            choose(current);
        }
    }

    private void key(Event event) {
        switch (event.keyCode) {
            case SWT.ARROW_LEFT -> moveTo(current - 1);
            case SWT.ARROW_RIGHT -> moveTo(current + 1);
            case SWT.HOME -> moveTo(0);
            case SWT.END -> moveTo(buckets.size() - 1);
            case SWT.CR, SWT.KEYPAD_CR, ' ' -> choose(current);
            default -> event.doit = true;
        }
    }

    private void moveTo(int bucket) {
        current = Math.clamp(bucket, 0, Math.max(0, buckets.size() - 1));
        plot.control().getAccessible().setFocus(current);
        mark();
    }

    private void choose(int bucket) {
        if (bucket >= 0 && bucket < buckets.size()) {
            listeners.forEach(listener -> listener.accept(bucket));
        }
    }

    private static void traverse(Event event) {
        event.doit =
                event.detail == SWT.TRAVERSE_TAB_NEXT || event.detail == SWT.TRAVERSE_TAB_PREVIOUS;
    }

    /** The buckets for screen readers. */
    private final class Items implements Choices {
        @Override
        public int count() {
            return buckets.size();
        }

        @Override
        public String spoken(int item) {
            return buckets.get(item).hint();
        }

        @Override
        public Rectangle bounds(int item) {
            return plot.column(item);
        }

        @Override
        public int current() {
            return current;
        }
    }
}
