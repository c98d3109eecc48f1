package org.cairn.ui.internal.preferences;

import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.preference.BooleanFieldEditor;
import org.eclipse.jface.preference.DirectoryFieldEditor;
import org.eclipse.jface.preference.FieldEditorPreferencePage;
import org.eclipse.jface.preference.IntegerFieldEditor;
import org.eclipse.jface.preference.StringFieldEditor;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferencePage;
import org.eclipse.ui.preferences.ScopedPreferenceStore;

/** How dumps are analysed and where results are kept. */
public final class AnalysisPage extends FieldEditorPreferencePage
        implements IWorkbenchPreferencePage {
    private static final int MOST_THREADS = 256;
    private static final int MOST_MEMORY = 1 << 20;
    private static final int COLUMNS = 3;
    private static final int WIDTH = 420;

    private static final int PATH_WIDTH = 320;

    private final AnalysisPreferences preferences = new AnalysisPreferences();

    /** Creates the page. */
    public AnalysisPage() {
        super(GRID);
        setPreferenceStore(
                new ScopedPreferenceStore(InstanceScope.INSTANCE, AnalysisPreferences.NODE));
        setDescription("What is chosen here holds for dumps that are opened from now on.");
    }

    @Override
    @NonNullByDefault({})
    public void init(IWorkbench workbench) {
        // all is in the preference store
    }

    @Override
    protected void createFieldEditors() {
        Composite area = getFieldEditorParent();
        IntegerFieldEditor threads =
                new IntegerFieldEditor(AnalysisPreferences.THREADS, "&Threads that decode:", area);
        threads.setValidRange(1, MOST_THREADS);
        addField(threads);
        IntegerFieldEditor memory =
                new IntegerFieldEditor(
                        AnalysisPreferences.MEMORY, "&Memory for blocks of one dump (MiB):", area);
        memory.setValidRange(AnalysisPreferences.LEAST_MEMORY, MOST_MEMORY);
        addField(memory);
        SymbolsFieldEditor tables =
                new SymbolsFieldEditor(
                        AnalysisPreferences.SYMBOLS, "T&ype tables (ISF), folder or file:", area);
        addField(tables);
        // The widest field makes room for all.
        GridDataFactory.createFrom((GridData) tables.getTextControl(area).getLayoutData())
                .hint(PATH_WIDTH, SWT.DEFAULT)
                .applyTo(tables.getTextControl(area));
        addField(
                new StringFieldEditor(
                        AnalysisPreferences.SYMBOL_PATH, "S&ymbol path (PDB, ISF):", area));
        addField(
                new BooleanFieldEditor(
                        AnalysisPreferences.SYMBOL_SERVER,
                        "&Ask the servers in the symbol path (uses the network)",
                        area));
        DirectoryFieldEditor cache =
                new DirectoryFieldEditor(AnalysisPreferences.CACHE, "&Cache folder:", area);
        cache.setEmptyStringAllowed(true);
        addField(cache);
        note(area, cacheNote());
        cache.setEnabled(!preferences.isCacheFixed(), area);
        new CacheSection(area, COLUMNS, preferences.cache()).look();
    }

    private String cacheNote() {
        return "Decoded blocks are kept in "
                + preferences.cache()
                + (preferences.isCacheFixed()
                        ? ", which the environment variable CAIRN_CACHE names."
                        : ". When the field is empty, that is where the system keeps caches.");
    }

    private static void note(Composite area, String words) {
        Label label = new Label(area, SWT.WRAP);
        label.setText(words);
        GridDataFactory.fillDefaults().span(COLUMNS, 1).hint(WIDTH, SWT.DEFAULT).applyTo(label);
    }
}
