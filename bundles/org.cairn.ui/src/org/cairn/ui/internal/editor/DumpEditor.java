package org.cairn.ui.internal.editor;

import org.cairn.ui.DumpSession;
import org.cairn.ui.internal.overview.OverviewPage;
import org.cairn.ui.internal.preferences.AnalysisPreferences;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IEditorSite;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.part.EditorPart;

/** The editor of a dump. It holds the dump open; the views show parts of the same dump. */
public final class DumpEditor extends EditorPart {
    /** Identity of the editor, as {@code plugin.xml} has it. */
    public static final String ID = "org.cairn.ui.dump";

    private @Nullable DumpSession session;
    private @Nullable OverviewPage page;

    @Override
    @NonNullByDefault({})
    public void init(IEditorSite site, IEditorInput input) throws PartInitException {
        if (!(input instanceof DumpEditorInput dump)) {
            throw new PartInitException("not a dump: " + input);
        }
        setSite(site);
        setInput(input);
        setPartName(dump.getName());
        AnalysisPreferences preferences = new AnalysisPreferences();
        DumpSession opened =
                new DumpSession(
                        dump.file(),
                        preferences.service(),
                        preferences.options(),
                        site.getShell().getDisplay());
        session = opened;
        opened.open();
    }

    @Override
    @NonNullByDefault({})
    public void createPartControl(Composite parent) {
        DumpSession opened = session;
        if (opened != null) {
            page = new OverviewPage(parent, opened, getSite());
        }
    }

    @Override
    public void setFocus() {
        OverviewPage shown = page;
        if (shown != null) {
            shown.setFocus();
        }
    }

    @Override
    public void dispose() {
        DumpSession opened = session;
        if (opened != null) {
            opened.close();
        }
        super.dispose();
    }

    @Override
    @NonNullByDefault({})
    public <T> T getAdapter(Class<T> adapter) {
        return adapter == DumpSession.class ? adapter.cast(session) : super.getAdapter(adapter);
    }

    @Override
    public boolean isDirty() {
        return false;
    }

    @Override
    public boolean isSaveAsAllowed() {
        return false;
    }

    @Override
    @NonNullByDefault({})
    public void doSave(IProgressMonitor monitor) {
        // nothing in a dump is ever changed
    }

    @Override
    public void doSaveAs() {
        // nothing in a dump is ever changed
    }
}
