package org.cairn.pool.windows.internal.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;

/** What a pool must hold to, by the identity that anomalies carry. */
public enum PoolRule {
    /** P1: the sizes of blocks lead from one to the next and exactly to the end of the page. */
    CHAIN("pool.chain", Severity.ERROR, Confidence.CERTAIN),
    /** P1: a header names the size of the block before. */
    PREVIOUS("pool.previous-size", Severity.ERROR, Confidence.CERTAIN),
    /** P1: two free blocks side by side would have become one. */
    ADJACENT("pool.adjacent-free", Severity.WARNING, Confidence.STRONG),
    /** P2: a tag is four printable characters. */
    TAG("pool.tag", Severity.WARNING, Confidence.HINT),
    /** P3: the type is one of the pool that the page belongs to. */
    TYPE("pool.type", Severity.ERROR, Confidence.CERTAIN),
    /** P4: the lists of free blocks. */
    FREE_LIST("pool.free-list", Severity.ERROR, Confidence.CERTAIN),
    /** P4: a list holds free blocks of its size. */
    FREE_SIZE("pool.free-list-size", Severity.ERROR, Confidence.STRONG),
    /** P5: a block of whole pages has no header. */
    BIG_HEADER("pool.big-header", Severity.WARNING, Confidence.HINT),
    /** P6: what a bug check says of a block. */
    BUG_CHECK("pool.bug-check", Severity.ERROR, Confidence.CERTAIN),
    /** A page of special pool holds a block that agrees with its header. */
    SPECIAL_HEADER("pool.special-header", Severity.ERROR, Confidence.STRONG),
    /** What surrounds a block of special pool has the value that its header names. */
    SPECIAL_PATTERN("pool.special-pattern", Severity.ERROR, Confidence.CERTAIN),
    /** The tag table has other sums of a tag than its blocks. */
    TOTAL("pool.tag-total", Severity.INFO, Confidence.STRONG);

    private final String id;
    private final Severity severity;
    private final Confidence confidence;

    PoolRule(String id, Severity severity, Confidence confidence) {
        this.id = id;
        this.severity = severity;
        this.confidence = confidence;
    }

    /** The identity of the rule. */
    public String id() {
        return id;
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** How sure it is. */
    public Confidence confidence() {
        return confidence;
    }
}
