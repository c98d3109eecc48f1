package org.cairn.ui.driver;

import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.swt.custom.CLabel;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Group;
import org.eclipse.swt.widgets.Item;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.swt.widgets.Widget;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** By which names a widget goes: its accessible name, what is written on it, its tool tip. */
final class Names {
    /** The keys that the workbench writes behind the tool tip of a command. */
    private static final String KEYS = " \\([^()]*\\)$";

    private Names() {}

    static boolean has(Widget widget, String name) {
        return of(widget).contains(name);
    }

    static List<String> of(Widget widget) {
        return Stream.of(
                        String.valueOf(widget.getData(AccessibleName.KEY)),
                        plain(text(widget)),
                        plain(toolTip(widget)))
                .filter(name -> !name.isEmpty() && !name.equals("null"))
                .toList();
    }

    /** What is written on a widget, in one piece; empty for those that have rows. */
    static String text(Widget widget) {
        return switch (widget) {
            case Label label -> label.getText();
            case CLabel label -> Objects.toString(label.getText(), "");
            case Link link -> link.getText().replaceAll("<[^>]*>", "");
            case Button button -> button.getText();
            case Text text -> text.getText();
            case StyledText text -> text.getText();
            case Combo combo -> combo.getText();
            case Group group -> group.getText();
            case Shell shell -> shell.getText();
            case Item item -> item.getText();
            default -> "";
        };
    }

    private static String toolTip(Widget widget) {
        return switch (widget) {
            case Control control -> Objects.toString(control.getToolTipText(), "");
            case ToolItem item ->
                    Objects.toString(item.getToolTipText(), "").replaceFirst(KEYS, "");
            default -> "";
        };
    }

    /** Without mnemonics and keys. */
    static String plain(String text) {
        return text.split("\t", 2)[0].replace("&", "").strip();
    }
}
