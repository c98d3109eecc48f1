package org.cairn.heap.windows.internal.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRule;

import java.util.Set;

/** What a heap must hold to, by the identity that anomalies carry. */
final class Rule {
    /** {@code _HEAP} itself: signature (H1). */
    static final HeapRule HEAP = new HeapRule("nt.heap", Severity.ERROR, Confidence.CERTAIN);

    /** A segment's header: signature, back pointer, base address, extent (H1). */
    static final HeapRule SEGMENT = new HeapRule("nt.segment", Severity.ERROR, Confidence.CERTAIN);

    /** The list of segments, of uncommitted ranges or of virtual blocks cannot be followed. */
    static final HeapRule LIST = new HeapRule("nt.list", Severity.ERROR, Confidence.CERTAIN);

    /** An uncommitted range lies outside of its segment or across another one. */
    static final HeapRule RANGE = new HeapRule("nt.ucr", Severity.ERROR, Confidence.CERTAIN);

    /** The checksum of an encoded header (H2). */
    static final HeapRule CHECKSUM =
            new HeapRule("nt.checksum", Severity.ERROR, Confidence.CERTAIN);

    /** A block of no size, or one that passes the end of committed memory (H3). */
    static final HeapRule SIZE = new HeapRule("nt.size", Severity.ERROR, Confidence.CERTAIN);

    /** {@code PreviousSize} differs from the size of the block before (H4). */
    static final HeapRule PREVIOUS_SIZE =
            new HeapRule("nt.previous-size", Severity.ERROR, Confidence.CERTAIN);

    /** {@code SegmentIndex} or {@code SegmentOffset} names another segment (H5). */
    static final HeapRule SEGMENT_OFFSET =
            new HeapRule("nt.segment-offset", Severity.WARNING, Confidence.STRONG);

    /** {@code UnusedBytes} exceeds the block (H6). */
    static final HeapRule UNUSED_BYTES =
            new HeapRule("nt.unused-bytes", Severity.WARNING, Confidence.STRONG);

    /** A page of zeros where entries must be. */
    static final HeapRule ZEROED = new HeapRule("nt.zeroed", Severity.WARNING, Confidence.STRONG);

    /** A free list's links do not match (H7). */
    static final HeapRule FREE_LINK =
            new HeapRule("nt.free-list-link", Severity.ERROR, Confidence.CERTAIN);

    /** A free list's order, or the size of one of its members (H9, H10). */
    static final HeapRule FREE_LIST_SIZE =
            new HeapRule("nt.free-list-size", Severity.WARNING, Confidence.STRONG);

    /** A free entry that is on no free list (H8). */
    static final HeapRule FREE_NOT_LISTED =
            new HeapRule("nt.free-not-listed", Severity.WARNING, Confidence.STRONG);

    /** A member of a free list that is no free entry (H8). */
    static final HeapRule LISTED_NOT_FREE =
            new HeapRule("nt.listed-not-free", Severity.ERROR, Confidence.STRONG);

    /** Two free entries side by side that freeing must have joined (H8). */
    static final HeapRule ADJACENT_FREE =
            new HeapRule("nt.adjacent-free", Severity.WARNING, Confidence.STRONG);

    /** The sizes of all free entries against {@code TotalFreeSize} (H11). */
    static final HeapRule TOTAL_FREE =
            new HeapRule("nt.total-free-size", Severity.INFO, Confidence.HINT);

    /** The index of free entries, {@code BlocksIndex}, from Vista on (H10). */
    static final HeapRule FREE_INDEX =
            new HeapRule("nt.free-index", Severity.WARNING, Confidence.STRONG);

    /** What a heap or a segment counts against what it has (H1, H11). */
    static final HeapRule COUNTS = new HeapRule("nt.counts", Severity.INFO, Confidence.HINT);

    /** A thread holds the heap's lock (H14). */
    static final HeapRule LOCKED = new HeapRule("nt.lock-held", Severity.INFO, Confidence.CERTAIN);

    /** A block that was freed into a lookaside list twice. */
    static final HeapRule DOUBLE_FREE =
            new HeapRule("nt.double-free", Severity.ERROR, Confidence.CERTAIN);

    /** A lookaside list of the front end (H12). */
    static final HeapRule LOOKASIDE =
            new HeapRule("nt.lookaside", Severity.ERROR, Confidence.CERTAIN);

    /** A virtual block's header (H13). */
    static final HeapRule VIRTUAL =
            new HeapRule("nt.virtual-block", Severity.ERROR, Confidence.CERTAIN);

    /** A part of the heap's own structures that is not in the dump. */
    static final HeapRule ABSENT = new HeapRule("nt.absent", Severity.INFO, Confidence.CERTAIN);

    /** A front end whose blocks are not decoded. */
    static final HeapRule LFH = new HeapRule("nt.lfh", Severity.INFO, Confidence.CERTAIN);

    /** What a heap may break for a moment while a thread changes it (H8 to H11). */
    static final Set<HeapRule> IN_TRANSITION =
            Set.of(
                    FREE_LIST_SIZE,
                    FREE_NOT_LISTED,
                    LISTED_NOT_FREE,
                    ADJACENT_FREE,
                    FREE_INDEX,
                    COUNTS,
                    TOTAL_FREE);

    private Rule() {}
}
