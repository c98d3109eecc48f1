package org.cairn.ui.internal.editor;

import org.cairn.ui.DumpSession;
import org.cairn.ui.internal.look.Icon;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IPersistableElement;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A dump's file as what an editor shows. It is remembered between starts. */
public final class DumpEditorInput implements IEditorInput, IPersistableElement {
    static final String FILE = "file";

    private final Path file;

    /**
     * Names the file.
     *
     * @param file absolute
     */
    public DumpEditorInput(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    @Override
    public boolean exists() {
        return Files.exists(file);
    }

    @Override
    public ImageDescriptor getImageDescriptor() {
        return Icon.DUMP.descriptor();
    }

    @Override
    public String getName() {
        return DumpSession.nameOf(file);
    }

    @Override
    public IPersistableElement getPersistable() {
        return this;
    }

    @Override
    public String getToolTipText() {
        return file.toString();
    }

    @Override
    @NonNullByDefault({})
    public <T> T getAdapter(Class<T> adapter) {
        return null;
    }

    @Override
    @NonNullByDefault({})
    public void saveState(IMemento memento) {
        memento.putString(FILE, file.toString());
    }

    @Override
    public String getFactoryId() {
        return DumpInputFactory.ID;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DumpEditorInput input && input.file.equals(file);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(file);
    }
}
