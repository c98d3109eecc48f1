package org.cairn.ui;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.ui.IPartListener2;
import org.eclipse.ui.IWorkbenchPartReference;
import org.eclipse.ui.IWorkbenchWindow;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The dump in the active editor of a window: tells when another one becomes active, and when its
 * state or its place changes. Used on the UI thread.
 */
public final class ActiveDump {
    private final IWorkbenchWindow window;
    private final Consumer<Optional<DumpSession>> listener;
    private final Runnable stateListener = this::tell;
    private final Consumer<Place> placeListener = _ -> tell();
    private Optional<DumpSession> session = Optional.empty();

    private ActiveDump(IWorkbenchWindow window, Consumer<Optional<DumpSession>> listener) {
        this.window = window;
        this.listener = listener;
    }

    /**
     * Tells now and from now on, as long as the window is open.
     *
     * @param window whose active editor counts
     * @param listener told on the UI thread; of nothing when no dump is active
     */
    public static void follow(IWorkbenchWindow window, Consumer<Optional<DumpSession>> listener) {
        ActiveDump active = new ActiveDump(window, listener);
        window.getPartService().addPartListener(active.new Follower());
        active.look();
        active.tell();
    }

    private void look() {
        Optional<DumpSession> next = DumpEditors.active(window);
        if (next.equals(session)) {
            return;
        }
        session.ifPresent(this::forget);
        session = next;
        next.ifPresent(this::follow);
        tell();
    }

    private void follow(DumpSession dump) {
        dump.addListener(stateListener);
        dump.places().addListener(placeListener);
    }

    private void forget(DumpSession dump) {
        dump.removeListener(stateListener);
        dump.places().removeListener(placeListener);
    }

    private void tell() {
        listener.accept(session);
    }

    /** Looks again after whatever may have changed the active editor. */
    @NonNullByDefault({})
    private final class Follower implements IPartListener2 {
        @Override
        public void partActivated(IWorkbenchPartReference part) {
            look();
        }

        @Override
        public void partBroughtToTop(IWorkbenchPartReference part) {
            look();
        }

        @Override
        public void partClosed(IWorkbenchPartReference part) {
            look();
        }
    }
}
