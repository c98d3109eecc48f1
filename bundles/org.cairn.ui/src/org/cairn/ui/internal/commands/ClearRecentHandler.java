package org.cairn.ui.internal.commands;

import org.cairn.ui.internal.recent.RecentDumps;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jdt.annotation.NonNullByDefault;

/** Forgets which dumps were opened. */
public final class ClearRecentHandler extends AbstractHandler {
    @Override
    @NonNullByDefault({})
    public Object execute(ExecutionEvent event) {
        RecentDumps.ofWorkspace().clear();
        return null;
    }
}
