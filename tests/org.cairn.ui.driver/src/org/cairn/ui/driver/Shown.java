package org.cairn.ui.driver;

import org.cairn.ui.widgets.Choices;
import org.cairn.ui.widgets.table.PagedTable;
import org.cairn.ui.widgets.table.RankRange;
import org.cairn.ui.widgets.table.TableColumn;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.swt.widgets.Widget;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What can be seen of widgets, as text; rows have a tab between cells. Used on the UI thread. */
final class Shown {
    private Shown() {}

    /** Passes a widget and what is visible in it, outer ones first. */
    static void visit(Widget widget, Consumer<Widget> visitor) {
        if (widget.isDisposed() || widget instanceof Control control && !control.isVisible()) {
            return;
        }
        visitor.accept(widget);
        if (widget instanceof ToolBar bar) {
            List.of(bar.getItems()).forEach(visitor);
        } else if (widget instanceof CTabFolder folder) {
            List.of(folder.getItems()).forEach(visitor);
        }
        if (widget instanceof Composite composite) {
            for (Control child : composite.getChildren()) {
                visit(child, visitor);
            }
        }
    }

    /** All texts in a widget and what is in it. */
    static List<String> texts(Widget root) {
        List<String> texts = new ArrayList<>();
        visit(root, widget -> texts.addAll(lines(widget)));
        return texts;
    }

    private static List<String> lines(Widget widget) {
        return switch (widget) {
            case Tree tree -> rows(tree.getItems(), tree.getColumnCount());
            case Table table -> rows(table);
            case PagedTable<?> table -> rows(table);
            case Choices choices -> spoken(choices);
            default -> Names.text(widget).isEmpty() ? List.of() : List.of(Names.text(widget));
        };
    }

    private static List<String> rows(TreeItem[] items, int columns) {
        List<String> rows = new ArrayList<>();
        for (TreeItem item : items) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < Math.max(1, columns); i++) {
                cells.add(item.getText(i));
            }
            rows.add(String.join("\t", cells));
            if (item.getExpanded()) {
                rows.addAll(rows(item.getItems(), columns));
            }
        }
        return rows;
    }

    private static List<String> rows(Table table) {
        List<String> rows = new ArrayList<>();
        for (TableItem item : table.getItems()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < Math.max(1, table.getColumnCount()); i++) {
                cells.add(item.getText(i));
            }
            rows.add(String.join("\t", cells));
        }
        return rows;
    }

    /** The rows that are seen; one that has not come yet is left out. */
    private static <R> List<String> rows(PagedTable<R> table) {
        List<String> rows = new ArrayList<>();
        RankRange seen = table.visibleRows();
        for (long rank = seen == null ? 1 : seen.first();
                seen != null && rank <= seen.last();
                rank++) {
            if (table.row(rank) != null) {
                List<String> cells = new ArrayList<>();
                for (TableColumn<R> column : table.shownColumns()) {
                    cells.add(String.valueOf(table.rowText(rank, column.id())));
                }
                rows.add(String.join("\t", cells));
            }
        }
        return rows;
    }

    private static List<String> spoken(Choices choices) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < choices.count(); i++) {
            rows.add(choices.spoken(i));
        }
        return rows;
    }
}
