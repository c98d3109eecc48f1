package org.cairn.store;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Confidence;

/**
 * What a rule concludes from blocks and anomalies.
 *
 * @param heapId number from {@link StoreWriter#heap}, or 0 when it is about more than one heap
 * @param rule identity of the rule
 * @param address what it is about, unsigned, or 0
 * @param severity how much it matters
 * @param confidence how sure it is
 * @param summary one sentence
 * @param explanation why that is concluded, or empty
 * @param advice what to do next, or empty
 * @param evidence what in the dump says so, or empty
 * @param source identity of the plug-in that holds the rule
 */
public record Finding(
        int heapId,
        String rule,
        long address,
        Severity severity,
        Confidence confidence,
        String summary,
        String explanation,
        String advice,
        String evidence,
        String source) {}
