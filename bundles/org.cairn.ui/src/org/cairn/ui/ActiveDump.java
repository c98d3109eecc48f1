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
public final class ActiveDump implements AutoCloseable {
    private final IWorkbenchWindow window;
    private final Listener listener;
    private final Runnable stateListener = this::tell;
    private final Consumer<Place> placeListener = _ -> tellPlace();
    private final IPartListener2 follower = new Follower();
    private Optional<DumpSession> session = Optional.empty();

    private ActiveDump(IWorkbenchWindow window, Listener listener) {
        this.window = window;
        this.listener = listener;
    }

    /** Told on the UI thread. */
    public interface Listener {
        /**
         * Another dump is active, or the same is in another state.
         *
         * @param dump the dump; empty when no dump is active
         */
        void dumpChanged(Optional<DumpSession> dump);

        /**
         * Another place is looked at.
         *
         * @param dump the active dump
         */
        void placeChanged(DumpSession dump);
    }

    /**
     * Tells now and from now on, until it is closed or the window is.
     *
     * @param window whose active editor counts
     * @param listener told of changes
     * @return ends the telling when it is closed
     */
    public static ActiveDump follow(IWorkbenchWindow window, Listener listener) {
        ActiveDump active = new ActiveDump(window, listener);
        window.getPartService().addPartListener(active.follower);
        active.look();
        if (active.session.isEmpty()) {
            active.tell();
        }
        return active;
    }

    /**
     * Tells of all changes alike.
     *
     * @param window whose active editor counts
     * @param listener told of the dump, when it, its state or its place changes
     * @return ends the telling when it is closed
     */
    public static ActiveDump follow(
            IWorkbenchWindow window, Consumer<Optional<DumpSession>> listener) {
        return follow(
                window,
                new Listener() {
                    @Override
                    public void dumpChanged(Optional<DumpSession> dump) {
                        listener.accept(dump);
                    }

                    @Override
                    public void placeChanged(DumpSession dump) {
                        listener.accept(Optional.of(dump));
                    }
                });
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
        listener.dumpChanged(session);
    }

    private void tellPlace() {
        session.ifPresent(listener::placeChanged);
    }

    @Override
    public void close() {
        window.getPartService().removePartListener(follower);
        session.ifPresent(this::forget);
        session = Optional.empty();
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

        // An editor that comes back at the start is opened while a view is the active part.
        @Override
        public void partOpened(IWorkbenchPartReference part) {
            look();
        }

        @Override
        public void partVisible(IWorkbenchPartReference part) {
            look();
        }
    }
}
