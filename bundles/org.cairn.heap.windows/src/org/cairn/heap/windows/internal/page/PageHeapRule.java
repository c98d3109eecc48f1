package org.cairn.heap.windows.internal.page;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;
import org.cairn.heap.windows.internal.walk.HeapRule;

/** What a page heap must hold to, by the identity that anomalies carry. */
enum PageHeapRule implements HeapRule {
    /** A range of address space that the heap names: whole pages, apart from the others. */
    RANGE("page.range", Severity.ERROR, Confidence.CERTAIN),
    /** A list of nodes that cannot be followed, or that leads to a node of another list. */
    LIST("page.list", Severity.ERROR, Confidence.CERTAIN),
    /** The tree of busy nodes: parents, order. */
    TREE("page.tree", Severity.ERROR, Confidence.CERTAIN),
    /** A node: its block lies in a range, its parts in the block. */
    NODE("page.node", Severity.ERROR, Confidence.CERTAIN),
    /** The number of nodes of a kind against the heap's own count. */
    COUNT("page.count", Severity.INFO, Confidence.HINT),
    /** What stands before a block's data: stamps, heap, requested size. */
    HEADER("page.header", Severity.ERROR, Confidence.CERTAIN),
    /** The fill between a block's data and what follows: an overrun. */
    SUFFIX("page.suffix-fill", Severity.ERROR, Confidence.STRONG),
    /** A freed block whose fill was written to: a use after free. */
    FREED_FILL("page.freed-fill", Severity.ERROR, Confidence.STRONG),
    /** A freed block with the stamps of a busy one, or the reverse: perhaps freed twice. */
    STATE("page.state", Severity.ERROR, Confidence.STRONG),
    /** A part of the heap's own structures that is not in the dump. */
    ABSENT("page.absent", Severity.INFO, Confidence.CERTAIN);

    private final String id;
    private final Severity severity;
    private final Confidence confidence;

    PageHeapRule(String id, Severity severity, Confidence confidence) {
        this.id = id;
        this.severity = severity;
        this.confidence = confidence;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public Confidence confidence() {
        return confidence;
    }

    @Override
    public HeapRule absent() {
        return ABSENT;
    }
}
