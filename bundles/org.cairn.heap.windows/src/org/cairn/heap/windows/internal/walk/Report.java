package org.cairn.heap.windows.internal.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRule;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.memory.Addresses;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Passes anomalies of one heap on, with the bytes that prove them. */
public final class Report {
    /** The most anomalies of one rule that are listed one by one. */
    public static final int MAX_PER_RULE = 100;

    private static final int EVIDENCE_BYTES = 16;

    private final BlockSink sink;
    private final ProcessMemory memory;
    private final Map<HeapRule, Integer> counts = new LinkedHashMap<>();
    private Set<HeapRule> doubtful = Set.of();

    /**
     * Prepares for a heap.
     *
     * @param sink gets the anomalies
     * @param memory for the evidence; used by nobody else
     */
    public Report(BlockSink sink, ProcessMemory memory) {
        this.sink = sink;
        this.memory = memory;
    }

    /**
     * From now on, what breaks one of these rules is told as a hint: the heap was being changed.
     */
    public void doubt(Set<HeapRule> rules) {
        doubtful = rules;
    }

    /** Tells what is wrong where nothing can be compared. */
    public void tell(HeapRule rule, long address, String summary) {
        tell(rule, address, summary, "", "");
    }

    /**
     * Tells what is wrong.
     *
     * @param rule that is broken
     * @param address where
     * @param summary one sentence
     * @param expected what the format demands, or empty
     * @param actual what is there, or empty
     */
    public void tell(HeapRule rule, long address, String summary, String expected, String actual) {
        if (counts.merge(rule, 1, Integer::sum).intValue() <= MAX_PER_RULE) {
            sink.anomaly(
                    new Anomaly(
                            rule.id(),
                            address,
                            doubtful.contains(rule) ? Severity.INFO : rule.severity(),
                            doubtful.contains(rule) ? Confidence.HINT : rule.confidence(),
                            summary,
                            expected,
                            actual,
                            memory.hex(address, EVIDENCE_BYTES)));
        }
    }

    /**
     * Tells why a list ends early: because its memory is absent, or because its links are wrong.
     *
     * @param rule that wrong links break
     * @param absent the rule of the same kind of heap for parts that are not in the dump
     * @param list what the list is
     * @param fault where it ends
     */
    public void tell(HeapRule rule, HeapRule absent, String list, Fault fault) {
        tell(
                fault.absent() ? absent : rule,
                fault.address(),
                list + ": " + fault.summary(),
                fault.expected(),
                fault.actual());
    }

    /** Says how many anomalies were not listed. */
    public void close(long heap) {
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
