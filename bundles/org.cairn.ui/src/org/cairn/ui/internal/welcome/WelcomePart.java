package org.cairn.ui.internal.welcome;

import org.cairn.ui.DumpDrop;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.part.IntroPart;

/** The welcome page: what Cairn is, and the ways to a dump. */
public final class WelcomePart extends IntroPart {
    private @Nullable WelcomePage page;

    @Override
    @NonNullByDefault({})
    public void createPartControl(Composite parent) {
        page = new WelcomePage(parent, getIntroSite().getWorkbenchWindow());
        DumpDrop.on(parent, getIntroSite().getWorkbenchWindow());
    }

    @Override
    public void setFocus() {
        WelcomePage shown = page;
        if (shown != null) {
            shown.setFocus();
        }
    }

    @Override
    public void standbyStateChanged(boolean standby) {
        // looks the same at any size
    }
}
