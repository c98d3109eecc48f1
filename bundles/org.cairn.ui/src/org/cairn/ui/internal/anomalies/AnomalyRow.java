package org.cairn.ui.internal.anomalies;

import org.eclipse.jdt.annotation.Nullable;

import java.util.OptionalLong;

/**
 * An anomaly or a finding.
 *
 * @param severity info, warning or error
 * @param rule identity of the rule
 * @param address what it is about, unsigned, if it is about an address
 * @param heap address of the heap, unsigned, if it belongs to one
 * @param confidence hint, strong or certain
 * @param summary one sentence
 * @param expected what the format demands, or empty
 * @param actual what is there, or empty
 * @param explanation why a rule concludes that, or empty
 * @param advice what to do next, or empty
 * @param evidence what in the dump says so, or empty
 * @param source identity of the plug-in that says it
 * @param heapId number of the heap, or 0
 * @param isFinding whether a rule concluded it
 * @param id its number among the anomalies or findings
 */
record AnomalyRow(
        String severity,
        String rule,
        OptionalLong address,
        OptionalLong heap,
        String confidence,
        String summary,
        String expected,
        String actual,
        String explanation,
        String advice,
        String evidence,
        String source,
        int heapId,
        boolean isFinding,
        long id) {
    /** Makes a row of the values of {@link AnomalyQuery}, in its order. */
    static AnomalyRow of(@Nullable Object[] values) {
        return new AnomalyRow(
                text(values[0]),
                text(values[1]),
                number(values[2]),
                number(values[3]),
                text(values[4]),
                text(values[5]),
                text(values[6]),
                text(values[7]),
                text(values[8]),
                text(values[9]),
                text(values[10]),
                text(values[11]),
                (int) number(values[12]).orElse(0),
                Boolean.TRUE.equals(values[13]),
                number(values[14]).orElse(0));
    }

    private static OptionalLong number(@Nullable Object value) {
        return value instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
