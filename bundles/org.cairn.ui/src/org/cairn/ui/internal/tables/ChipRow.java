package org.cairn.ui.internal.tables;

import org.cairn.ui.internal.look.Look;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.RowData;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

import java.util.Arrays;
import java.util.List;

/** One chip for each active filter, in as many lines as they need. */
final class ChipRow extends Composite {
    private static final int GAP = 4;

    private final Look look;
    private List<String> labels = List.of();

    ChipRow(Composite parent, Look look) {
        super(parent, SWT.NONE);
        this.look = look;
        RowLayout layout = new RowLayout(SWT.HORIZONTAL);
        layout.wrap = true;
        layout.spacing = GAP;
        layout.marginTop = 0;
        layout.marginBottom = 0;
        layout.marginLeft = 0;
        layout.marginRight = 0;
        setLayout(layout);
        addListener(SWT.Resize, _ -> fit());
    }

    /** Shows other chips; answers whether they look different from those before. */
    boolean show(List<Chip> chips) {
        List<String> next = chips.stream().map(Chip::label).toList();
        boolean isFocused = Arrays.asList(getChildren()).contains(getDisplay().getFocusControl());
        for (Control control : getChildren()) {
            control.dispose();
        }
        chips.forEach(chip -> ChipControl.add(this, look, chip));
        if (isFocused && getChildren().length > 0) {
            getChildren()[0].setFocus();
        }
        boolean isDifferent = !next.equals(labels);
        labels = next;
        fit();
        return isDifferent;
    }

    /** No chip is wider than the row, so that its cross can be reached. */
    private void fit() {
        int most = getClientArea().width;
        for (Control chip : getChildren()) {
            int wanted = chip.computeSize(SWT.DEFAULT, SWT.DEFAULT).x;
            chip.setLayoutData(
                    new RowData(most > 0 ? Math.min(wanted, most) : wanted, SWT.DEFAULT));
        }
        layout(true);
    }
}
