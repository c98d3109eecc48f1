package org.cairn.ui.internal.commands;

import org.cairn.ui.DumpEditors;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.ui.handlers.HandlerUtil;

/** Goes forward to the place after. */
public final class ForwardHandler extends AbstractHandler {
    @Override
    @NonNullByDefault({})
    public Object execute(ExecutionEvent event) {
        DumpEditors.active(HandlerUtil.getActiveWorkbenchWindow(event))
                .ifPresent(dump -> dump.places().forward());
        return null;
    }
}
