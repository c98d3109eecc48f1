package org.cairn.heap.windows.internal.debug;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRule;

/** What debugging aids demand of blocks, by the identity that anomalies carry. */
final class DebugRule {
    /** The fill behind the data of a busy block: an overrun. */
    static final HeapRule TAIL_FILL =
            new HeapRule("nt.tail-fill", Severity.ERROR, Confidence.STRONG);

    /** The fill of a free block: a use after free. */
    static final HeapRule FREE_FILL =
            new HeapRule("nt.free-fill", Severity.WARNING, Confidence.STRONG);

    /** The system itself found a damage and recorded it. */
    static final HeapRule FAILURE =
            new HeapRule("nt.failure-information", Severity.ERROR, Confidence.CERTAIN);

    private DebugRule() {}
}
