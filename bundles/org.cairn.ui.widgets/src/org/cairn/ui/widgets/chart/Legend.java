package org.cairn.ui.widgets.chart;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

import java.util.List;

/** Says which colour stands for what, in one line. The one of SWTChart has a frame. */
final class Legend extends Canvas {
    private static final int SQUARE = 9;
    private static final int SPACE = 5;
    private static final int GAP = 14;

    private final List<String> names;
    private ChartPalette palette;

    Legend(Composite parent, List<String> names, ChartPalette palette) {
        super(parent, SWT.NO_FOCUS | SWT.DOUBLE_BUFFERED);
        this.names = names;
        this.palette = palette;
        use(palette);
        addListener(SWT.Paint, event -> paint(event.gc));
    }

    void use(ChartPalette colours) {
        palette = colours;
        setBackground(colours.background());
        setFont(colours.font());
        redraw();
    }

    @Override
    public Point computeSize(int widthHint, int heightHint, boolean changed) {
        checkWidget();
        GC gc = new GC(this);
        try {
            gc.setFont(palette.font());
            int width = 0;
            for (String name : names) {
                width += SQUARE + SPACE + gc.textExtent(name).x + GAP;
            }
            return new Point(width, gc.getFontMetrics().getHeight());
        } finally {
            gc.dispose();
        }
    }

    private void paint(GC gc) {
        gc.setFont(palette.font());
        gc.setForeground(palette.muted());
        int x = 0;
        int y = (gc.getFontMetrics().getHeight() - SQUARE) / 2;
        for (int i = 0; i < names.size(); i++) {
            gc.setBackground(palette.series(i));
            gc.fillRectangle(x, y, SQUARE, SQUARE);
            x += SQUARE + SPACE;
            gc.drawText(names.get(i), x, 0, SWT.DRAW_TRANSPARENT);
            x += gc.textExtent(names.get(i)).x + GAP;
        }
    }
}
