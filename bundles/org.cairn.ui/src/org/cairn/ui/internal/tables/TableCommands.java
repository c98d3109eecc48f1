package org.cairn.ui.internal.tables;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.IContributionItem;
import org.eclipse.ui.IWorkbenchPartSite;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.menus.CommandContributionItem;
import org.eclipse.ui.menus.CommandContributionItemParameter;

import java.util.function.Consumer;

/** The commands of views with a table, as {@code plugin.xml} has them. */
public final class TableCommands {
    /** The context in which the keys of these commands hold. */
    public static final String CONTEXT = "org.cairn.ui.tables";

    /** Copies the selected rows as comma-separated values. */
    public static final String COPY_CSV = "org.cairn.ui.tables.copyCsv";

    /** Copies the address of the row that has the focus. */
    public static final String COPY_ADDRESS = "org.cairn.ui.tables.copyAddress";

    /** Writes all rows into a file. */
    public static final String EXPORT = "org.cairn.ui.tables.export";

    /** Parameter of {@link #EXPORT}: into which file; people are asked where it is absent. */
    public static final String EXPORT_FILE = "org.cairn.ui.tables.export.file";

    /** Writes the selected rows into a file. */
    public static final String EXPORT_SELECTION = "org.cairn.ui.tables.exportSelection";

    /** Chooses the columns. */
    public static final String COLUMNS = "org.cairn.ui.tables.columns";

    /** Shows all columns as they were at first. */
    public static final String RESET_COLUMNS = "org.cairn.ui.tables.resetColumns";

    /** Ends all filters. */
    public static final String CLEAR_FILTERS = "org.cairn.ui.tables.clearFilters";

    private TableCommands() {}

    /**
     * Lets a command do something while a part is active.
     *
     * @param site the part's
     * @param id identity of the command
     * @param action what it does
     */
    public static void handle(IWorkbenchPartSite site, String id, Runnable action) {
        handle(site, id, _ -> action.run());
    }

    /**
     * Lets a command with parameters do something while a part is active.
     *
     * @param site the part's
     * @param id identity of the command
     * @param action what it does
     */
    public static void handle(IWorkbenchPartSite site, String id, Consumer<ExecutionEvent> action) {
        site.getService(IHandlerService.class)
                .activateHandler(
                        id,
                        new AbstractHandler() {
                            @Override
                            @NonNullByDefault({})
                            public @Nullable Object execute(ExecutionEvent event) {
                                action.accept(event);
                                return null;
                            }
                        });
    }

    /**
     * A command as an entry of a menu.
     *
     * @param site of the part
     * @param id identity of the command
     * @return the entry
     */
    public static IContributionItem item(IWorkbenchPartSite site, String id) {
        return new CommandContributionItem(
                new CommandContributionItemParameter(
                        site, null, id, CommandContributionItem.STYLE_PUSH));
    }
}
