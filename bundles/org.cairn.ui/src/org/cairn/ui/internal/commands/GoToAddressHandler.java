package org.cairn.ui.internal.commands;

import org.cairn.ui.DumpEditors;
import org.cairn.ui.DumpSession;
import org.cairn.ui.internal.recent.RecentTexts;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jface.window.Window;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;

import java.util.List;

/** Lets the user name an address and goes there. */
public final class GoToAddressHandler extends AbstractHandler {
    private static final String RECENT = "recent.addresses";
    private static final int MOST_RECENT = 10;

    @Override
    @NonNullByDefault({})
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        if (window != null) {
            DumpEditors.active(window).ifPresent(dump -> ask(window, dump));
        }
        return null;
    }

    private static void ask(IWorkbenchWindow window, DumpSession dump) {
        RecentTexts recent = RecentTexts.ofWorkspace(RECENT, MOST_RECENT);
        AddressDialog dialog =
                new AddressDialog(
                        window.getShell(),
                        recent.all(),
                        dump.analysis()
                                .map(analysis -> analysis.system().processes())
                                .orElse(List.of()));
        if (dialog.open() == Window.OK) {
            recent.add(dialog.text());
            dump.places().goTo(dialog.address());
        }
    }
}
