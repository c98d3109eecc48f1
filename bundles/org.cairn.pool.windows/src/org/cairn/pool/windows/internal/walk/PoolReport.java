package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.HeapRule;
import org.cairn.memory.Addresses;
import org.cairn.pool.windows.internal.kernel.BigPages;
import org.cairn.pool.windows.internal.kernel.Contradiction;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.Parked;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Tells anomalies; of one kind not more than people can look at. */
public final class PoolReport {
    private static final int MAX_OF_ONE_RULE = 1000;
    private static final int EVIDENCE = 16;

    private final BlockSink sink;
    private final KernelMemory memory;
    private final Map<HeapRule, Integer> told = new HashMap<>();
    private final Set<Long> addresses = new HashSet<>();

    /**
     * Prepares.
     *
     * @param sink takes the anomalies
     * @param memory of the kernel, for evidence
     */
    public PoolReport(BlockSink sink, KernelMemory memory) {
        this.sink = sink;
        this.memory = memory;
    }

    /**
     * Tells one.
     *
     * @param rule that is broken
     * @param address where
     * @param summary one sentence
     * @param expected by the rule
     * @param actual what is there
     */
    public void tell(HeapRule rule, long address, String summary, String expected, String actual) {
        if (told.merge(rule, 1, Integer::sum) <= MAX_OF_ONE_RULE) {
            addresses.add(address);
            sink.anomaly(
                    new Anomaly(
                            rule.id(),
                            address,
                            rule.severity(),
                            rule.confidence(),
                            summary,
                            expected,
                            actual,
                            memory.hex(address, EVIDENCE)));
        }
    }

    /** Tells that a link of a list of parked blocks is wrong. */
    public void tell(Parked.Break broken) {
        tell(
                PoolRule.PARKED,
                broken.link(),
                "the list of parked blocks at "
                        + Addresses.hex(broken.list())
                        + " "
                        + broken.fault().text(),
                broken.fault().expected(),
                Addresses.hex(broken.target()));
    }

    /** Tells what is wrong with a table of blocks of whole pages. */
    public void tell(BigPages table) {
        table.faults().forEach(fault -> tell(PoolRule.BIG_TABLE, fault));
    }

    /** Tells what cannot be in a variable or table. */
    void tell(HeapRule rule, Contradiction fault) {
        tell(rule, fault.address(), fault.what(), fault.expected(), fault.actual());
    }

    /** Whether something was told of an address, so that what follows from it is not. */
    boolean hasTold(long address) {
        return addresses.contains(address);
    }

    /** How often a rule was broken. */
    int count(HeapRule rule) {
        return told.getOrDefault(rule, 0);
    }
}
