package org.cairn.analysis.internal;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.Confidence;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Anomalies of one heap. Of each rule the first ones are kept and the rest is counted: a broken
 * heap may have millions.
 */
final class AnomalyLog {
    /** So many of one rule show the pattern; more would only hide the other rules. */
    static final int MAX_OF_A_RULE = 1000;

    private static final int MAX_RULES = 1000;

    private final List<Anomaly> kept = new ArrayList<>();
    private final Map<String, Tally> tallies = new LinkedHashMap<>();

    void add(Anomaly anomaly) {
        Tally tally =
                tallies.size() < MAX_RULES
                        ? tallies.computeIfAbsent(anomaly.rule(), rule -> new Tally())
                        : tallies.getOrDefault(anomaly.rule(), new Tally(MAX_OF_A_RULE));
        tally.count++;
        if (tally.count <= MAX_OF_A_RULE) {
            kept.add(anomaly);
        } else {
            tally.last = anomaly;
        }
    }

    List<Anomaly> anomalies() {
        List<Anomaly> all = new ArrayList<>(kept);
        tallies.forEach(
                (rule, tally) -> {
                    Anomaly last = tally.last;
                    if (last != null) {
                        all.add(
                                new Anomaly(
                                        rule,
                                        last.address(),
                                        last.severity(),
                                        last.confidence(),
                                        (tally.count - MAX_OF_A_RULE)
                                                + " more of this rule are not listed; this is the last",
                                        "",
                                        "",
                                        ""));
                    }
                });
        return all;
    }

    /** An anomaly of a decoder itself rather than of the dump. */
    static Anomaly ofDecoder(String rule, long address, String summary) {
        return new Anomaly(rule, address, Severity.ERROR, Confidence.CERTAIN, summary, "", "", "");
    }

    private static final class Tally {
        private long count;
        private @Nullable Anomaly last;

        Tally() {
            this(0);
        }

        Tally(long count) {
            this.count = count;
        }
    }
}
