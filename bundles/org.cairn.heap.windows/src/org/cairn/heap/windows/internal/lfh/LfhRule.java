package org.cairn.heap.windows.internal.lfh;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRule;

/** What a low-fragmentation heap must hold to. */
final class LfhRule {
    /** {@code _LFH_HEAP.Heap} names the heap that has it. */
    static final HeapRule HEAP = new HeapRule("nt.lfh-heap", Severity.ERROR, Confidence.CERTAIN);

    /** The list of zones can be followed. */
    static final HeapRule ZONES = new HeapRule("nt.lfh-zones", Severity.ERROR, Confidence.CERTAIN);

    /** L1: the signature of a container, and its subsegment's pointer back to it. */
    static final HeapRule USER_BLOCKS =
            new HeapRule("nt.lfh-user-blocks", Severity.ERROR, Confidence.CERTAIN);

    /** A subsegment's container was met in the walk of the back end. */
    static final HeapRule SUBSEGMENT =
            new HeapRule("nt.lfh-subsegment", Severity.WARNING, Confidence.HINT);

    /** L2: size and number of blocks agree with the subsegment and fit into the container. */
    static final HeapRule OFFSETS =
            new HeapRule("nt.lfh-offsets", Severity.ERROR, Confidence.CERTAIN);

    /** L3: as many blocks are free as the subsegment counts. */
    static final HeapRule DEPTH = new HeapRule("nt.lfh-depth", Severity.WARNING, Confidence.STRONG);

    /** L4: the bitmap of a container lies in it. */
    static final HeapRule BITMAP =
            new HeapRule("nt.lfh-bitmap", Severity.ERROR, Confidence.CERTAIN);

    /** L5: a block's header and the bitmap agree on its state. */
    static final HeapRule STATE = new HeapRule("nt.lfh-state", Severity.ERROR, Confidence.STRONG);

    /** L6: the word that ties a block's header to its place. */
    static final HeapRule HEADER =
            new HeapRule("nt.lfh-header", Severity.ERROR, Confidence.CERTAIN);

    /** The list of blocks whose free waits. */
    static final HeapRule DELAY_FREE =
            new HeapRule("nt.lfh-delay-free", Severity.WARNING, Confidence.STRONG);

    /** A secret of the process that could not be found, so that something is not checked. */
    static final HeapRule KEY = new HeapRule("nt.lfh-key", Severity.WARNING, Confidence.CERTAIN);

    /** A part that is not in the dump. */
    static final HeapRule ABSENT = new HeapRule("nt.absent", Severity.INFO, Confidence.CERTAIN);

    private LfhRule() {}
}
