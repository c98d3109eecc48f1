package org.cairn.analysis.internal;

import org.cairn.analysis.BlockFilter;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;

/** The questions about blocks in the words of the store. */
public final class BlockSql {
    private static final String BUSY = "state = 'busy'";

    /** Of a heap whose decoder failed nobody knows how much is missing. */
    private static final String COVERAGE =
            "case when status <> 'partial' then coverage end as coverage";

    private static final String HEAP_COLUMNS =
            "heap, kind, name, status, busy_count, busy_bytes, free_count, free_bytes, metadata_bytes,"
                    + " uncommitted_bytes, reserved_bytes, "
                    + COVERAGE
                    + ", layout, note, origin";

    private final List<String> heapConditions = new ArrayList<>();
    private final List<String> blockConditions = new ArrayList<>();

    /**
     * Prepares the conditions of a filter.
     *
     * @param filter which blocks
     */
    public BlockSql(BlockFilter filter) {
        filter.process().ifPresent(id -> heapConditions.add("pid = " + Long.toUnsignedString(id)));
        filter.heap().ifPresent(address -> heapConditions.add("heap = " + Addresses.hex(address)));
        filter.state().ifPresent(state -> blockConditions.add("state = '" + state.label() + "'"));
        // On a line of its own, so that a comment at its end stays in it.
        filter.where().ifPresent(condition -> blockConditions.add("(" + condition + "\n)"));
    }

    /**
     * The blocks by address.
     *
     * @param limit at most so many
     * @return SQL
     */
    public String blocks(long limit) {
        return "select address, size, user_address, user_size, state, kind, heap, owner, flags from blocks"
                + where(List.of(heapConditions, blockConditions))
                + " order by address, heap_id"
                + limit(limit);
    }

    /**
     * The heaps; with conditions on blocks, the heaps that have such blocks, and the sums of these.
     *
     * @param limit at most so many
     * @return SQL
     */
    public String heaps(long limit) {
        if (blockConditions.isEmpty()) {
            return "select "
                    + HEAP_COLUMNS
                    + " from heaps"
                    + where(List.of(heapConditions))
                    + " order by pid, heap"
                    + limit(limit);
        }
        return "select "
                + HEAP_COLUMNS
                + " from (select heap_id, "
                + sums("busy")
                + ", "
                + sums("free")
                + ", "
                + bytes("metadata")
                + " from blocks"
                + where(List.of(heapConditions, blockConditions))
                + " group by heap_id) join (select heap_id, pid, heap, kind, name, status, uncommitted_bytes,"
                + " reserved_bytes, coverage, layout, note, origin from heaps) using (heap_id) order by pid, heap"
                + limit(limit);
    }

    private static String sums(String state) {
        return "count(*) filter (where state = '"
                + state
                + "') as "
                + state
                + "_count, "
                + bytes(state);
    }

    private static String bytes(String state) {
        return "coalesce(sum(size) filter (where state = '"
                + state
                + "'), 0) as "
                + state
                + "_bytes";
    }

    /**
     * The heaps in few columns, for a first look.
     *
     * @return SQL
     */
    public static String briefHeaps() {
        return "select heap, kind, name, status, busy_count, busy_bytes, free_bytes, reserved_bytes, "
                + COVERAGE
                + ", layout, note from heaps order by pid, heap";
    }

    /**
     * The owners by bytes.
     *
     * @param limit at most so many
     * @return SQL
     */
    public String owners(long limit) {
        String columns =
                "select owner, kind, key, count, bytes, user_bytes, share, confidence, description from ";
        String order = " order by bytes desc, owner" + limit(limit);
        if (blockConditions.isEmpty() && heapConditions.isEmpty()) {
            return columns + "owners" + order;
        }
        List<String> state =
                blockConditions.stream().anyMatch(condition -> condition.startsWith("state = "))
                        ? List.of()
                        : List.of(BUSY);
        return columns
                + "(select b.owner, o.kind, o.key, b.count, b.bytes, b.user_bytes,"
                + " b.bytes / sum(b.bytes) over () as share,"
                + " not_above(o.confidence, b.flag_bits) as confidence, o.description from"
                + " (select any_value(owner) as owner, first_id as owner_id, count(*) as count,"
                + " sum(size) as bytes, sum(user_size) as user_bytes, bit_or(flag_bits) as flag_bits"
                + " from blocks left join same_owner using (owner_id)"
                + where(List.of(heapConditions, blockConditions, state))
                + " group by first_id) b left join owner o using (owner_id))"
                + order;
    }

    /**
     * The anomalies, worst and surest first.
     *
     * @param limit at most so many
     * @return SQL
     */
    public static String anomalies(long limit) {
        return "select severity, rule, a.address, h.address as heap, confidence, summary, expected, actual, evidence"
                + " from anomaly a left join heap h using (heap_id)"
                + " order by case severity when 'error' then 0 when 'warning' then 1 else 2 end,"
                + " case confidence when 'certain' then 0 when 'strong' then 1 else 2 end, anomaly_id"
                + limit(limit);
    }

    private static String where(List<List<String>> conditions) {
        List<String> all = conditions.stream().flatMap(List::stream).toList();
        return all.isEmpty() ? "" : " where " + String.join(" and ", all);
    }

    private static String limit(long rows) {
        return rows == Long.MAX_VALUE ? "" : " limit " + rows;
    }
}
