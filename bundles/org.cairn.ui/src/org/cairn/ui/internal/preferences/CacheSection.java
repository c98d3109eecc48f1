package org.cairn.ui.internal.preferences;

import org.cairn.store.Store;
import org.cairn.ui.DumpEditors;
import org.cairn.ui.internal.jobs.UiThread;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.PlatformUI;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Says how much the stores take, and deletes them. */
final class CacheSection {
    private final Display display;
    private final Label used;
    private final Button clear;
    private final Path cache;

    CacheSection(Composite parent, int columns, Path cache) {
        this.cache = cache;
        display = parent.getDisplay();
        used = new Label(parent, SWT.NONE);
        AccessibleName.set(used, "Size of the cache");
        GridDataFactory.fillDefaults()
                .align(SWT.FILL, SWT.CENTER)
                .grab(true, false)
                .span(columns - 1, 1)
                .applyTo(used);
        clear = new Button(parent, SWT.PUSH);
        clear.setText("C&lear");
        clear.setToolTipText("Deletes the decoded blocks of all dumps that are not open");
        GridDataFactory.fillDefaults().applyTo(clear);
        clear.addListener(SWT.Selection, _ -> work(openStores(), true));
    }

    /** Finds the stores and says how many there are. */
    void look() {
        work(Set.of(), false);
    }

    private void work(Set<Path> open, boolean delete) {
        clear.setEnabled(false);
        used.setText("Looking for stores");
        Job job =
                Job.createSystem(
                        "Looking at the cache",
                        _ -> {
                            String said = say(open, delete);
                            UiThread.later(display, () -> show(said));
                        });
        job.schedule();
    }

    private String say(Set<Path> open, boolean delete) {
        try {
            if (delete) {
                KeptStores.in(cache).delete(open);
            }
            KeptStores stores = KeptStores.in(cache);
            String count = Numbers.counted(stores.files().size(), "store", "stores");
            return count + ", " + Numbers.size(stores.bytes());
        } catch (IOException failure) {
            return "The cache cannot be used: " + failure.getMessage();
        }
    }

    private void show(String said) {
        if (!used.isDisposed()) {
            used.setText(said);
            clear.setEnabled(true);
        }
    }

    private static Set<Path> openStores() {
        return DumpEditors.all(PlatformUI.getWorkbench()).stream()
                .flatMap(dump -> dump.store().stream())
                .map(Store::file)
                .collect(Collectors.toSet());
    }
}
