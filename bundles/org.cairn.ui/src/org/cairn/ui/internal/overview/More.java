package org.cairn.ui.internal.overview;

import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.internal.overview.PageLook.Face;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Link;

/** A link below a short list to the view that shows all of it. */
final class More {
    private final Link link;

    More(Composite parent, OverviewPage page, Runnable action) {
        link = page.look().text(new Link(parent, SWT.NONE), Shade.MUTED, Face.TEXT);
        link.setLayoutData(new GridData(SWT.BEGINNING, SWT.TOP, false, false));
        link.addListener(SWT.Selection, _ -> action.run());
        show(false, "");
    }

    void show(boolean isVisible, String text) {
        link.setText("<a>" + text + "</a>");
        ((GridData) link.getLayoutData()).exclude = !isVisible;
        link.setVisible(isVisible);
    }
}
