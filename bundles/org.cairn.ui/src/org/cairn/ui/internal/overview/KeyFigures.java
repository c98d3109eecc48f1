package org.cairn.ui.internal.overview;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.ui.internal.look.Numbers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is in a dump, in few numbers; sizes in bytes, unsigned.
 *
 * @param heaps by status
 * @param busyCount busy blocks
 * @param busyBytes in them
 * @param freeCount free blocks
 * @param freeBytes in them
 * @param reserved by the heaps whose coverage can be told
 * @param unknown part of that whose contents are not known
 * @param owned share of the busy bytes whose owner is known, 0 to 1
 * @param anomalies by severity
 */
record KeyFigures(
        Map<String, Long> heaps,
        long busyCount,
        long busyBytes,
        long freeCount,
        long freeBytes,
        long reserved,
        long unknown,
        double owned,
        Map<Severity, Long> anomalies) {
    /** Keeps copies of the maps. */
    KeyFigures {
        heaps = Map.copyOf(heaps);
        anomalies = Map.copyOf(anomalies);
    }

    long heapCount() {
        return heaps.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many heaps are not there, or not all of them; empty when all are. */
    String missingHeaps() {
        List<String> parts = new ArrayList<>();
        heaps.entrySet().stream()
                .filter(
                        entry ->
                                !entry.getKey().equals(Status.PRESENT.label())
                                        && entry.getValue() > 0)
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        entry ->
                                parts.add(
                                        Numbers.grouped(entry.getValue()) + " " + entry.getKey()));
        return String.join(", ", parts);
    }

    /** The share of the reserved bytes whose contents are known. */
    Optional<Double> coverage() {
        if (reserved == 0) {
            return Optional.empty();
        }
        double missing = Numbers.real(unknown) / Numbers.real(reserved);
        return Optional.of(Math.max(0, 1 - missing));
    }

    long anomalyCount() {
        return anomalies.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many anomalies of each severity, worst first; empty when there are none. */
    String anomalyParts() {
        List<String> parts = new ArrayList<>();
        for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.INFO)) {
            long count = anomalies.getOrDefault(severity, 0L);
            if (count > 0) {
                parts.add(
                        severity == Severity.INFO
                                ? Numbers.grouped(count) + " info"
                                : Numbers.counted(count, severity.label(), severity.label() + "s"));
            }
        }
        return String.join(", ", parts);
    }

    /** The worst severity of all anomalies. */
    Optional<Severity> worst() {
        return Stream.of(Severity.ERROR, Severity.WARNING, Severity.INFO)
                .filter(severity -> anomalies.getOrDefault(severity, 0L) > 0)
                .findFirst();
    }
}
