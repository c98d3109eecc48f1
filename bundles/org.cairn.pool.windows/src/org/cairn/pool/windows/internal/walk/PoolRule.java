package org.cairn.pool.windows.internal.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRule;

/** What a pool must hold to, by the identity that anomalies carry. */
public final class PoolRule {
    /** P1: the sizes of blocks lead from one to the next and exactly to the end of the page. */
    public static final HeapRule CHAIN =
            new HeapRule("pool.chain", Severity.ERROR, Confidence.CERTAIN);

    /** P1: a header names the size of the block before. */
    public static final HeapRule PREVIOUS =
            new HeapRule("pool.previous-size", Severity.ERROR, Confidence.CERTAIN);

    /** P1: two free blocks side by side would have become one. */
    public static final HeapRule ADJACENT =
            new HeapRule("pool.adjacent-free", Severity.WARNING, Confidence.STRONG);

    /** P2: a tag is four printable characters. */
    public static final HeapRule TAG = new HeapRule("pool.tag", Severity.WARNING, Confidence.HINT);

    /** P3: the type is one of the pool that the page belongs to. */
    public static final HeapRule TYPE =
            new HeapRule("pool.type", Severity.ERROR, Confidence.CERTAIN);

    /** P4: the lists of free blocks. */
    public static final HeapRule FREE_LIST =
            new HeapRule("pool.free-list", Severity.ERROR, Confidence.CERTAIN);

    /** P4: a list holds free blocks of its size. */
    public static final HeapRule FREE_SIZE =
            new HeapRule("pool.free-list-size", Severity.ERROR, Confidence.STRONG);

    /** P4: a free block is in a list. */
    public static final HeapRule UNLISTED =
            new HeapRule("pool.unlisted-free", Severity.WARNING, Confidence.HINT);

    /**
     * P4: a list of parked blocks ends, and is as long as its head says. Depth and first link of
     * the head change in one operation, so that no moment excuses a breach; but these lists change
     * all the time, and memory that was taken from a running system is not of one moment.
     */
    public static final HeapRule PARKED =
            new HeapRule("pool.parked-list", Severity.ERROR, Confidence.STRONG);

    /** P4: a block on a list of the pool holds the stamp of parked blocks. */
    public static final HeapRule STAMP =
            new HeapRule("pool.stamp", Severity.ERROR, Confidence.STRONG);

    /** A block that is charged leads to a process, by its header. */
    public static final HeapRule BILLED =
            new HeapRule("pool.process-billed", Severity.ERROR, Confidence.STRONG);

    /** The same by the last pointer of the block, where the header has none: from one source. */
    public static final HeapRule BILLED_AT_END =
            new HeapRule("pool.process-billed", Severity.WARNING, Confidence.HINT);

    /** P3: blocks of a page are of one pool. */
    public static final HeapRule INDEX =
            new HeapRule("pool.index", Severity.WARNING, Confidence.HINT);

    /** P5: a block of whole pages has no header. */
    public static final HeapRule BIG_HEADER =
            new HeapRule("pool.big-header", Severity.WARNING, Confidence.HINT);

    /** P5: entries of the big-page table are free or lead to blocks. */
    public static final HeapRule BIG_TABLE =
            new HeapRule("pool.big-table", Severity.ERROR, Confidence.CERTAIN);

    /** P6: what a bug check says of a block. */
    public static final HeapRule BUG_CHECK =
            new HeapRule("pool.bug-check", Severity.ERROR, Confidence.CERTAIN);

    /** A page of special pool holds a block that agrees with its header. */
    public static final HeapRule SPECIAL_HEADER =
            new HeapRule("pool.special-header", Severity.ERROR, Confidence.STRONG);

    /** What surrounds a block of special pool has the value that its header names. */
    public static final HeapRule SPECIAL_PATTERN =
            new HeapRule("pool.special-pattern", Severity.ERROR, Confidence.CERTAIN);

    /** A variable of the kernel leads to a pool, and leaves out none of its pages. */
    public static final HeapRule VARIABLE =
            new HeapRule("pool.variable", Severity.WARNING, Confidence.STRONG);

    /**
     * P5: an entry of the tag table has a tag when it has sums, and these are of blocks that there
     * can be. The counters of a running system are not of one moment.
     */
    public static final HeapRule TAG_TABLE =
            new HeapRule("pool.tag-table", Severity.WARNING, Confidence.STRONG);

    /** The tag table has other sums of a tag than its blocks. */
    public static final HeapRule TOTAL =
            new HeapRule("pool.tag-total", Severity.INFO, Confidence.STRONG);

    private PoolRule() {}
}
