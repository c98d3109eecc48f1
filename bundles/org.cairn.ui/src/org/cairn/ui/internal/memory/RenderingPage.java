package org.cairn.ui.internal.memory;

import org.cairn.system.ProcessImage;
import org.cairn.ui.DumpSession;
import org.cairn.ui.MemoryRendering;
import org.cairn.ui.Place;
import org.cairn.ui.internal.parts.Part;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.ui.IMemento;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A rendering in its frame: when it throws, a message takes its place, and the rest goes on. */
final class RenderingPage {
    private static final String SETTINGS = "settings";

    private final Composite frame;
    private final Part<MemoryRendering> part;
    private final @Nullable IMemento settings;
    private @Nullable MemoryRendering rendering;
    private boolean failed;

    RenderingPage(Composite parent, Part<MemoryRendering> part, @Nullable IMemento settings) {
        this.part = part;
        this.settings = settings == null ? null : settings.getChild(key(part));
        frame = new Composite(parent, SWT.NONE);
        frame.setLayout(new FillLayout());
    }

    private static String key(Part<MemoryRendering> part) {
        return SETTINGS + "." + part.id();
    }

    Part<MemoryRendering> part() {
        return part;
    }

    Control control() {
        return frame;
    }

    void show(DumpSession dump, ProcessImage process, Place place) {
        if (rendering == null && !failed) {
            create();
        }
        guarded(made -> made.show(dump, process, place));
    }

    private void create() {
        try {
            MemoryRendering made = part.create();
            IMemento kept = settings;
            if (kept != null) {
                made.restore(kept);
            }
            made.create(frame);
            rendering = made;
            for (Control child : frame.getChildren()) {
                child.setMenu(frame.getMenu());
            }
            frame.layout();
        } catch (CoreException | RuntimeException | Error failure) {
            replace(failure);
        }
    }

    void clear() {
        guarded(MemoryRendering::clear);
    }

    void setMenu(Menu menu) {
        frame.setMenu(menu);
        for (Control child : frame.getChildren()) {
            child.setMenu(menu);
        }
    }

    Optional<String> selectedText() {
        AtomicReference<Optional<String>> text = new AtomicReference<>(Optional.empty());
        guarded(made -> text.set(made.selectedText()));
        return text.get();
    }

    void fillMenu(IMenuManager menu) {
        guarded(made -> made.fillMenu(menu));
    }

    void save(IMemento memento) {
        IMemento own = memento.createChild(key(part));
        if (rendering == null && settings != null) {
            own.putMemento(settings);
        }
        guarded(made -> made.save(own));
    }

    void setFocus() {
        if (frame.getChildren().length > 0) {
            frame.getChildren()[0].setFocus();
        }
    }

    private void guarded(Consumer<MemoryRendering> call) {
        MemoryRendering made = rendering;
        if (made == null) {
            return;
        }
        try {
            call.accept(made);
        } catch (RuntimeException | Error failure) {
            replace(failure);
        }
    }

    private void replace(Throwable failure) {
        rendering = null;
        failed = true;
        for (Control child : frame.getChildren()) {
            child.dispose();
        }
        Label message = new Label(frame, SWT.WRAP);
        message.setText(part.failed(failure));
        frame.layout();
    }
}
