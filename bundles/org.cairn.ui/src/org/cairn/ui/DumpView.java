package org.cairn.ui;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IPartListener2;
import org.eclipse.ui.IWorkbenchPartReference;
import org.eclipse.ui.part.ViewPart;

import java.util.Optional;

/**
 * A view that shows something of the dump in the active editor and follows the place in it. What
 * happens while the view is hidden behind others is shown when it comes to the front.
 */
public abstract class DumpView extends ViewPart {
    private final IPartListener2 visibility = new Visibility();
    private @Nullable ActiveDump active;
    private @Nullable DumpSession session;
    private boolean visible;
    private boolean staleDump;
    private boolean stalePlace;

    /**
     * Makes the controls. Called once, before anything else.
     *
     * @param parent to make them in
     */
    protected abstract void createControls(Composite parent);

    /**
     * Shows another dump, or the new state of the same.
     *
     * @param dump the dump, or null when no dump is open
     */
    protected abstract void showDump(@Nullable DumpSession dump);

    /**
     * Shows a place; called after {@link #showDump}, too.
     *
     * @param dump the dump
     * @param place in it
     */
    protected abstract void showPlace(DumpSession dump, Place place);

    /**
     * The dump that is shown.
     *
     * @return the dump, or null when no dump is open
     */
    protected final @Nullable DumpSession dump() {
        return session;
    }

    @Override
    @NonNullByDefault({})
    public final void createPartControl(Composite parent) {
        createControls(parent);
        getSite().getPage().addPartListener(visibility);
        active = ActiveDump.follow(getSite().getWorkbenchWindow(), new Follower());
    }

    @Override
    public void dispose() {
        getSite().getPage().removePartListener(visibility);
        ActiveDump followed = active;
        if (followed != null) {
            followed.close();
        }
        session = null;
        super.dispose();
    }

    private void changed(boolean dump) {
        staleDump |= dump;
        stalePlace = true;
        if (visible) {
            update();
        }
    }

    private void update() {
        DumpSession known = session;
        if (staleDump) {
            staleDump = false;
            showDump(known);
        }
        if (stalePlace) {
            stalePlace = false;
            if (known != null) {
                showPlace(known, known.places().now());
            }
        }
    }

    /** Follows the active dump. */
    private final class Follower implements ActiveDump.Listener {
        @Override
        public void dumpChanged(Optional<DumpSession> dump) {
            session = dump.isPresent() ? dump.get() : null;
            changed(true);
        }

        @Override
        public void placeChanged(DumpSession dump) {
            changed(false);
        }
    }

    /** Follows whether this view can be seen. */
    @NonNullByDefault({})
    private final class Visibility implements IPartListener2 {
        @Override
        public void partVisible(IWorkbenchPartReference part) {
            if (part.getPart(false) == DumpView.this) {
                visible = true;
                update();
            }
        }

        @Override
        public void partHidden(IWorkbenchPartReference part) {
            if (part.getPart(false) == DumpView.this) {
                visible = false;
            }
        }
    }
}
