package org.cairn.heap.windows.internal.debug;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;
import org.cairn.heap.windows.internal.walk.HeapRule;

/** What debugging aids demand of blocks, by the identity that anomalies carry. */
enum DebugRule implements HeapRule {
    /** The fill behind the data of a busy block: an overrun. */
    TAIL_FILL("nt.tail-fill", Severity.ERROR, Confidence.STRONG),
    /** The fill of a free block: a use after free. */
    FREE_FILL("nt.free-fill", Severity.WARNING, Confidence.STRONG),
    /** The guard bytes before and behind the data of a block of the debug C run time. */
    CRT_GUARD("crt.guard", Severity.ERROR, Confidence.STRONG),
    /** The system itself found a damage and recorded it. */
    FAILURE("nt.failure-information", Severity.ERROR, Confidence.CERTAIN),
    /** A part of these structures that is not in the dump. */
    ABSENT("nt.absent", Severity.INFO, Confidence.CERTAIN);

    private final String id;
    private final Severity severity;
    private final Confidence confidence;

    DebugRule(String id, Severity severity, Confidence confidence) {
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
