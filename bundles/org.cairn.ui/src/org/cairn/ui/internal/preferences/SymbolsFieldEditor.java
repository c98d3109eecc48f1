package org.cairn.ui.internal.preferences;

import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.preference.StringButtonFieldEditor;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.DirectoryDialog;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A field for type tables: a folder, which can be chosen, or a file, which can be written. */
final class SymbolsFieldEditor extends StringButtonFieldEditor {
    SymbolsFieldEditor(String key, String label, Composite parent) {
        init(key, label);
        setErrorMessage("There is no such file or folder of type tables.");
        setChangeButtonText("B&rowse...");
        setValidateStrategy(VALIDATE_ON_FOCUS_LOST);
        createControl(parent);
    }

    @Override
    protected @Nullable String changePressed() {
        DirectoryDialog dialog = new DirectoryDialog(getShell(), SWT.OPEN | SWT.SHEET);
        dialog.setText("Folder of Type Tables");
        dialog.setFilterPath(getStringValue());
        return dialog.open();
    }

    @Override
    protected boolean doCheckState() {
        String written = getStringValue().strip();
        try {
            return written.isEmpty() || Files.exists(Path.of(written));
        } catch (InvalidPathException unusable) {
            return false;
        }
    }
}
