package org.cairn.ui.internal.editor;

import org.eclipse.core.runtime.IAdaptable;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.ui.IElementFactory;
import org.eclipse.ui.IMemento;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds again which dumps were open. */
public final class DumpInputFactory implements IElementFactory {
    /** Identity of the factory, as {@code plugin.xml} has it. */
    static final String ID = "org.cairn.ui.dumps";

    @Override
    @NonNullByDefault({})
    public IAdaptable createElement(IMemento memento) {
        String file = memento.getString(DumpEditorInput.FILE);
        try {
            return file == null ? null : new DumpEditorInput(Path.of(file));
        } catch (InvalidPathException unusable) {
            return null;
        }
    }
}
