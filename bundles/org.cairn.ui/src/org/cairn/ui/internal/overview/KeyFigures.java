package org.cairn.ui.internal.overview;

import org.cairn.analysis.Overview;
import org.cairn.analysis.Overview.Coverage;
import org.cairn.analysis.Overview.HeapSum;
import org.cairn.analysis.Overview.OwnerKind;
import org.cairn.analysis.Overview.Sum;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Progress;
import org.cairn.store.StoreException;
import org.cairn.ui.internal.look.Incomplete;
import org.cairn.ui.internal.look.Numbers;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What is in a dump, in few numbers.
 *
 * @param heaps how many there are of each status
 * @param busy busy blocks
 * @param free free blocks
 * @param coverage how much is known
 * @param unowned busy blocks whose owner is not known
 * @param anomalies how many there are of each severity
 */
record KeyFigures(
        Map<Status, Long> heaps,
        Sum busy,
        Sum free,
        Coverage coverage,
        Sum unowned,
        Map<Severity, Long> anomalies) {
    /** Keeps copies of the maps. */
    KeyFigures {
        heaps = Map.copyOf(heaps);
        anomalies = Map.copyOf(anomalies);
    }

    /** Asks for them. */
    static KeyFigures ask(Overview overview, Progress progress) throws StoreException {
        List<HeapSum> sums = overview.heaps(progress);
        Map<Status, Long> heaps = new EnumMap<>(Status.class);
        sums.forEach(sum -> heaps.merge(sum.heap().root().status(), 1L, Long::sum));
        Map<Severity, Long> anomalies = new EnumMap<>(Severity.class);
        overview.anomalies(progress)
                .values()
                .forEach(counts -> counts.forEach((key, n) -> anomalies.merge(key, n, Long::sum)));
        Stream<OwnerKind> unknown =
                overview.ownerKinds(progress).stream().filter(kind -> kind.kind().isEmpty());
        return new KeyFigures(
                heaps,
                Sum.all(sums.stream().map(HeapSum::busy)),
                Sum.all(sums.stream().map(HeapSum::free)),
                overview.coverage(progress),
                Sum.all(unknown.map(OwnerKind::busy)),
                anomalies);
    }

    long heapCount() {
        return heaps.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many heaps are not there, or not all of them; empty when all are. */
    String missingHeaps() {
        List<String> parts = new ArrayList<>();
        for (Status status : Incomplete.NOT_ALL_THERE) {
            long count = heaps.getOrDefault(status, 0L);
            if (count > 0) {
                parts.add(Numbers.grouped(count) + " " + status.label());
            }
        }
        return String.join(", ", parts);
    }

    /** The share of the busy bytes whose owner is known; empty when nothing is busy. */
    OptionalDouble owned() {
        return busy.bytes() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(1 - (double) unowned.bytes() / busy.bytes());
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
