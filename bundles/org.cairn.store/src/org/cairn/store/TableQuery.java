package org.cairn.store;

import java.util.Optional;

/**
 * Which rows of any result, in which order.
 *
 * @param sql one query on the tables and views of {@link Schema}, with {@code 0x} numbers if wanted
 * @param where a condition in SQL on the columns of the result; empty for all rows
 * @param order the order; empty for that of the query
 */
public record TableQuery(String sql, Optional<String> where, Optional<Order> order) {
    private static final String SEVERITY = "severity::enum('info', 'warning', 'error') as severity";
    private static final String CONFIDENCE =
            "confidence::enum('hint', 'strong', 'certain') as confidence";

    /**
     * The heaps: the columns of the view {@code heaps} and the number of {@code anomalies} in each.
     * The coverage of a heap that was decoded in part is not known.
     */
    public static final TableQuery HEAPS =
            of(
                    "select * replace (case when status <> 'partial' then coverage end as coverage,"
                            + " coalesce(anomalies, 0) as anomalies) from heaps left join"
                            + " (select heap_id, count(*) as anomalies from anomaly group by heap_id)"
                            + " using (heap_id) order by pid, heap");

    /**
     * The owners: the columns of the view {@code owners}. Confidences are ordered from hint to
     * certain.
     */
    public static final TableQuery OWNERS =
            of(
                    "select * replace ("
                            + CONFIDENCE
                            + ") from owners order by bytes desc, owner, owner_id");

    /**
     * The anomalies with the address of their heap, worst and surest first. Severities are ordered
     * from info to error, confidences from hint to certain.
     */
    public static final TableQuery ANOMALIES =
            of(
                    "select "
                            + SEVERITY
                            + ", rule, a.address, h.address as heap, "
                            + CONFIDENCE
                            + ", summary, expected, actual, evidence, source, anomaly_id, heap_id"
                            + " from anomaly a left join heap h using (heap_id)"
                            + " order by severity desc, confidence desc, anomaly_id");

    /** The findings with the address of their heap, ordered as {@link #ANOMALIES}. */
    public static final TableQuery FINDINGS =
            of(
                    "select "
                            + SEVERITY
                            + ", rule, nullif(f.address, 0) as address, h.address as heap, "
                            + CONFIDENCE
                            + ", summary, explanation, advice, evidence, source, finding_id, heap_id"
                            + " from finding f left join heap h using (heap_id)"
                            + " order by severity desc, confidence desc, finding_id");

    /** The reserved ranges of heaps with the address of their heap. */
    public static final TableQuery SEGMENTS =
            of(
                    "select s.address, s.size, s.kind, h.address as heap, segment_id, heap_id"
                            + " from segment s left join heap h using (heap_id)"
                            + " order by heap_id, s.address, segment_id");

    /** The ranges without known blocks with the address of their heap. */
    public static final TableQuery GAPS =
            of(
                    "select g.address, g.size, g.reason, h.address as heap, segment_id, heap_id"
                            + " from gap g left join heap h using (heap_id)"
                            + " order by heap_id, g.address, g.size");

    /**
     * An order.
     *
     * @param column name of a column of the result
     * @param descending whether the greatest comes first; NULL comes last in either direction
     */
    public record Order(String column, boolean descending) {}

    /**
     * All rows of a query, in its order.
     *
     * @param sql one query
     * @return a new query
     */
    public static TableQuery of(String sql) {
        return new TableQuery(sql, Optional.empty(), Optional.empty());
    }

    /**
     * The same with a condition.
     *
     * @param condition in SQL on the columns of the result
     * @return a new query
     */
    public TableQuery where(String condition) {
        return new TableQuery(sql, Optional.of(condition), order);
    }

    /**
     * The same in another order. Rows that are equal in the column are ordered by the other
     * columns, from the first to the last.
     *
     * @param column name of a column of the result
     * @param descending whether the greatest comes first
     * @return a new query
     */
    public TableQuery orderedBy(String column, boolean descending) {
        return new TableQuery(sql, where, Optional.of(new Order(column, descending)));
    }
}
