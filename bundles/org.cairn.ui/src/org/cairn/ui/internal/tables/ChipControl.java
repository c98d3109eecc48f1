package org.cairn.ui.internal.tables;

import org.cairn.ui.internal.look.Look;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.widgets.AccessibleName;
import org.cairn.ui.widgets.Shortened;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

/**
 * A chip: the words of a filter and a cross that ends it. The keys Enter, Space, Delete and
 * Backspace end it, too.
 */
final class ChipControl extends Canvas {
    private static final int PAD_X = 8;
    private static final int PAD_Y = 2;
    private static final int CROSS = 7;
    private static final int BESIDE_TEXT = 3 * PAD_X + CROSS;
    private static final int MOST_CHARACTERS = 60;
    private static final String CUT = "\u2026";

    private final Look look;
    private final Chip chip;
    private final String text;
    private boolean isHovered;

    private ChipControl(Composite parent, Look look, Chip chip) {
        super(parent, SWT.DOUBLE_BUFFERED);
        this.look = look;
        this.chip = chip;
        this.text = cut(chip.label());
        AccessibleName.set(this, "Remove filter " + chip.label());
        getAccessible()
                .addAccessibleControlListener(
                        new AccessibleControlAdapter() {
                            @Override
                            @NonNullByDefault({})
                            public void getRole(AccessibleControlEvent event) {
                                event.detail = ACC.ROLE_PUSHBUTTON;
                            }
                        });
        setToolTipText("Remove this filter: " + chip.label());
        setCursor(getDisplay().getSystemCursor(SWT.CURSOR_HAND));
        addListener(SWT.Paint, event -> paint(event.gc));
        addListener(SWT.MouseUp, this::released);
        addListener(SWT.MouseEnter, _ -> hover(true));
        addListener(SWT.MouseExit, _ -> hover(false));
        addListener(SWT.FocusIn, _ -> redraw());
        addListener(SWT.FocusOut, _ -> redraw());
        addListener(SWT.KeyDown, this::pressed);
        addListener(SWT.Traverse, ChipControl::traversed);
    }

    /** Shows a chip. */
    static void add(Composite parent, Look look, Chip chip) {
        new ChipControl(parent, look, chip).requestLayout();
    }

    private static String cut(String label) {
        return label.length() <= MOST_CHARACTERS
                ? label
                : label.substring(0, MOST_CHARACTERS - 1) + CUT;
    }

    private void hover(boolean is) {
        isHovered = is;
        redraw();
    }

    private void released(Event event) {
        if (event.button == 1 && getClientArea().contains(event.x, event.y)) {
            remove();
        }
    }

    private void pressed(Event event) {
        switch (event.keyCode) {
            case SWT.CR, SWT.KEYPAD_CR, SWT.SPACE, SWT.DEL, SWT.BS -> remove();
            default -> event.doit = true;
        }
    }

    private static void traversed(Event event) {
        event.doit = event.detail != SWT.TRAVERSE_RETURN;
    }

    // Later, because this control may be gone afterwards.
    private void remove() {
        getDisplay().asyncExec(chip.remove());
    }

    @Override
    public Point computeSize(int widthHint, int heightHint, boolean changed) {
        GC gc = new GC(this);
        gc.setFont(look.text());
        Point extent = gc.textExtent(text, SWT.DRAW_TRANSPARENT);
        gc.dispose();
        int width = extent.x + BESIDE_TEXT;
        return new Point(
                widthHint == SWT.DEFAULT ? width : Math.min(width, widthHint),
                extent.y + 2 * PAD_Y + 1);
    }

    private void paint(GC gc) {
        Rectangle area = getClientArea();
        gc.setAntialias(SWT.ON);
        gc.setFont(look.text());
        gc.setBackground(look.color(Shade.SELECTION_IDLE));
        gc.fillRoundRectangle(0, 0, area.width - 1, area.height - 1, area.height, area.height);
        gc.setForeground(look.color(Shade.TEXT));
        String fitting =
                Shortened.toFit(
                        text,
                        form ->
                                gc.textExtent(form, SWT.DRAW_TRANSPARENT).x
                                        <= area.width - BESIDE_TEXT);
        int height = gc.textExtent(text, SWT.DRAW_TRANSPARENT).y;
        gc.drawText(fitting, PAD_X, (area.height - height) / 2, SWT.DRAW_TRANSPARENT);
        gc.setForeground(look.color(isHovered ? Shade.ERROR : Shade.MUTED));
        gc.setLineWidth(isHovered ? 2 : 1);
        int x = area.width - PAD_X - CROSS;
        int y = (area.height - CROSS) / 2;
        gc.drawLine(x, y, x + CROSS, y + CROSS);
        gc.drawLine(x, y + CROSS, x + CROSS, y);
        if (isFocusControl()) {
            gc.setLineWidth(1);
            gc.setForeground(look.color(Shade.SELECTION));
            gc.drawRoundRectangle(0, 0, area.width - 1, area.height - 1, area.height, area.height);
        }
    }
}
