package org.cairn.heap;

import org.cairn.dump.Remark.Severity;

/**
 * Something that a kind of heap or pool must hold to; a breach is an {@link Anomaly}.
 *
 * @param id the identity that anomalies carry, such as {@code nt.checksum}
 * @param severity how much a breach matters
 * @param confidence how sure a breach is
 */
public record HeapRule(String id, Severity severity, Confidence confidence) {}
