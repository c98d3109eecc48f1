package org.cairn.ui;

import java.util.List;

/** Identities of the views, as {@code plugin.xml} has them. */
public final class ViewIds {
    /** The tree of heaps. */
    public static final String HEAPS = "org.cairn.ui.heaps";

    /** The table of blocks. */
    public static final String BLOCKS = "org.cairn.ui.blocks";

    /** Memory as bytes. */
    public static final String MEMORY = "org.cairn.ui.memory";

    /** Who holds blocks. */
    public static final String OWNERS = "org.cairn.ui.owners";

    /** All of what is chosen. */
    public static final String DETAILS = "org.cairn.ui.details";

    /** What contradicts the formats. */
    public static final String ANOMALIES = "org.cairn.ui.anomalies";

    /** The platform's view of work under way. */
    public static final String PROGRESS = "org.eclipse.ui.views.ProgressView";

    /** The platform's view of its log. */
    public static final String ERROR_LOG = "org.eclipse.pde.runtime.LogView";

    /** All of them, in the order of menus. */
    public static final List<String> ALL =
            List.of(HEAPS, OWNERS, BLOCKS, MEMORY, DETAILS, ANOMALIES, PROGRESS, ERROR_LOG);

    private ViewIds() {}
}
