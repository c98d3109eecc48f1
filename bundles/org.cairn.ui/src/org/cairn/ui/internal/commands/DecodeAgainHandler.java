package org.cairn.ui.internal.commands;

import org.cairn.ui.DumpEditors;
import org.cairn.ui.DumpSession;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.ui.handlers.HandlerUtil;

/** Decodes the blocks of a dump after that was cancelled or failed. */
public final class DecodeAgainHandler extends AbstractHandler {
    @Override
    @NonNullByDefault({})
    public Object execute(ExecutionEvent event) {
        DumpEditors.active(HandlerUtil.getActiveWorkbenchWindow(event))
                .ifPresent(DumpSession::decodeAgain);
        return null;
    }
}
