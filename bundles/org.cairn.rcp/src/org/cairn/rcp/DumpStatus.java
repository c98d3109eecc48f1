package org.cairn.rcp;

import org.cairn.ui.DumpSession;
import org.cairn.ui.OpeningPulse;
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

    private Optional<DumpSession> dump = Optional.empty();
    private @Nullable CLabel label;
    private @Nullable OpeningPulse pulse;

    DumpStatus() {
        super("org.cairn.rcp.status");
    }

    void show(Optional<DumpSession> active) {
        dump = active;
        say();
        OpeningPulse known = pulse;
        if (known != null) {
            known.follow(active.isPresent() ? active.get() : null);
        }
    }

    private void say() {
        CLabel shown = label;
        String text = dump.map(DumpWords::of).orElse("");
        if (shown != null && !shown.isDisposed() && !text.equals(shown.getText())) {
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
        created.setLayoutData(layout(created));
        AccessibleName.set(created, "State of the dump");
        label = created;
        pulse = new OpeningPulse(created.getDisplay(), this::say);
        show(dump);
    }

    private static StatusLineLayoutData layout(CLabel label) {
        StatusLineLayoutData layout = new StatusLineLayoutData();
        layout.widthHint = label.computeSize(SWT.DEFAULT, SWT.DEFAULT).x + MARGIN;
        return layout;
    }
}
