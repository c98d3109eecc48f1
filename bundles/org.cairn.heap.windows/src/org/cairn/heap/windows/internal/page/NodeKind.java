package org.cairn.heap.windows.internal.page;

import org.cairn.heap.BlockState;

/** What a node of a page heap stands for. */
enum NodeKind {
    /** A block that was given out. */
    BUSY("page heap", BlockState.BUSY),
    /** A freed block that is held back so that its use is noticed. */
    DELAYED("page heap delayed free", BlockState.FREE),
    /** Address space for further blocks. */
    AVAILABLE("page heap available", BlockState.FREE),
    /** Memory for nodes. */
    POOL("page heap nodes", BlockState.METADATA);

    private final String label;
    private final BlockState state;

    NodeKind(String label, BlockState state) {
        this.label = label;
        this.state = state;
    }

    String label() {
        return label;
    }

    BlockState state() {
        return state;
    }
}
