package org.cairn.ui.widgets.chart;

import org.cairn.ui.widgets.Shortened;
import org.cairn.ui.widgets.chart.BarEntry.Tone;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.FontMetrics;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

import java.util.ArrayList;
import java.util.List;

/** Measures and draws a list of bars. */
final class BarPainter {
    private static final int FLAGS = SWT.DRAW_TRANSPARENT;
    private static final int DETAIL_GAP = 8;
    private static final int ROW_PADDING = 3;
    private static final int BAR_PADDING = 6;

    private ChartPalette palette;
    private Font names;

    BarPainter(ChartPalette palette, Font names) {
        this.palette = palette;
        this.names = names;
    }

    void use(ChartPalette colours, Font forNames) {
        palette = colours;
        names = forNames;
    }

    int rowHeight(GC gc) {
        gc.setFont(names);
        int height = gc.getFontMetrics().getHeight();
        gc.setFont(palette.font());
        return Math.max(height, gc.getFontMetrics().getHeight()) + 2 * ROW_PADDING;
    }

    BarLayout layout(GC gc, int width, List<BarEntry> entries) {
        int widestName = 0;
        List<Integer> figures = new ArrayList<>();
        for (BarEntry entry : entries) {
            widestName = Math.max(widestName, nameWidth(gc, entry));
            for (int i = 0; i < entry.figures().size(); i++) {
                int figure = width(gc, palette.font(), entry.figures().get(i));
                if (i == figures.size()) {
                    figures.add(figure);
                } else {
                    figures.set(i, Math.max(figures.get(i), figure));
                }
            }
        }
        return BarLayout.of(width, widestName, figures);
    }

    private int nameWidth(GC gc, BarEntry entry) {
        int width = width(gc, names, entry.name());
        for (String more : List.of(entry.detail(), entry.mark())) {
            if (!more.isEmpty()) {
                width += DETAIL_GAP + width(gc, palette.font(), more);
            }
        }
        return width;
    }

    private static int width(GC gc, Font font, String text) {
        gc.setFont(font);
        return gc.textExtent(text, FLAGS).x;
    }

    /** Draws what is behind the hovered row, or around the focused one. */
    void mark(GC gc, Rectangle bounds, boolean isHovered) {
        if (isHovered) {
            gc.setBackground(palette.hover());
            gc.fillRectangle(bounds);
        } else {
            gc.setForeground(palette.focus());
            gc.drawRectangle(bounds.x, bounds.y, bounds.width - 1, bounds.height - 1);
        }
    }

    void paint(GC gc, BarLayout layout, BarEntry entry, Rectangle row, double greatest) {
        names(gc, layout, entry, row);
        int length = layout.length(entry.amount(), greatest);
        if (length > 0) {
            gc.setBackground(entry.tone() == Tone.QUIET ? palette.quietBar() : palette.bar());
            gc.fillRectangle(
                    layout.barX(), row.y + BAR_PADDING, length, row.height - 2 * BAR_PADDING);
        }
        for (int i = 0; i < entry.figures().size(); i++) {
            String figure = entry.figures().get(i);
            int x = layout.figureEnds().get(i) - width(gc, palette.font(), figure);
            Color color = i == 0 ? palette.foreground() : palette.muted();
            text(gc, palette.font(), color, figure, x, row);
        }
    }

    private void names(GC gc, BarLayout layout, BarEntry entry, Rectangle row) {
        Font font = palette.font();
        int x = BarLayout.MARGIN;
        int end = x + layout.names();
        int mark = entry.mark().isEmpty() ? 0 : DETAIL_GAP + width(gc, font, entry.mark());
        String name = fit(gc, names, entry.name(), end - mark - x);
        text(gc, names, palette.foreground(), name, x, row);
        x += width(gc, names, name) + DETAIL_GAP;
        String detail = fit(gc, font, entry.detail(), end - mark - x);
        if (!detail.isEmpty()) {
            text(gc, font, palette.muted(), detail, x, row);
            x += width(gc, font, detail) + DETAIL_GAP;
        }
        if (mark > 0) {
            Color color = entry.tone() == Tone.WARNING ? palette.warning() : palette.muted();
            text(gc, font, color, entry.mark(), x, row);
        }
    }

    /** Draws a text so that the base lines of both fonts meet. */
    private void text(GC gc, Font font, Color color, String text, int x, Rectangle row) {
        gc.setFont(palette.font());
        FontMetrics usual = gc.getFontMetrics();
        int base = row.y + (row.height - usual.getHeight()) / 2 + ascent(usual);
        gc.setFont(font);
        gc.setForeground(color);
        gc.drawText(text, x, base - ascent(gc.getFontMetrics()), FLAGS);
    }

    private static int ascent(FontMetrics metrics) {
        return metrics.getLeading() + metrics.getAscent();
    }

    /** The text, shortened in the middle when it is too wide; empty when nothing is left of it. */
    private static String fit(GC gc, Font font, String text, int width) {
        gc.setFont(font);
        return Shortened.toFit(text, part -> gc.textExtent(part, FLAGS).x <= width);
    }
}
