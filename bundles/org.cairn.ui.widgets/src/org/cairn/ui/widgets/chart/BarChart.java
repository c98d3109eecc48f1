package org.cairn.ui.widgets.chart;

import org.cairn.ui.widgets.ChoiceList;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;

import java.util.List;

/** A list of named amounts, each with a bar: the name on the left, figures on the right. */
public final class BarChart extends ChoiceList {
    private final BarPainter painter;
    private List<BarEntry> entries = List.of();
    private BarLayout layout = BarLayout.of(0, 0, List.of());
    private int rowHeight = 1;

    /**
     * Creates an empty list.
     *
     * @param parent to make it in
     * @param name what it lists, for screen readers
     * @param palette colours and font
     */
    public BarChart(Composite parent, String name, ChartPalette palette) {
        super(parent, name);
        painter = new BarPainter(palette, palette.font());
        setPalette(palette, palette.font());
        addListener(SWT.Resize, _ -> arrange());
    }

    /**
     * Shows other colours or another font.
     *
     * @param palette colours and font
     * @param names font of names, such as a monospaced one for addresses
     */
    public void setPalette(ChartPalette palette, Font names) {
        painter.use(palette, names);
        setBackground(palette.background());
        arrange();
    }

    /**
     * Shows other entries.
     *
     * @param shown in display order
     */
    public void setEntries(List<BarEntry> shown) {
        entries = List.copyOf(shown);
        rowsChanged();
        arrange();
    }

    /**
     * What is shown.
     *
     * @return in display order
     */
    public List<BarEntry> entries() {
        return entries;
    }

    private void arrange() {
        GC gc = new GC(this);
        try {
            rowHeight = painter.rowHeight(gc);
            layout = painter.layout(gc, getClientArea().width, entries);
        } finally {
            gc.dispose();
        }
        redraw();
    }

    @Override
    public int count() {
        return entries.size();
    }

    @Override
    public String spoken(int choice) {
        return entries.get(choice).spoken();
    }

    @Override
    protected int rowHeight() {
        return rowHeight;
    }

    @Override
    protected void paintRow(GC gc, int row, Rectangle bounds) {
        double greatest = entries.stream().mapToDouble(BarEntry::amount).max().orElse(0);
        painter.paint(gc, layout, entries.get(row), bounds, greatest);
    }

    @Override
    protected void paintMark(GC gc, Rectangle bounds, boolean isHovered) {
        painter.mark(gc, bounds, isHovered);
    }

    @Override
    protected String hint(int row) {
        return entries.get(row).hint();
    }
}
