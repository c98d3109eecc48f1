package org.cairn.ui.internal.overview;

import org.cairn.analysis.Overview.HeapAnomaly;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.memory.Addresses;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.widgets.ChoiceList;
import org.cairn.ui.widgets.Shortened;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;

import java.util.List;
import java.util.OptionalLong;

/** Anomalies, each in two lines: what rule is broken where, and how. */
final class AnomalyList extends ChoiceList {
    private static final int PADDING = 4;
    private static final int MARGIN = 6;
    private static final int DOT = 8;
    private static final int GAP = 10;

    private final PageLook look;
    private List<HeapAnomaly> lines = List.of();
    private int lineHeight = 1;
    private int base;

    AnomalyList(Composite parent, String name, PageLook look) {
        super(parent, name);
        this.look = look;
    }

    void setLines(List<HeapAnomaly> shown) {
        lines = List.copyOf(shown);
        rowsChanged();
    }

    List<HeapAnomaly> lines() {
        return lines;
    }

    /** Measures the fonts again. */
    void arrange() {
        GC gc = new GC(this);
        try {
            gc.setFont(look.fixed());
            int fixed = gc.getFontMetrics().getHeight();
            base = ascent(gc);
            gc.setFont(look.text());
            lineHeight = Math.max(fixed, gc.getFontMetrics().getHeight());
            base = Math.max(base, ascent(gc));
        } finally {
            gc.dispose();
        }
        redraw();
    }

    private static int ascent(GC gc) {
        return gc.getFontMetrics().getLeading() + gc.getFontMetrics().getAscent();
    }

    @Override
    public int count() {
        return lines.size();
    }

    @Override
    public String spoken(int choice) {
        Anomaly line = lines.get(choice).anomaly();
        return line.severity().label()
                + ", "
                + line.rule()
                + ", "
                + Addresses.hex(line.address())
                + ", "
                + line.summary();
    }

    @Override
    protected int rowHeight() {
        return 2 * lineHeight + 2 * PADDING;
    }

    @Override
    protected void paintRow(GC gc, int row, Rectangle bounds) {
        Anomaly line = lines.get(row).anomaly();
        int y = bounds.y + PADDING;
        gc.setAntialias(SWT.ON);
        gc.setBackground(look.color(shade(line.severity())));
        gc.fillOval(MARGIN, y + (lineHeight - DOT) / 2, DOT, DOT);
        int text = MARGIN + DOT + GAP;
        int right = bounds.width - MARGIN;
        int x = text;
        x = part(gc, look.fixed(), Shade.TEXT, Addresses.hex(line.address()), x, y, right);
        x = part(gc, look.text(), shade(line.severity()), line.rule(), x, y, right);
        OptionalLong at = lines.get(row).heap();
        String heap = at.isPresent() ? "in heap " + Addresses.hex(at.getAsLong()) : "";
        part(gc, look.text(), Shade.MUTED, heap, x, y, right);
        part(gc, look.text(), Shade.TEXT, line.summary(), text, y + lineHeight, right);
    }

    /** Draws a part of a line, as much of it as fits; returns where the next one begins. */
    private int part(GC gc, Font font, Shade shade, String text, int x, int y, int right) {
        gc.setFont(font);
        gc.setForeground(look.color(shade));
        String shown = Shortened.toFit(text, form -> gc.textExtent(form).x <= right - x);
        gc.drawText(shown, x, y + base - ascent(gc), true);
        return x + gc.textExtent(shown).x + GAP;
    }

    private static Shade shade(Severity severity) {
        return switch (severity) {
            case ERROR -> Shade.ERROR;
            case WARNING -> Shade.WARNING;
            case INFO -> Shade.INFO;
        };
    }

    @Override
    protected void paintMark(GC gc, Rectangle bounds, boolean isHovered) {
        if (isHovered) {
            gc.setBackground(look.color(Shade.HEADER));
            gc.fillRectangle(bounds);
        } else {
            gc.setForeground(look.color(Shade.MUTED));
            gc.drawRectangle(bounds.x, bounds.y, bounds.width - 1, bounds.height - 1);
        }
    }

    @Override
    protected String hint(int row) {
        Anomaly line = lines.get(row).anomaly();
        String expected = line.expected().isEmpty() ? "" : "\nexpected: " + line.expected();
        String actual = line.actual().isEmpty() ? "" : "\nactual: " + line.actual();
        return line.summary() + expected + actual + "\n" + line.confidence().label();
    }
}
