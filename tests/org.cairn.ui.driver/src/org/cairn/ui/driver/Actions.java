package org.cairn.ui.driver;

import org.cairn.ui.widgets.table.PagedTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabItem;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Item;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.swt.widgets.Widget;

/**
 * What a person does to widgets, as the events that this causes. They are sent to the widget and
 * not through the window system: without a window manager nothing has the focus. Used on the UI
 * thread.
 */
final class Actions {
    private Actions() {}

    static Event event(Widget widget, int type) {
        Event event = new Event();
        event.type = type;
        event.widget = widget;
        event.display = widget.getDisplay();
        event.doit = true;
        return event;
    }

    private static void send(Widget widget, int type) {
        widget.notifyListeners(type, event(widget, type));
    }

    static boolean isEnabled(Widget widget) {
        return switch (widget) {
            case Control control -> control.isEnabled();
            case ToolItem item -> item.isEnabled();
            case MenuItem item -> item.isEnabled();
            default -> true;
        };
    }

    static void click(Widget widget) {
        if (!isEnabled(widget)) {
            throw new AssertionError("cannot be clicked, is disabled: " + Names.of(widget));
        }
        switch (widget) {
            case Button button -> {
                boolean keeps = (button.getStyle() & (SWT.CHECK | SWT.TOGGLE)) != 0;
                button.setSelection(
                        (button.getStyle() & SWT.RADIO) != 0 || keeps && !button.getSelection());
                send(button, SWT.Selection);
            }
            case MenuItem item -> {
                if ((item.getStyle() & (SWT.CHECK | SWT.RADIO)) != 0) {
                    item.setSelection((item.getStyle() & SWT.RADIO) != 0 || !item.getSelection());
                }
                send(item, SWT.Selection);
            }
            case ToolItem item -> {
                if ((item.getStyle() & SWT.CHECK) != 0) {
                    item.setSelection(!item.getSelection());
                }
                send(item, SWT.Selection);
            }
            case CTabItem item -> {
                item.getParent().setSelection(item);
                Event event = event(item.getParent(), SWT.Selection);
                event.item = item;
                item.getParent().notifyListeners(SWT.Selection, event);
            }
            case Link link -> send(link, SWT.Selection);
            case Control control -> {
                Point size = control.getSize();
                clickAt(control, size.x / 2, size.y / 2, 1);
            }
            default -> throw new IllegalArgumentException("cannot be clicked: " + widget);
        }
    }

    static void clickAt(Control control, int x, int y, int times) {
        for (int i = 1; i <= times; i++) {
            mouse(control, SWT.MouseDown, x, y, i);
            if (i == 2) {
                mouse(control, SWT.MouseDoubleClick, x, y, i);
            }
            mouse(control, SWT.MouseUp, x, y, i);
        }
    }

    private static void mouse(Control control, int type, int x, int y, int count) {
        if (!control.isDisposed()) {
            Event event = event(control, type);
            event.x = x;
            event.y = y;
            event.button = 1;
            event.count = count;
            event.stateMask = type == SWT.MouseUp ? SWT.BUTTON1 : 0;
            control.notifyListeners(type, event);
        }
    }

    static void type(Widget widget, String words) {
        ((Control) widget).setFocus();
        switch (widget) {
            case Text text -> text.setText(words);
            case StyledText text -> text.setText(words);
            case Combo combo -> combo.setText(words);
            default -> throw new IllegalArgumentException("takes no words: " + widget);
        }
    }

    static void press(Control control, int code, int modifiers) {
        control.setFocus();
        for (int type : new int[] {SWT.KeyDown, SWT.KeyUp}) {
            if (!control.isDisposed()) {
                Event event = event(control, type);
                event.keyCode = code;
                event.character = (code & SWT.KEYCODE_BIT) == 0 ? (char) code : 0;
                event.stateMask = modifiers;
                control.notifyListeners(type, event);
            }
        }
    }

    static void expand(Tree tree, Item item) {
        if (item instanceof TreeItem row && !row.getExpanded()) {
            Event event = event(tree, SWT.Expand);
            event.item = row;
            tree.notifyListeners(SWT.Expand, event);
            row.setExpanded(true);
        }
    }

    static void choose(Widget widget, Item item) {
        switch (widget) {
            case Tree tree -> tree.setSelection((TreeItem) item);
            case Table table -> table.setSelection((TableItem) item);
            default -> throw new IllegalArgumentException("has no rows: " + widget);
        }
        Event event = event(widget, SWT.Selection);
        event.item = item;
        widget.notifyListeners(SWT.Selection, event);
    }

    /** Clicks on a row that can be seen. */
    static void choose(PagedTable<?> table, long rank) {
        int height = table.getClientArea().height;
        for (int y = 0; y < height; y++) {
            if (table.rankAt(y) == rank) {
                clickAt(table, 1, y, 1);
                return;
            }
        }
        throw new AssertionError("row %d is not to be seen".formatted(rank));
    }
}
