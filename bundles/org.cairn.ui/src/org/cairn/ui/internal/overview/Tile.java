package org.cairn.ui.internal.overview;

import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.widgets.Shortened;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

/** A key figure: a number and what it is. A click or Enter leads further. */
final class Tile extends Canvas {
    private static final int PADDING = 8;

    private final PageLook look;
    private final Runnable action;
    private String value = "";
    private String caption = "";
    private Shade shade = Shade.TEXT;
    private boolean hovered;

    Tile(Composite parent, PageLook look, Runnable action) {
        super(parent, SWT.DOUBLE_BUFFERED);
        this.look = look;
        this.action = action;
        look.plain(this);
        setCursor(getDisplay().getSystemCursor(SWT.CURSOR_HAND));
        addListener(SWT.Paint, event -> paint(event.gc));
        addListener(SWT.MouseEnter, _ -> hover(true));
        addListener(SWT.MouseExit, _ -> hover(false));
        addListener(SWT.MouseDown, _ -> setFocus());
        addListener(SWT.MouseUp, this::released);
        addListener(SWT.KeyDown, this::key);
        addListener(SWT.Traverse, Tile::traverse);
        addListener(SWT.FocusIn, _ -> redraw());
        addListener(SWT.FocusOut, _ -> redraw());
        getAccessible().addAccessibleListener(new Name());
        getAccessible().addAccessibleControlListener(new Role());
    }

    void show(String number, String what, String hint, Shade colour) {
        value = number;
        caption = what;
        shade = colour;
        setToolTipText(hint.isEmpty() ? null : hint);
        redraw();
    }

    /** All that it says, as text. */
    String spoken() {
        return value + " " + caption;
    }

    @Override
    public Point computeSize(int widthHint, int heightHint, boolean changed) {
        checkWidget();
        GC gc = new GC(this);
        try {
            Point large = extent(gc, look.large(), value);
            Point small = extent(gc, look.text(), caption);
            return new Point(
                    Math.max(large.x, small.x) + 2 * PADDING, large.y + small.y + 2 * PADDING);
        } finally {
            gc.dispose();
        }
    }

    private static Point extent(GC gc, Font font, String text) {
        gc.setFont(font);
        return gc.textExtent(text);
    }

    private void paint(GC gc) {
        Rectangle area = getClientArea();
        gc.setBackground(look.color(hovered ? Shade.HEADER : Shade.ALTERNATE));
        gc.fillRectangle(area);
        gc.setForeground(look.color(isFocusControl() ? Shade.MUTED : Shade.GRID));
        gc.drawRectangle(0, 0, area.width - 1, area.height - 1);
        int y = line(gc, look.large(), shade, value, PADDING);
        line(gc, look.text(), Shade.MUTED, caption, y);
    }

    private int line(GC gc, Font font, Shade colour, String text, int y) {
        int width = getClientArea().width - 2 * PADDING;
        gc.setFont(font);
        gc.setForeground(look.color(colour));
        gc.drawText(
                Shortened.toFit(text, form -> gc.textExtent(form).x <= width), PADDING, y, true);
        return y + gc.getFontMetrics().getHeight();
    }

    private void hover(boolean isHovered) {
        hovered = isHovered;
        redraw();
    }

    private void released(Event event) {
        if (event.button == 1 && getClientArea().contains(event.x, event.y)) {
            action.run();
        }
    }

    private void key(Event event) {
        if (event.keyCode == SWT.CR || event.keyCode == SWT.KEYPAD_CR || event.keyCode == ' ') {
            action.run();
        }
    }

    private static void traverse(Event event) {
        event.doit = event.detail != SWT.TRAVERSE_RETURN;
    }

    /** Its name for screen readers. */
    @NonNullByDefault({})
    private final class Name extends AccessibleAdapter {
        @Override
        public void getName(AccessibleEvent event) {
            event.result = spoken();
        }
    }

    /** What it is for screen readers. */
    @NonNullByDefault({})
    private static final class Role extends AccessibleControlAdapter {
        @Override
        public void getRole(AccessibleControlEvent event) {
            event.detail = ACC.ROLE_PUSHBUTTON;
        }
    }
}
