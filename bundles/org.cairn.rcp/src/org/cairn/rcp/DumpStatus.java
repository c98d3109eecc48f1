package org.cairn.rcp;

import org.cairn.ui.DumpSession;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.ContributionItem;
import org.eclipse.jface.action.StatusLineLayoutData;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CLabel;
import org.eclipse.swt.widgets.Composite;

import java.util.Optional;

/**
 * The part of the status line that says how far the active dump is known and which place is shown.
 */
final class DumpStatus extends ContributionItem {
    private static final int MARGIN = 12;

    private String text = "";
    private @Nullable CLabel label;

    DumpStatus() {
        super("org.cairn.rcp.status");
    }

    void show(Optional<DumpSession> dump) {
        text = dump.map(DumpWords::of).orElse("");
        CLabel shown = label;
        if (shown != null && !shown.isDisposed()) {
            shown.setText(text);
            shown.setToolTipText(text);
            shown.setLayoutData(layout(shown));
            shown.requestLayout();
        }
    }

    @Override
    @NonNullByDefault({})
    public void fill(Composite statusLine) {
        CLabel created = new CLabel(statusLine, SWT.SHADOW_NONE);
        created.setText(text);
        created.setLayoutData(layout(created));
        AccessibleName.set(created, "State of the dump");
        label = created;
    }

    private static StatusLineLayoutData layout(CLabel label) {
        StatusLineLayoutData layout = new StatusLineLayoutData();
        layout.widthHint = label.computeSize(SWT.DEFAULT, SWT.DEFAULT).x + MARGIN;
        return layout;
    }
}
