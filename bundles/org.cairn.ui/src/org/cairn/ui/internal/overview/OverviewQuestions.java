package org.cairn.ui.internal.overview;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Table;
import org.cairn.dump.Remark.Severity;
import org.cairn.memory.Progress;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the sections of the overview ask. */
final class OverviewQuestions {
    /** The greatest number of an unsigned column; sums stop there. */
    private static final String MOST = "18446744073709551615";

    private static final String STATUSES = "select status, count(*) from heaps group by status";

    private static final String SUMS =
            "select "
                    + sum("busy_count")
                    + ", "
                    + sum("busy_bytes")
                    + ", "
                    + sum("free_count")
                    + ", "
                    + sum("free_bytes")
                    + ", "
                    + sum("case when status <> 'partial' then reserved_bytes end")
                    + ", "
                    + sum("case when status <> 'partial' then unknown_bytes end")
                    + " from heaps";

    private static final String OWNED =
            "select coalesce(sum(share) filter (where owner_id is not null), 0) from owners";

    private static final String SEVERITIES =
            "select severity, count(*) from anomaly group by severity";

    private static final String HEAPS =
            "select heap_id, heap, kind, name, status, note, origin, busy_bytes, busy_count,"
                    + " busy_bytes::double / nullif(sum(busy_bytes) over (), 0)::double"
                    + " from heaps order by busy_bytes desc, heap_id";

    private static final String KINDS =
            "select kind from owners where owner_id is not null and bytes > 0"
                    + " group by kind order by sum(bytes) desc";

    private static final String OWNERS =
            "select owner_id, owner, kind, count, bytes, share, confidence, description from owners"
                    + " where bytes > 0 and (? = '' or kind = ?) order by bytes desc, owner_id limit ?";

    private static final String SIZES =
            "select case when size = 0 then 0 else 1 + floor(log2(size))::integer end as digits,"
                    + " count(*) filter (where state_id = 0), "
                    + sum("case when state_id = 0 then size end")
                    + ", count(*) filter (where state_id = 1), "
                    + sum("case when state_id = 1 then size end")
                    + " from blocks where state_id in (0, 1) group by digits order by digits";

    private static final String ANOMALIES =
            "select a.severity, a.rule, a.address, h.address, a.confidence, a.summary, a.expected,"
                    + " a.actual from anomaly a left join heap h using (heap_id)"
                    + " order by case severity when 'error' then 0 when 'warning' then 1 else 2 end,"
                    + " case confidence when 'certain' then 0 when 'strong' then 1 else 2 end,"
                    + " anomaly_id limit ?";

    private OverviewQuestions() {}

    private static String sum(String column) {
        return "least(coalesce(sum(" + column + "), 0), " + MOST + ")::ubigint";
    }

    /** A property of the dump, or a remark with its severity. */
    record Fact(String name, String text) {}

    /** A heap with what is in it; sizes in bytes, the share is that of all busy bytes. */
    record HeapFigures(
            int id,
            long address,
            String kind,
            String name,
            String status,
            String note,
            String origin,
            long busyBytes,
            long busyCount,
            double share) {}

    /** An owner with what it holds; 0 stands for no known one. */
    record OwnerFigures(
            int id,
            String label,
            String kind,
            long count,
            long bytes,
            double share,
            String confidence,
            String description) {}

    /** An anomaly; the heap is empty when it belongs to none. */
    record AnomalyLine(
            Severity severity,
            String rule,
            long address,
            Optional<Long> heap,
            String confidence,
            String summary,
            String expected,
            String actual) {}

    static List<Fact> identity(Analysis analysis) throws IOException {
        return facts(analysis.identity());
    }

    static List<Fact> remarks(Analysis analysis, Progress progress) throws IOException {
        return facts(analysis.remarks(progress));
    }

    private static List<Fact> facts(Table table) throws IOException {
        List<Fact> facts = new ArrayList<>();
        try (table) {
            for (Object[] row = table.next(); row != null; row = table.next()) {
                facts.add(new Fact(String.valueOf(row[0]), String.valueOf(row[1])));
            }
        }
        return facts;
    }

