package org.cairn.ui.internal.commands;

import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.WrittenAddress;
import org.cairn.system.AddressPlace;
import org.cairn.system.ProcessImage;
import org.cairn.ui.internal.look.Look;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;

import java.util.List;
import java.util.Optional;

/** Asks for an address and says whether it is one while it is written. */
final class AddressDialog extends Dialog {
    private static final int WIDTH = 360;
    private static final String FORMS =
            "Hexadecimal: 0x7ffe0000, 7ffe0000h, 00000000`7ffe0000, %fe04c8e8 (linear),"
                    + " 21a0:ade0 (selector) or %%001d6000 (physical).";
    private static final String NO_ADDRESS = "This is no address. " + FORMS;

    private final List<String> recent;
    private final List<ProcessImage> processes;
    private String text;
    private @Nullable Label message;

    AddressDialog(Shell parent, List<String> recent, List<ProcessImage> processes) {
        super(parent);
        this.recent = recent;
        this.processes = processes;
        text = recent.isEmpty() ? "" : recent.getFirst();
    }

    /** What the user wrote. */
    String text() {
        return text;
    }

    /** The address; called after OK only. */
    WrittenAddress address() {
        return Addresses.read(text).orElseThrow();
    }

    @Override
    @NonNullByDefault({})
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText("Go to Address");
    }

    @Override
    @NonNullByDefault({})
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        GridLayoutFactory.fillDefaults().margins(12, 12).spacing(6, 6).applyTo(area);
        new Label(area, SWT.NONE).setText("&Address:");
        Combo field = new Combo(area, SWT.DROP_DOWN);
        field.setFont(Look.ofWorkbench().fixed());
        field.setItems(recent.toArray(String[]::new));
        field.setText(text);
        AccessibleName.set(field, "Address");
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDTH, SWT.DEFAULT).applyTo(field);
        Label said = new Label(area, SWT.WRAP);
        said.setText(NO_ADDRESS);
        AccessibleName.set(said, "What is wrong with the address");
        int lines = said.computeSize(WIDTH, SWT.DEFAULT).y;
        GridDataFactory.fillDefaults().grab(true, false).hint(WIDTH, lines).applyTo(said);
        message = said;
        field.addModifyListener(_ -> check(field.getText()));
        return area;
    }

    @Override
    @NonNullByDefault({})
    protected Control createContents(Composite parent) {
        Control contents = super.createContents(parent);
        check(text);
        return contents;
    }

    @Override
    @NonNullByDefault({})
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, "Go", true);
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CANCEL_LABEL, false);
    }

    private void check(String written) {
        text = written.strip();
        Optional<WrittenAddress> address = Addresses.read(text);
        Label said = message;
        if (said != null) {
            said.setText(address.map(this::sentence).orElseGet(this::noAddress));
        }
        Button go = getButton(IDialogConstants.OK_ID);
        if (go != null) {
            go.setEnabled(address.filter(this::canBePlaced).isPresent());
        }
    }

    /** Whether there is a place to go to; that of a physical address takes a search. */
    private boolean canBePlaced(WrittenAddress address) {
        return address instanceof WrittenAddress.Physical || place(address).address().isPresent();
    }

    private AddressPlace place(WrittenAddress address) {
        return AddressPlace.of(address, processes, Progress.NONE);
    }

    private String sentence(WrittenAddress address) {
        if (address instanceof WrittenAddress.Physical physical) {
            return "Physical address " + Addresses.hex(physical.address()) + ".";
        }
        AddressPlace place = place(address);
        return place.address().isPresent()
                ? "Address " + Addresses.hex(place.address().getAsLong()) + "."
                : Character.toUpperCase(place.problem().charAt(0))
                        + place.problem().substring(1)
                        + ".";
    }

    private String noAddress() {
        return text.isEmpty() ? FORMS : NO_ADDRESS;
    }
}
