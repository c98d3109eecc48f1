package org.cairn.ui.widgets;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;

/**
 * A short list of rows of equal height that draw themselves. A row is chosen by a click, or by
 * Enter after the arrow keys have led to it. The list is as high as its rows; it does not scroll.
 */
public abstract class ChoiceList extends Canvas implements Choices {
    private static final int PREFERRED_WIDTH = 240;

    private final List<IntConsumer> listeners = new CopyOnWriteArrayList<>();
    private int current;
    private int hovered = -1;

    /**
     * Creates a list.
     *
     * @param parent to make it in
     * @param name what it lists, for screen readers
     */
    protected ChoiceList(Composite parent, String name) {
        super(parent, SWT.DOUBLE_BUFFERED);
        AccessibleName.set(this, name);
        ChoiceAccess.install(this, this);
        addListener(SWT.Paint, this::paint);
        addListener(SWT.MouseMove, event -> hover(rowAt(event.y)));
        addListener(SWT.MouseExit, _ -> hover(-1));
        addListener(SWT.MouseDown, this::pressed);
        addListener(SWT.MouseUp, this::released);
        addListener(SWT.KeyDown, this::key);
        addListener(SWT.Traverse, ChoiceList::traverse);
        addListener(SWT.FocusIn, _ -> redraw());
        addListener(SWT.FocusOut, _ -> redraw());
    }

    /**
     * How high each row is.
     *
     * @return pixels, at least 1
     */
    protected abstract int rowHeight();

    /**
     * Draws the texts of a row.
     *
     * @param gc to draw with
     * @param row from 0
     * @param bounds where
     */
    protected abstract void paintRow(GC gc, int row, Rectangle bounds);

    /**
     * Draws what is behind the row under the pointer, or around the one that the keyboard is at.
     *
     * @param gc to draw with
     * @param bounds where
     * @param isHovered whether it is the one under the pointer
     */
    protected abstract void paintMark(GC gc, Rectangle bounds, boolean isHovered);

    /**
     * What is said when the pointer rests on a row.
     *
     * @param row from 0
     * @return any text, or empty
     */
    protected abstract String hint(int row);

    @Override
    public final int current() {
        return current;
    }

    @Override
    public final Rectangle bounds(int row) {
        return new Rectangle(0, row * rowHeight(), getClientArea().width, rowHeight());
    }

    /**
     * Tells of each row that is chosen.
     *
     * @param listener told of its number from 0, on the UI thread
     */
    public final void addChoiceListener(IntConsumer listener) {
        listeners.add(listener);
    }

    /** Shows other rows. */
    protected final void rowsChanged() {
        current = within(current);
        hovered = -1;
        redraw();
    }

    @Override
    public final Point computeSize(int widthHint, int heightHint, boolean changed) {
        checkWidget();
        return new Point(
                widthHint == SWT.DEFAULT ? PREFERRED_WIDTH : widthHint,
                heightHint == SWT.DEFAULT ? count() * rowHeight() : heightHint);
    }

    private int within(int row) {
        return Math.clamp(row, 0, Math.max(0, count() - 1));
    }

    private int rowAt(int y) {
        int row = Math.floorDiv(y, rowHeight());
        return row >= 0 && row < count() ? row : -1;
    }

    private void paint(Event event) {
        for (int row = 0; row < count(); row++) {
            Rectangle bounds = bounds(row);
            if (row == hovered) {
                paintMark(event.gc, bounds, true);
            }
            paintRow(event.gc, row, bounds);
            if (row == current && isFocusControl()) {
                paintMark(event.gc, bounds, false);
            }
        }
    }

    private void hover(int row) {
        if (row == hovered) {
            return;
        }
        hovered = row;
        String hint = row < 0 ? "" : hint(row);
        // In a tool tip an ampersand marks the next character unless it is doubled.
        setToolTipText(hint.isEmpty() ? null : hint.replace("&", "&&"));
        setCursor(row < 0 ? null : getDisplay().getSystemCursor(SWT.CURSOR_HAND));
        redraw();
    }

    private void pressed(Event event) {
        int row = rowAt(event.y);
        if (row >= 0) {
            current = row;
            setFocus();
            redraw();
        }
    }

    private void released(Event event) {
        if (event.button == 1 && rowAt(event.y) == current) {
            choose(current);
        }
    }

    private void key(Event event) {
        switch (event.keyCode) {
            case SWT.ARROW_UP -> moveTo(current - 1);
            case SWT.ARROW_DOWN -> moveTo(current + 1);
            case SWT.HOME -> moveTo(0);
            case SWT.END -> moveTo(count() - 1);
            case SWT.CR, SWT.KEYPAD_CR, ' ' -> choose(current);
            default -> event.doit = true;
        }
    }

    private void moveTo(int row) {
        current = within(row);
        getAccessible().setFocus(current);
        redraw();
    }

    private void choose(int row) {
        if (row < count()) {
            listeners.forEach(listener -> listener.accept(row));
        }
    }

    private static void traverse(Event event) {
        event.doit =
                event.detail == SWT.TRAVERSE_TAB_NEXT || event.detail == SWT.TRAVERSE_TAB_PREVIOUS;
    }
}
