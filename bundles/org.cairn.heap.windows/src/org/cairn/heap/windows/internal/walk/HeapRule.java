package org.cairn.heap.windows.internal.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;

/** Something that a kind of heap must hold to. */
public interface HeapRule {
    /** The identity that anomalies carry. */
    String id();

    /** How much a breach matters. */
    Severity severity();

    /** How sure a breach is. */
    Confidence confidence();

    /** The rule of the same kind of heap for parts that are not in the dump. */
    HeapRule absent();
}
