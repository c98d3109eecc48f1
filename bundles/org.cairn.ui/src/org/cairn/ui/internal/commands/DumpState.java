package org.cairn.ui.internal.commands;

import org.cairn.ui.ActiveDump;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpSession.State;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.ui.AbstractSourceProvider;
import org.eclipse.ui.ISources;
import org.eclipse.ui.IWindowListener;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.services.IServiceLocator;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What commands have to know of the active dump to say whether they can be used. */
public final class DumpState extends AbstractSourceProvider {
    private static final String OPEN = "org.cairn.ui.dump.open";
    private static final String UNDECODED = "org.cairn.ui.dump.undecoded";
    private static final String BACK = "org.cairn.ui.dump.back";
    private static final String FORWARD = "org.cairn.ui.dump.forward";
    private static final Set<State> OPENED =
            EnumSet.of(State.DECODING, State.READY, State.NOT_DECODED);

    private final IWindowListener windows = new Windows();
    private Map<String, Boolean> state = state(Optional.empty());

    @Override
    @NonNullByDefault({})
    public void initialize(IServiceLocator locator) {
        super.initialize(locator);
        PlatformUI.getWorkbench().addWindowListener(windows);
        for (IWorkbenchWindow window : PlatformUI.getWorkbench().getWorkbenchWindows()) {
            ActiveDump.follow(window, this::show);
        }
    }

    private void show(Optional<DumpSession> dump) {
        Map<String, Boolean> next = state(dump);
        if (!next.equals(state)) {
            state = next;
            fireSourceChanged(ISources.ACTIVE_EDITOR, next);
        }
    }

    private static Map<String, Boolean> state(Optional<DumpSession> dump) {
        return Map.of(
                OPEN, dump.filter(open -> OPENED.contains(open.state())).isPresent(),
                UNDECODED, dump.filter(open -> open.state() == State.NOT_DECODED).isPresent(),
                BACK, dump.filter(open -> open.places().canGoBack()).isPresent(),
                FORWARD, dump.filter(open -> open.places().canGoForward()).isPresent());
    }

    @Override
    public Map<String, Boolean> getCurrentState() {
        return state;
    }

    @Override
    public String[] getProvidedSourceNames() {
        return new String[] {OPEN, UNDECODED, BACK, FORWARD};
    }

    @Override
    public void dispose() {
        PlatformUI.getWorkbench().removeWindowListener(windows);
    }

    /** Follows each window. */
    @NonNullByDefault({})
    private final class Windows implements IWindowListener {
        @Override
        public void windowOpened(IWorkbenchWindow window) {
            ActiveDump.follow(window, DumpState.this::show);
        }

        @Override
        public void windowActivated(IWorkbenchWindow window) {
            // the parts of a window tell what is active in it
        }

        @Override
        public void windowDeactivated(IWorkbenchWindow window) {
            // what was active stays so
        }

        @Override
        public void windowClosed(IWorkbenchWindow window) {
            show(Optional.empty());
        }
    }
}
