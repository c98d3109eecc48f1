package org.cairn.ui.internal.memory;

import org.cairn.memory.Addresses;
import org.cairn.memory.WrittenAddress;
import org.cairn.system.ProcessImage;
import org.cairn.ui.internal.look.Look;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Where memory is shown, and how: the process, if there are several, the address, the rendering.
 */
final class MemoryBar {
    private static final int ADDRESS_WIDTH = 22;

    private final Composite area;
    private final Combo process;
    private final Text address;
    private final Combo rendering;
    private List<ProcessImage> processes = List.of();

    MemoryBar(
            Composite parent,
            Consumer<WrittenAddress> goTo,
            IntConsumer chooseProcess,
            List<String> renderings,
            IntConsumer chooseRendering) {
        area = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(3, false);
        layout.marginHeight = 2;
        layout.marginWidth = 2;
        area.setLayout(layout);
        process = new Combo(area, SWT.READ_ONLY);
        AccessibleName.set(process, "Process");
        process.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, false, false));
        process.addListener(SWT.Selection, _ -> chooseProcess.accept(process.getSelectionIndex()));
        address = new Text(area, SWT.SINGLE | SWT.BORDER);
        AccessibleName.set(address, "Address");
        address.setMessage("Go to address");
        Look look = Look.ofWorkbench();
        look.follow(address, () -> address.setFont(look.fixed()));
        address.setLayoutData(width(ADDRESS_WIDTH));
        address.addListener(SWT.DefaultSelection, _ -> entered(goTo));
        rendering = new Combo(area, SWT.READ_ONLY);
        AccessibleName.set(rendering, "Rendering");
        rendering.setItems(renderings.toArray(String[]::new));
        rendering.addListener(
                SWT.Selection, _ -> chooseRendering.accept(rendering.getSelectionIndex()));
        show(List.of());
    }

    private GridData width(int characters) {
        GridData data = new GridData(SWT.LEFT, SWT.CENTER, true, false);
        data.widthHint = characters * area.getFont().getFontData()[0].getHeight();
        return data;
    }

    Control control() {
        return area;
    }

    /** The processes of a dump. */
    void show(List<ProcessImage> all) {
        if (all != processes) {
            processes = all;
            process.setItems(all.stream().map(MemoryBar::name).toArray(String[]::new));
        }
        boolean several = all.size() > 1;
        process.setVisible(several);
        ((GridData) process.getLayoutData()).exclude = !several;
        area.layout();
    }

    private static String name(ProcessImage image) {
        String name =
                image.name().isEmpty() ? image.id() == 0 ? "kernel" : "process" : image.name();
        return image.id() == 0 ? name : name + " " + Long.toUnsignedString(image.id());
    }

    /** Nothing is shown. */
    void clear() {
        show(List.of());
        address.setText("");
    }

    /** What is shown. */
    void show(int index, OptionalLong at) {
        process.select(index);
        address.setText(at.isPresent() ? Addresses.hex(at.getAsLong()) : "");
    }

    /** Which rendering is shown. */
    void rendering(int index) {
        rendering.select(index);
    }

    private void entered(Consumer<WrittenAddress> goTo) {
        Optional<WrittenAddress> entered = Addresses.read(address.getText().strip());
        if (entered.isPresent()) {
            goTo.accept(entered.get());
        } else {
            address.selectAll();
            address.getDisplay().beep();
        }
    }
}
