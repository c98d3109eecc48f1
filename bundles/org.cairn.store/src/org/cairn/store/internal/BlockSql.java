package org.cairn.store.internal;

import org.cairn.heap.BlockState;
import org.cairn.store.BlockOrder;
import org.cairn.store.BlockQuery;
import org.cairn.store.OwnerCondition;

import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/** Writes the SQL of a {@link BlockQuery}. */
public final class BlockSql {
    /** What a {@link org.cairn.store.BlockCursor} reads, in its order. */
    public static final String COLUMNS =
            "block_id, address, size, user_address, user_size, state_id, kind_id, heap_id,"
                    + " segment_id, coalesce(owner_id, 0), flag_bits";

    /**
     * The table of blocks with the names of the view {@code blocks}, as far as they are numbers.
     * The view itself is for conditions on texts: DuckDB stops looking for the first rows of an
     * order, and for few rows by their numbers, when it reads the view (10 against 300 ms for the
     * block at an address among 20 million).
     */
    public static final String NUMBERS =
            "(select rowid as block_id, address, size, user_address, user_size, state as state_id,"
                    + " kind as kind_id, heap_id, segment_id, nullif(owner_id, 0) as owner_id,"
                    + " flags as flag_bits from block)";

    /** Some rows of an {@link Ordering} of {@link #ordered}, with {@link #COLUMNS}. */
    public static final String PAGE =
            "select "
                    + COLUMNS
                    + " from ordered join "
                    + NUMBERS
                    + " on block_id = id"
                    + " where ordered.rowid between ? and ? order by ordered.rowid";

    /** The row of a block in an {@link Ordering} of {@link #ordered}. */
    public static final String ROW = "select rowid from ordered where id = ?";

    private static final long LARGEST_UINTEGER = 0xffff_ffffL;

    // Sorting by the place of a label among all labels is sorting by a small number; by a BIGINT it
    // takes twice as long.
    private static final String PLACE =
            "(select list(place order by %1$s_id) from"
                    + " (select %1$s_id, rank() over (order by label)::integer as place from %1$s))[%1$s_id]";

    private static final String HEAP = "(select list(address order by heap_id) from heap)[heap_id]";

    private BlockSql() {}

    /**
     * The rows.
     *
     * @param query the query; its own condition was checked
     * @return SQL that begins with {@code from}
     */
    public static String from(BlockQuery query) {
        return (query.where().isPresent() ? " from blocks" : " from " + NUMBERS) + where(query);
    }

    /**
     * The numbers of the rows, in order, as {@code id}.
     *
     * @param query the query; its own condition was checked
     * @param blocks number of all blocks of the store
     * @return SQL
     */
    public static String ordered(BlockQuery query, long blocks) {
        // Half the size is half the spilling.
        String type = blocks <= LARGEST_UINTEGER ? "uinteger" : "ubigint";
        return "select block_id::" + type + " as id" + from(query) + orderBy(query.order());
    }

    /**
     * The rows with texts instead of numbers, in order, copied to a file.
     *
     * @param query the query; its own condition was checked
     * @param file where the database may write
     * @return SQL
     */
    public static String parquet(BlockQuery query, Path file) {
        return "copy (select address, size, user_address, user_size, state, kind, heap, owner,"
                + " owner_kind, owner_confidence, flags, pid from blocks"
                + where(query)
                + orderBy(query.order())
                + ") to '"
                + file.toString().replace("'", "''")
                + "' (format parquet, use_tmp_file false)";
    }

    private static String where(BlockQuery query) {
        StringJoiner all = new StringJoiner(" and ", " where ", "").setEmptyValue("");
        query.heaps().ifPresent(heaps -> all.add(heaps("heap_id", heaps)));
        query.state().ifPresent(state -> all.add("state_id = " + number(state)));
        query.owner().ifPresent(owner -> all.add(OwnerCondition.of(owner)));
        query.where().ifPresent(text -> all.add("(\n" + SqlText.withoutHex(text) + "\n)"));
        return all.toString();
    }

    /**
     * A condition on heaps.
     *
     * @param column name of the column with the heap's number
     * @param heaps numbers; when there are none, nothing fits
     * @return SQL
     */
    public static String heaps(String column, List<Integer> heaps) {
        StringJoiner ids = new StringJoiner(", ", column + " in (", ")").setEmptyValue("false");
        heaps.forEach(id -> ids.add(id.toString()));
        return ids.toString();
    }

    /**
     * The same condition on the sums, for a query without a condition of its own.
     *
     * @param query the query
     * @return SQL that begins with {@code where}, or nothing
     */
    public static String whereOfTotals(BlockQuery query) {
        StringJoiner all = new StringJoiner(" and ", " where ", "").setEmptyValue("");
        query.heaps().ifPresent(heaps -> all.add(heaps("heap_id", heaps)));
        query.state().ifPresent(state -> all.add("state_id = " + number(state)));
        query.owner().ifPresent(owner -> all.add(OwnerCondition.ofTable(owner)));
        return all.toString();
    }

    /**
     * The order.
     *
     * @param order by what
     * @return SQL that begins with {@code order by}
     */
    public static String orderBy(BlockOrder order) {
        String direction = order.descending() ? " desc" : "";
        String key =
                switch (order.column()) {
                    case STORED -> "block_id" + direction;
                    case ADDRESS -> "address" + direction;
                    case SIZE -> "size" + direction;
                    case USER_ADDRESS -> "user_address" + direction;
                    case USER_SIZE -> "user_size" + direction;
                    case STATE -> "state_id" + direction;
                    case KIND -> PLACE.formatted("kind") + direction;
                    case HEAP -> HEAP + direction;
                    case OWNER -> PLACE.formatted("owner") + direction + " nulls last";
                    case FLAGS -> "flag_bits" + direction;
                };
        String rest =
                switch (order.column()) {
                    case STORED -> "";
                    case ADDRESS -> ", heap_id";
                    default -> ", address, heap_id";
                };
        return " order by " + key + rest;
    }

    private static int number(BlockState state) {
        return state.ordinal();
    }
}
