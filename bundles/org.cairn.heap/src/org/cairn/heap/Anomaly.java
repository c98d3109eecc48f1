package org.cairn.heap;

import org.cairn.dump.Remark.Severity;

/**
 * Bytes that contradict the format, or a part that could not be read.
 *
 * @param rule identity of the rule, such as {@code nt.checksum}
 * @param address where, unsigned
 * @param severity how much it matters
 * @param confidence how sure it is
 * @param summary one sentence
 * @param expected what the format demands, or empty
 * @param actual what is there, or empty
 * @param evidence the bytes at {@code address} in hexadecimal, or empty
 */
public record Anomaly(
        String rule,
        long address,
        Severity severity,
        Confidence confidence,
        String summary,
        String expected,
        String actual,
        String evidence) {}
