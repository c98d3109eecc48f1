package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;
import org.cairn.heap.windows.internal.walk.HeapRule;

/** What a segment heap must hold to, by the identity that anomalies carry. */
enum SegmentRule implements HeapRule {
    /** {@code _SEGMENT_HEAP} itself: signature, contexts. */
    HEAP("sh.heap", Severity.ERROR, Confidence.CERTAIN),
    /** The list of page segments cannot be followed, or has a member that is none. */
    LIST("sh.list", Severity.ERROR, Confidence.CERTAIN),
    /** A secret that blocks are encoded with is not known. */
    KEY("sh.key", Severity.WARNING, Confidence.CERTAIN),
    /** S1: the signature of a page segment. */
    SEGMENT("sh.segment-signature", Severity.ERROR, Confidence.CERTAIN),
    /** S2: the descriptors of a page segment divide it into ranges without rest. */
    RANGE("sh.range", Severity.ERROR, Confidence.CERTAIN),
    /** S3: the signature of a VS subsegment. */
    VS_SIGNATURE("sh.vs-signature", Severity.ERROR, Confidence.CERTAIN),
    /** S4: the sizes of chunks lead from one to the next and exactly to the end. */
    VS_CHUNK("sh.vs-chunk", Severity.ERROR, Confidence.CERTAIN),
    /** S5: the blocks of an LFH subsegment lie in it. */
    LFH("sh.lfh-offsets", Severity.ERROR, Confidence.CERTAIN),
    /** S5: {@code FreeCount} of an LFH subsegment is the number of free blocks in its bitmap. */
    LFH_COUNT("sh.lfh-free-count", Severity.ERROR, Confidence.STRONG),
    /** S6: order and links of a red-black tree. */
    TREE("sh.tree", Severity.ERROR, Confidence.CERTAIN),
    /** S6: the members of the tree of free chunks are the free chunks. */
    FREE_TREE("sh.free-tree", Severity.WARNING, Confidence.STRONG),
    /** S7: blocks with memory of their own have some, apart from each other. */
    LARGE("sh.large", Severity.ERROR, Confidence.CERTAIN),
    /** The chain of chunks whose free waits. */
    DELAY_FREE("sh.delay-free", Severity.WARNING, Confidence.STRONG),
    /** More unused bytes than a block has. */
    UNUSED_BYTES("sh.unused-bytes", Severity.WARNING, Confidence.STRONG),
    /** A part of the heap's own structures that is not in the dump. */
    ABSENT("sh.absent", Severity.INFO, Confidence.CERTAIN);

    private final String id;
    private final Severity severity;
    private final Confidence confidence;

    SegmentRule(String id, Severity severity, Confidence confidence) {
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
