package org.cairn.heap.windows.internal.lfh;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;
import org.cairn.heap.windows.internal.walk.HeapRule;

/** What a low-fragmentation heap must hold to. */
enum LfhRule implements HeapRule {
    /** {@code _LFH_HEAP.Heap} names the heap that has it. */
    HEAP("nt.lfh-heap", Severity.ERROR, Confidence.CERTAIN),
    /** The list of zones can be followed. */
    ZONES("nt.lfh-zones", Severity.ERROR, Confidence.CERTAIN),
    /** L1: the signature of a container, and its subsegment's pointer back to it. */
    USER_BLOCKS("nt.lfh-user-blocks", Severity.ERROR, Confidence.CERTAIN),
    /** A subsegment's container was met in the walk of the back end. */
    SUBSEGMENT("nt.lfh-subsegment", Severity.WARNING, Confidence.HINT),
    /** L2: size and number of blocks agree with the subsegment and fit into the container. */
    OFFSETS("nt.lfh-offsets", Severity.ERROR, Confidence.CERTAIN),
    /** L3: as many blocks are free as the subsegment counts. */
    DEPTH("nt.lfh-depth", Severity.WARNING, Confidence.STRONG),
    /** L4: the bitmap of a container lies in it. */
    BITMAP("nt.lfh-bitmap", Severity.ERROR, Confidence.CERTAIN),
    /** L5: a block's header and the bitmap agree on its state. */
    STATE("nt.lfh-state", Severity.ERROR, Confidence.STRONG),
    /** L6: the word that ties a block's header to its place. */
    HEADER("nt.lfh-header", Severity.ERROR, Confidence.CERTAIN),
    /** A secret of the process that could not be found, so that something is not checked. */
    KEY("nt.lfh-key", Severity.WARNING, Confidence.CERTAIN),
    /** A part that is not in the dump. */
    ABSENT("nt.absent", Severity.INFO, Confidence.CERTAIN);

    private final String id;
    private final Severity severity;
    private final Confidence confidence;

    LfhRule(String id, Severity severity, Confidence confidence) {
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
