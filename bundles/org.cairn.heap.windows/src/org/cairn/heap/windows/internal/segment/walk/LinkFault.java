package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.HeapRule;

/**
 * A link that cannot be followed.
 *
 * @param rule that it breaks
 * @param link its address
 * @param target what it leads to
 * @param bytes of what it leads to
 * @param summary one sentence
 * @param expected what the format demands, or empty
 * @param actual what is there
 */
record LinkFault(
        HeapRule rule,
        long link,
        long target,
        int bytes,
        String summary,
        String expected,
        String actual) {}
