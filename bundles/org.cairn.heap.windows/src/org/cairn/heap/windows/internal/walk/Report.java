package org.cairn.heap.windows.internal.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRule;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.memory.Addresses;
import org.cairn.memory.Run;

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
    private final AbsentPages pages;
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
        this.pages = new AbsentPages(memory.space());
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
     * Tells what is wrong; that a part of an NT heap is absent only once for each absent page.
     *
     * @param rule that is broken
     * @param address where
     * @param summary one sentence
     * @param expected what the format demands, or empty
     * @param actual what is there, or empty
     */
    public void tell(HeapRule rule, long address, String summary, String expected, String actual) {
        if (!rule.equals(Rule.ABSENT) || pages.isNew(address)) {
            list(rule, address, summary, expected, actual);
        }
    }

    /**
     * Tells that entries are not known since pages are absent, once for each run of pages.
     *
     * @param from first address
     * @param to first address behind
     * @param base of the segment
     */
    void absent(long from, long to, long base) {
        long at = from;
        while (Long.compareUnsigned(at, to) < 0) {
            Run run = memory.space().runAt(at);
            if (run instanceof Run.Absent missing) {
                long first = later(missing.start(), base);
                long last = later(first, earlier(missing.last(), to - 1));
                if (pages.isNew(first, last)) {
                    list(
                            Rule.ABSENT,
                            first,
                            Addresses.hex(last - first + 1)
                                    + " bytes of segment "
                                    + Addresses.hex(base)
                                    + " are absent: the entries in them are not known",
                            "",
                            missing.why().label());
                }
            }
            if (run.last() == -1L) {
                break;
            }
            at = run.last() + 1;
        }
    }

    private static long earlier(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }

    private static long later(long a, long b) {
        return Long.compareUnsigned(a, b) > 0 ? a : b;
    }

    private void list(HeapRule rule, long address, String summary, String expected, String actual) {
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
        boolean own = fault.absent() && absent.equals(Rule.ABSENT);
        if (own && !pages.isNew(memory.pointer(fault.address(), fault.address()))) {
            return;
        }
        list(
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
