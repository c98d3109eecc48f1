package org.cairn.heap.windows.internal.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;

/** What a heap must hold to, by the identity that anomalies carry. */
enum Rule implements HeapRule {
    /** {@code _HEAP} itself: signature. */
    HEAP("nt.heap", Severity.ERROR, Confidence.CERTAIN),
    /** A segment's header: signature, back pointer, base address, extent. */
    SEGMENT("nt.segment", Severity.ERROR, Confidence.CERTAIN),
    /** The list of segments, of uncommitted ranges or of virtual blocks cannot be followed. */
    LIST("nt.list", Severity.ERROR, Confidence.CERTAIN),
    /** An uncommitted range lies outside of its segment or across another one. */
    RANGE("nt.ucr", Severity.ERROR, Confidence.CERTAIN),
    /** The checksum of an encoded header. */
    CHECKSUM("nt.checksum", Severity.ERROR, Confidence.CERTAIN),
    /** A block of no size, or one that passes the end of committed memory. */
    SIZE("nt.size", Severity.ERROR, Confidence.CERTAIN),
    /** {@code PreviousSize} differs from the size of the block before. */
    PREVIOUS_SIZE("nt.previous-size", Severity.ERROR, Confidence.CERTAIN),
    /** {@code SegmentIndex} or {@code SegmentOffset} names another segment. */
    SEGMENT_OFFSET("nt.segment-offset", Severity.WARNING, Confidence.STRONG),
    /** {@code UnusedBytes} exceeds the block. */
    UNUSED_BYTES("nt.unused-bytes", Severity.WARNING, Confidence.STRONG),
    /** A page of zeros where entries must be. */
    ZEROED("nt.zeroed", Severity.WARNING, Confidence.STRONG),
    /** A free list's links do not match. */
    FREE_LINK("nt.free-list-link", Severity.ERROR, Confidence.CERTAIN),
    /** A free list's order, or the size of one of its members. */
    FREE_LIST_SIZE("nt.free-list-size", Severity.WARNING, Confidence.STRONG),
    /** A free entry that is on no free list. */
    FREE_NOT_LISTED("nt.free-not-listed", Severity.WARNING, Confidence.STRONG),
    /** A member of a free list that is no free entry. */
    LISTED_NOT_FREE("nt.listed-not-free", Severity.ERROR, Confidence.STRONG),
    /** Two free entries side by side that freeing must have joined. */
    ADJACENT_FREE("nt.adjacent-free", Severity.WARNING, Confidence.STRONG),
    /** The sizes of all free entries against {@code TotalFreeSize}. */
    TOTAL_FREE("nt.total-free-size", Severity.INFO, Confidence.HINT),
    /** A lookaside list of the front end. */
    LOOKASIDE("nt.lookaside", Severity.ERROR, Confidence.CERTAIN),
    /** A virtual block's header. */
    VIRTUAL("nt.virtual-block", Severity.ERROR, Confidence.CERTAIN),
    /** A part of the heap's own structures that is not in the dump. */
    ABSENT("nt.absent", Severity.INFO, Confidence.CERTAIN),
    /** A front end whose blocks are not decoded. */
    LFH("nt.lfh", Severity.INFO, Confidence.CERTAIN);

    private final String id;
    private final Severity severity;
    private final Confidence confidence;

    Rule(String id, Severity severity, Confidence confidence) {
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
