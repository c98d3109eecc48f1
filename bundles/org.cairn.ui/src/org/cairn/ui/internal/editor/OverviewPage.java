package org.cairn.ui.internal.editor;

import org.cairn.ui.DumpSession;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

/** What a dump is and what is in it, at a glance. */
final class OverviewPage {
    private final Composite area;
    private final Label text;
    private final DumpSession session;

    OverviewPage(Composite parent, DumpSession session) {
        this.session = session;
        area = new Composite(parent, SWT.NONE);
        area.setLayout(new FillLayout());
        text = new Label(area, SWT.WRAP);
        Runnable listener = this::show;
        session.addListener(listener);
        area.addDisposeListener(_ -> session.removeListener(listener));
        show();
    }

    private void show() {
        text.setText(session.state() + " " + session.message());
    }

    void setFocus() {
        area.setFocus();
    }
}
