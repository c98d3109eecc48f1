package org.cairn.heap.windows.internal.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;

import java.util.Set;

/** What a heap must hold to, by the identity that anomalies carry. */
enum Rule implements HeapRule {
    /** {@code _HEAP} itself: signature (H1). */
    HEAP("nt.heap", Severity.ERROR, Confidence.CERTAIN),
    /** A segment's header: signature, back pointer, base address, extent (H1). */
    SEGMENT("nt.segment", Severity.ERROR, Confidence.CERTAIN),
    /** The list of segments, of uncommitted ranges or of virtual blocks cannot be followed. */
    LIST("nt.list", Severity.ERROR, Confidence.CERTAIN),
    /** An uncommitted range lies outside of its segment or across another one. */
    RANGE("nt.ucr", Severity.ERROR, Confidence.CERTAIN),
    /** The checksum of an encoded header (H2). */
    CHECKSUM("nt.checksum", Severity.ERROR, Confidence.CERTAIN),
    /** A block of no size, or one that passes the end of committed memory (H3). */
    SIZE("nt.size", Severity.ERROR, Confidence.CERTAIN),
    /** {@code PreviousSize} differs from the size of the block before (H4). */
    PREVIOUS_SIZE("nt.previous-size", Severity.ERROR, Confidence.CERTAIN),
    /** {@code SegmentIndex} or {@code SegmentOffset} names another segment (H5). */
    SEGMENT_OFFSET("nt.segment-offset", Severity.WARNING, Confidence.STRONG),
    /** {@code UnusedBytes} exceeds the block (H6). */
    UNUSED_BYTES("nt.unused-bytes", Severity.WARNING, Confidence.STRONG),
    /** A page of zeros where entries must be. */
    ZEROED("nt.zeroed", Severity.WARNING, Confidence.STRONG),
    /** A free list's links do not match (H7). */
    FREE_LINK("nt.free-list-link", Severity.ERROR, Confidence.CERTAIN),
    /** A free list's order, or the size of one of its members (H9, H10). */
    FREE_LIST_SIZE("nt.free-list-size", Severity.WARNING, Confidence.STRONG),
    /** A free entry that is on no free list (H8). */
    FREE_NOT_LISTED("nt.free-not-listed", Severity.WARNING, Confidence.STRONG),
    /** A member of a free list that is no free entry (H8). */
    LISTED_NOT_FREE("nt.listed-not-free", Severity.ERROR, Confidence.STRONG),
    /** Two free entries side by side that freeing must have joined (H8). */
    ADJACENT_FREE("nt.adjacent-free", Severity.WARNING, Confidence.STRONG),
    /** The sizes of all free entries against {@code TotalFreeSize} (H11). */
    TOTAL_FREE("nt.total-free-size", Severity.INFO, Confidence.HINT),
    /** The index of free entries, {@code BlocksIndex}, from Vista on (H10). */
    FREE_INDEX("nt.free-index", Severity.WARNING, Confidence.STRONG),
    /** What a heap or a segment counts against what it has (H1, H11). */
    COUNTS("nt.counts", Severity.INFO, Confidence.HINT),
    /** A thread holds the heap's lock (H14). */
    LOCKED("nt.lock-held", Severity.INFO, Confidence.CERTAIN),
    /** A block that was freed into a lookaside list twice. */
    DOUBLE_FREE("nt.double-free", Severity.ERROR, Confidence.CERTAIN),
    /** A lookaside list of the front end (H12). */
    LOOKASIDE("nt.lookaside", Severity.ERROR, Confidence.CERTAIN),
    /** A virtual block's header (H13). */
    VIRTUAL("nt.virtual-block", Severity.ERROR, Confidence.CERTAIN),
    /** A part of the heap's own structures that is not in the dump. */
    ABSENT("nt.absent", Severity.INFO, Confidence.CERTAIN),
    /** A front end whose blocks are not decoded. */
    LFH("nt.lfh", Severity.INFO, Confidence.CERTAIN);

    /** What a heap may break for a moment while a thread changes it (H8 to H11). */
    static final Set<Rule> IN_TRANSITION =
            Set.of(
                    FREE_LIST_SIZE,
                    FREE_NOT_LISTED,
                    LISTED_NOT_FREE,
                    ADJACENT_FREE,
                    FREE_INDEX,
                    COUNTS,
                    TOTAL_FREE);

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
