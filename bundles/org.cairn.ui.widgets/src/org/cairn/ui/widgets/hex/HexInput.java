package org.cairn.ui.widgets.hex;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;

/** What keys and the pointer do to a canvas. */
final class HexInput {
    private final HexCanvas canvas;
    private final HexModel model;
    private final HexHover hover;
    private boolean dragging;

    private HexInput(HexCanvas canvas, HexModel model, HexHover hover) {
        this.canvas = canvas;
        this.model = model;
        this.hover = hover;
    }

    /** Makes a canvas follow keys and the pointer. */
    static void listen(HexCanvas canvas, HexModel model, HexHover hover) {
        new HexInput(canvas, model, hover).listen();
    }

    private void listen() {
        canvas.addListener(SWT.KeyDown, this::keyDown);
        canvas.addListener(SWT.Traverse, this::traverse);
        canvas.addListener(SWT.MouseDown, this::mouseDown);
        canvas.addListener(SWT.MouseMove, this::mouseMove);
        canvas.addListener(SWT.MouseUp, event -> dragging = false);
        canvas.addListener(SWT.MouseDoubleClick, this::doubleClick);
        canvas.addListener(SWT.MouseExit, event -> hover.none());
        // What is said of a byte would cover the menu.
        canvas.addListener(SWT.MenuDetect, event -> hover.none());
        canvas.addListener(SWT.MouseVerticalWheel, this::wheel);
    }

    private void traverse(Event event) {
        event.doit =
                event.detail == SWT.TRAVERSE_TAB_NEXT
                        || event.detail == SWT.TRAVERSE_TAB_PREVIOUS
                        || event.detail == SWT.TRAVERSE_ESCAPE;
    }

    private void keyDown(Event event) {
        boolean extend = (event.stateMask & SWT.SHIFT) != 0;
        boolean far = (event.stateMask & SWT.MOD1) != 0;
        Viewport viewport = model.viewport;
        int row = viewport.bytesPerRow();
        long caret = model.selection.caret();
        switch (event.keyCode) {
            case SWT.ARROW_LEFT -> move(-1, model.unit(), extend);
            case SWT.ARROW_RIGHT -> move(1, model.unit(), extend);
            case SWT.ARROW_UP -> move(-1, row, extend);
            case SWT.ARROW_DOWN -> move(1, row, extend);
            case SWT.PAGE_UP -> page(-1, extend);
            case SWT.PAGE_DOWN -> page(1, extend);
            case SWT.HOME ->
                    canvas.moveCaret(far ? canvas.range().first() : viewport.rowOf(caret), extend);
            case SWT.END ->
                    canvas.moveCaret(
                            far ? canvas.range().last() : viewport.rowOf(caret) + (row - 1),
                            extend);
            case SWT.CR, SWT.KEYPAD_CR -> canvas.activate();
            default -> {
                return;
            }
        }
        event.doit = false;
    }

    private void page(int direction, boolean extend) {
        int rows = model.viewport.rows();
        canvas.scrollRows((long) direction * rows);
        move((long) direction * rows, model.viewport.bytesPerRow(), extend);
    }

    private void move(long steps, int stride, boolean extend) {
        canvas.moveCaret(model.selection.moved(steps, stride, model.viewport.limit()), extend);
    }

    private void mouseDown(Event event) {
        canvas.setFocus();
        Geometry.Hit hit = canvas.geometry().hit(event.x);
        if (hit == null || canvas.geometry().row(event.y) < 0) {
            return;
        }
        long address = canvas.addressAt(event.y, hit.index());
        boolean forMenu = event.button == 3 && !model.selection.bytes().contains(address);
        dragging = event.button == 1;
        if (dragging || forMenu) {
            model.caretInText = hit.text();
            canvas.moveCaret(address, dragging && (event.stateMask & SWT.SHIFT) != 0);
        }
    }

    private void mouseMove(Event event) {
        Geometry geometry = canvas.geometry();
        Geometry.Hit hit = geometry.hit(event.x);
        if (dragging) {
            int index = hit != null ? hit.index() : geometry.nearest(event.x);
            canvas.moveCaret(canvas.addressAt(event.y, index), true);
        } else if (hit != null && geometry.row(event.y) >= 0) {
            hover.over(canvas.addressAt(event.y, hit.index()), model.unit(hit.text()));
        } else {
            hover.none();
        }
    }

    private void doubleClick(Event event) {
        Geometry geometry = canvas.geometry();
        if (event.button == 1 && geometry.hit(event.x) != null && geometry.row(event.y) >= 0) {
            canvas.activate();
        }
    }

    private void wheel(Event event) {
        canvas.scrollRows(-event.count);
        event.doit = false;
    }
}
