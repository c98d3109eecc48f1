package org.cairn.ui;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.ui.IFolderLayout;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;

/**
 * How the views lie: heaps and owners on the left, the dump's overview in the middle with the
 * details beside it, and below them the blocks with their memory.
 */
public final class CairnPerspective implements IPerspectiveFactory {
    /** Identity of the perspective. */
    public static final String ID = "org.cairn.ui.perspective";

    private static final float LEFT = 0.28f;
    private static final float LEFT_TOP = 0.55f;
    private static final float TOP = 0.54f;
    private static final float OVERVIEW = 0.6f;
    private static final float BLOCKS = 0.45f;

    @Override
    @NonNullByDefault({})
    public void createInitialLayout(IPageLayout layout) {
        String editors = layout.getEditorArea();
        IFolderLayout heaps = layout.createFolder("left", IPageLayout.LEFT, LEFT, editors);
        heaps.addView(ViewIds.HEAPS);
        IFolderLayout owners =
                layout.createFolder("left.bottom", IPageLayout.BOTTOM, LEFT_TOP, "left");
        owners.addView(ViewIds.OWNERS);
        IFolderLayout blocks = layout.createFolder("bottom", IPageLayout.BOTTOM, TOP, editors);
        blocks.addView(ViewIds.BLOCKS);
        blocks.addView(ViewIds.ANOMALIES);
        blocks.addPlaceholder(ViewIds.PROGRESS);
        blocks.addPlaceholder(ViewIds.ERROR_LOG);
        IFolderLayout memory =
                layout.createFolder("bottom.right", IPageLayout.RIGHT, BLOCKS, "bottom");
        memory.addView(ViewIds.MEMORY);
        IFolderLayout details = layout.createFolder("right", IPageLayout.RIGHT, OVERVIEW, editors);
        details.addView(ViewIds.DETAILS);
        for (String view : ViewIds.ALL) {
            layout.addShowViewShortcut(view);
        }
    }
}
