package org.cairn.heap.windows.internal.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.memory.Addresses;

import java.util.EnumMap;
import java.util.Map;

/** Passes anomalies of one heap on, with the bytes that prove them. */
final class Report {
    /** The most anomalies of one rule that are listed one by one. */
    static final int MAX_PER_RULE = 100;

    private static final int EVIDENCE_BYTES = 16;

    private final BlockSink sink;
    private final HeapMemory memory;
    private final Map<Rule, Integer> counts = new EnumMap<>(Rule.class);

    /**
     * Prepares for a heap.
     *
     * @param sink gets the anomalies
     * @param memory for the evidence; used by nobody else
     */
    Report(BlockSink sink, HeapMemory memory) {
        this.sink = sink;
        this.memory = memory;
    }

    void tell(Rule rule, long address, String summary) {
        tell(rule, address, summary, "", "");
    }

    void tell(Rule rule, long address, String summary, String expected, String actual) {
        if (counts.merge(rule, 1, Integer::sum).intValue() <= MAX_PER_RULE) {
            sink.anomaly(
                    new Anomaly(
                            rule.id(),
                            address,
                            rule.severity(),
                            rule.confidence(),
                            summary,
                            expected,
                            actual,
                            memory.hex(address, EVIDENCE_BYTES)));
        }
    }

    /**
     * Tells why a list ends early: because its memory is absent, or because its links are wrong.
     */
    void tell(Rule rule, String list, Fault fault) {
        tell(
                fault.absent() ? Rule.ABSENT : rule,
                fault.address(),
                list + ": " + fault.summary(),
                fault.expected(),
                fault.actual());
    }

    /** Says how many anomalies were not listed. */
    void close(long heap) {
        counts.forEach(
                (rule, count) -> {
                    if (count > MAX_PER_RULE) {
                        sink.anomaly(
                                new Anomaly(
                                        rule.id(),
                                        heap,
                                        Severity.INFO,
                                        rule.confidence(),
                                        "heap "
                                                + Addresses.hex(heap)
                                                + ": "
                                                + (count - MAX_PER_RULE)
                                                + " more anomalies of this rule are not listed",
                                        "",
                                        count + " in all",
                                        ""));
                    }
                });
    }
}
