package org.cairn.heap.windows.internal.page;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRule;

/** What a page heap must hold to, by the identity that anomalies carry. */
final class PageHeapRule {
    /** {@code _DPH_HEAP_ROOT} itself: signature. */
    static final HeapRule HEAP = new HeapRule("page.heap", Severity.ERROR, Confidence.CERTAIN);

    /** A range of address space that the heap names: whole pages, apart from the others. */
    static final HeapRule RANGE = new HeapRule("page.range", Severity.ERROR, Confidence.CERTAIN);

    /** A list of nodes that cannot be followed, or that leads to a node of another list. */
    static final HeapRule LIST = new HeapRule("page.list", Severity.ERROR, Confidence.CERTAIN);

    /** The tree of busy nodes: parents, order. */
    static final HeapRule TREE = new HeapRule("page.tree", Severity.ERROR, Confidence.CERTAIN);

    /** A node: its block lies in a range, its parts in the block. */
    static final HeapRule NODE = new HeapRule("page.node", Severity.ERROR, Confidence.CERTAIN);

    /** The number of nodes of a kind against the heap's own count. */
    static final HeapRule COUNT = new HeapRule("page.count", Severity.INFO, Confidence.HINT);

    /** What stands before a block's data: stamps, heap, requested size. */
    static final HeapRule HEADER = new HeapRule("page.header", Severity.ERROR, Confidence.CERTAIN);

    /** The fill between a block's data and what follows: an overrun. */
    static final HeapRule SUFFIX =
            new HeapRule("page.suffix-fill", Severity.ERROR, Confidence.STRONG);

    /** A freed block whose fill was written to: a use after free. */
    static final HeapRule FREED_FILL =
            new HeapRule("page.freed-fill", Severity.ERROR, Confidence.STRONG);

    /** A freed block with the stamps of a busy one, or the reverse: perhaps freed twice. */
    static final HeapRule STATE = new HeapRule("page.state", Severity.ERROR, Confidence.STRONG);

    /** A part of the heap's own structures that is not in the dump. */
    static final HeapRule ABSENT = new HeapRule("page.absent", Severity.INFO, Confidence.CERTAIN);

    private PageHeapRule() {}
}
