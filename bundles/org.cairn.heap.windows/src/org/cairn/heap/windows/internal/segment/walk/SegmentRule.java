package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRule;

/** What a segment heap must hold to, by the identity that anomalies carry. */
final class SegmentRule {
    /** {@code _SEGMENT_HEAP} itself: signature, contexts. */
    static final HeapRule HEAP = new HeapRule("sh.heap", Severity.ERROR, Confidence.CERTAIN);

    /** The list of page segments cannot be followed, or has a member that is none. */
    static final HeapRule LIST = new HeapRule("sh.list", Severity.ERROR, Confidence.CERTAIN);

    /** A secret that blocks are encoded with is not known. */
    static final HeapRule KEY = new HeapRule("sh.key", Severity.WARNING, Confidence.CERTAIN);

    /** S1: the signature of a page segment. */
    static final HeapRule SEGMENT =
            new HeapRule("sh.segment-signature", Severity.ERROR, Confidence.CERTAIN);

    /** S2: the descriptors of a page segment divide it into ranges without rest. */
    static final HeapRule RANGE = new HeapRule("sh.range", Severity.ERROR, Confidence.CERTAIN);

    /** S3: the signature of a VS subsegment. */
    static final HeapRule VS_SIGNATURE =
            new HeapRule("sh.vs-signature", Severity.ERROR, Confidence.CERTAIN);

    /** S4: the sizes of chunks lead from one to the next and exactly to the end. */
    static final HeapRule VS_CHUNK =
            new HeapRule("sh.vs-chunk", Severity.ERROR, Confidence.CERTAIN);

    /** S5: the blocks of an LFH subsegment lie in it. */
    static final HeapRule LFH = new HeapRule("sh.lfh-offsets", Severity.ERROR, Confidence.CERTAIN);

    /** S5: {@code FreeCount} of an LFH subsegment is the number of free blocks in its bitmap. */
    static final HeapRule LFH_COUNT =
            new HeapRule("sh.lfh-free-count", Severity.ERROR, Confidence.STRONG);

    /** S6: order and links of a red-black tree. */
    static final HeapRule TREE = new HeapRule("sh.tree", Severity.ERROR, Confidence.CERTAIN);

    /** S6: the members of the tree of free chunks are the free chunks. */
    static final HeapRule FREE_TREE =
            new HeapRule("sh.free-tree", Severity.WARNING, Confidence.STRONG);

    /** S7: blocks with memory of their own have some, apart from each other. */
    static final HeapRule LARGE = new HeapRule("sh.large", Severity.ERROR, Confidence.CERTAIN);

    /** The chain of chunks whose free waits. */
    static final HeapRule DELAY_FREE =
            new HeapRule("sh.delay-free", Severity.WARNING, Confidence.STRONG);

    /** More unused bytes than a block has. */
    static final HeapRule UNUSED_BYTES =
            new HeapRule("sh.unused-bytes", Severity.WARNING, Confidence.STRONG);

    /** A part of the heap's own structures that is not in the dump. */
    static final HeapRule ABSENT = new HeapRule("sh.absent", Severity.INFO, Confidence.CERTAIN);

    private SegmentRule() {}
}