    static KeyFigures figures(Store store, Progress progress) throws StoreException {
        Map<String, Long> heaps = new HashMap<>();
        try (Rows rows = store.query(progress, STATUSES)) {
            while (rows.next()) {
                heaps.put(rows.text(0), rows.number(1));
            }
        }
        double owned = 0;
        try (Rows rows = store.query(progress, OWNED)) {
            if (rows.next()) {
                owned = rows.real(0);
            }
        }
        Map<Severity, Long> anomalies = new EnumMap<>(Severity.class);
        try (Rows rows = store.query(progress, SEVERITIES)) {
            while (rows.next()) {
                anomalies.put(severity(rows.text(0)), rows.number(1));
            }
        }
        try (Rows rows = store.query(progress, SUMS)) {
            rows.next();
            return new KeyFigures(
                    heaps,
                    rows.number(0),
                    rows.number(1),
                    rows.number(2),
                    rows.number(3),
                    rows.number(4),
                    rows.number(5),
                    owned,
                    anomalies);
        }
    }

    private static Severity severity(String label) {
        return Stream.of(Severity.values())
                .filter(severity -> severity.label().equals(label))
                .findFirst()
                .orElse(Severity.INFO);
    }

    static List<HeapFigures> heaps(Store store, Progress progress) throws StoreException {
        List<HeapFigures> heaps = new ArrayList<>();
        try (Rows rows = store.query(progress, HEAPS)) {
            while (rows.next()) {
                heaps.add(
                        new HeapFigures(
                                (int) rows.number(0),
                                rows.number(1),
                                rows.text(2),
                                rows.text(3),
                                rows.text(4),
                                rows.text(5),
                                rows.text(6),
                                rows.number(7),
                                rows.number(8),
                                rows.real(9)));
            }
        }
        return heaps;
    }

    static List<String> ownerKinds(Store store, Progress progress) throws StoreException {
        List<String> kinds = new ArrayList<>();
        try (Rows rows = store.query(progress, KINDS)) {
            while (rows.next()) {
                kinds.add(rows.text(0));
            }
        }
        return kinds;
    }

    /** Those who hold most; of all kinds when the kind is empty. */
    static List<OwnerFigures> owners(Store store, String kind, int limit, Progress progress)
            throws StoreException {
        List<OwnerFigures> owners = new ArrayList<>();
        try (Rows rows = store.query(progress, OWNERS, kind, kind, limit)) {
            while (rows.next()) {
                owners.add(
                        new OwnerFigures(
                                (int) rows.number(0),
                                rows.text(1),
                                rows.text(2),
                                rows.number(3),
                                rows.number(4),
                                rows.real(5),
                                rows.text(6),
                                rows.text(7)));
            }
        }
        return owners;
    }

    static List<SizeBucket> sizes(Store store, Progress progress) throws StoreException {
        List<SizeBucket> buckets = new ArrayList<>();
        try (Rows rows = store.query(progress, SIZES)) {
            while (rows.next()) {
                buckets.add(
                        new SizeBucket(
                                (int) rows.number(0),
                                rows.number(1),
                                rows.number(2),
                                rows.number(3),
                                rows.number(4)));
            }
        }
        return SizeBucket.withoutGaps(buckets);
    }

    /** The worst ones. */
    static List<AnomalyLine> anomalies(Store store, int limit, Progress progress)
            throws StoreException {
        List<AnomalyLine> lines = new ArrayList<>();
        try (Rows rows = store.query(progress, ANOMALIES, limit)) {
            while (rows.next()) {
                lines.add(
                        new AnomalyLine(
                                severity(rows.text(0)),
                                rows.text(1),
                                rows.number(2),
                                rows.isNull(3) ? Optional.empty() : Optional.of(rows.number(3)),
                                rows.text(4),
                                rows.text(5),
                                rows.text(6),
                                rows.text(7)));
            }
        }
        return lines;
    }
}
