package org.cairn.ui.internal.recent;

import org.cairn.ui.DumpSession;
import org.cairn.ui.internal.commands.OpenRecentHandler;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.ContributionItem;
import org.eclipse.jface.action.IContributionItem;
import org.eclipse.jface.action.Separator;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.ui.actions.CompoundContributionItem;
import org.eclipse.ui.menus.CommandContributionItem;
import org.eclipse.ui.menus.CommandContributionItemParameter;
import org.eclipse.ui.menus.IWorkbenchContribution;
import org.eclipse.ui.services.IServiceLocator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The menu of dumps that were opened lately. Those whose file is gone cannot be chosen. */
public final class RecentMenu extends CompoundContributionItem implements IWorkbenchContribution {
    private static final int TEN = 10;

    private final MissingFiles missing = new MissingFiles();
    private @Nullable IServiceLocator services;

    @Override
    @NonNullByDefault({})
    public void initialize(IServiceLocator locator) {
        services = locator;
        missing.lookFor(RecentDumps.ofWorkspace().all());
    }

    @Override
    protected IContributionItem[] getContributionItems() {
        List<Path> dumps = RecentDumps.ofWorkspace().all();
        missing.lookFor(dumps);
        List<IContributionItem> items = new ArrayList<>();
        int number = 0;
        for (Path dump : dumps) {
            number++;
            String label = "&" + number % TEN + " " + label(dump);
            items.add(missing.contains(dump) ? new Gone(label) : open(dump, label));
        }
        if (dumps.isEmpty()) {
            items.add(new Gone("No dump was opened yet"));
        } else {
            items.add(new Separator());
            items.add(command("org.cairn.ui.clearRecent", "&Clear", Map.of()));
        }
        return items.toArray(IContributionItem[]::new);
    }

    private static String label(Path dump) {
        Path folder = dump.getParent();
        String name = DumpSession.nameOf(dump) + (folder == null ? "" : "  [" + folder + "]");
        return name.replace("&", "&&");
    }

    private IContributionItem open(Path dump, String label) {
        return command(
                OpenRecentHandler.COMMAND, label, Map.of(OpenRecentHandler.FILE, dump.toString()));
    }

    private IContributionItem command(String id, String label, Map<String, String> parameters) {
        CommandContributionItemParameter item =
                new CommandContributionItemParameter(
                        services, null, id, CommandContributionItem.STYLE_PUSH);
        item.label = label;
        item.parameters = parameters;
        return new CommandContributionItem(item);
    }

    /** A line that cannot be chosen. */
    private static final class Gone extends ContributionItem {
        private final String label;

        Gone(String label) {
            this.label = label;
        }

        @Override
        @NonNullByDefault({})
        public void fill(Menu menu, int index) {
            MenuItem item = new MenuItem(menu, 0, index);
            item.setText(label);
            item.setEnabled(false);
        }
    }
}
