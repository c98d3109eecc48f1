package org.cairn.cli;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Table;
import org.cairn.heap.BlockState;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Questions about pools to the block store. */
final class PoolSql {
    private static final List<String> POOLS = List.of("nonpaged", "paged", "session");

    /**
     * Which pools a heap serves, as far as its kind says so; the rest and the end are to follow.
     */
    private static final String POOL_OF_HEAP =
            "case "
                    + POOLS.stream()
                            .map(pool -> "when h.kind like '" + pool + "%' then " + quoted(pool))
                            .collect(Collectors.joining(" "));

    private PoolSql() {}

    /** A text of SQL. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The owners whose tag matches a pattern. */
    private static String owners(TagPattern pattern) {
        return "owner_id in (select owner_id from owner where kind = 'pool tag' and "
                + pattern.condition()
                + ")";
    }

    /** The blocks in use with the tags of a pattern, by address, each with how sure it is. */
    static String scanned(TagPattern pattern) {
        return "select b.address, b.size, b.user_address, b.user_size, h.kind as pool,"
                + " b.owner as tag, b.flags"
                + " from blocks b join heaps h using (heap_id)"
                + " where b.state = 'busy' and b."
                + owners(pattern)
                + " order by b.address";
    }

    /** The blocks with the tags of a pattern, by address, each with its pool and process. */
    static String found(TagPattern pattern, Optional<BlockState> state) {
        return "select b.address, b.size, b.user_address, b.user_size, b.state, b.kind,"
                + " h.kind as pool, h.name as pool_name, b.pid, b.heap, b.owner as tag, b.flags"
                + " from blocks b join heaps h using (heap_id) where b."
                + owners(pattern)
                + state.map(wanted -> " and b.state = " + quoted(wanted.label())).orElse("")
                + " order by b.address, b.heap_id";
    }

    /**
     * The blocks of the pools of a process that begin in a range of addresses, by address.
     *
     * @param wanted address of the block that gets a star, if any
     */
    static String ofPage(long pid, long first, long last, Optional<Long> wanted) {
        return "select case when "
                + wanted.map(at -> "b.address = " + Long.toUnsignedString(at)).orElse("false")
                + " then '*' else '' end as wanted, b.address, b.size, b.user_address,"
                + " b.user_size, b.state, b.kind, b.owner as tag"
                + " from blocks b join heaps h using (heap_id) where h.kind like '%pool%'"
                + " and b.pid = "
                + pid
                + " and b.address between "
                + Long.toUnsignedString(first)
                + " and "
                + Long.toUnsignedString(last)
                + " order by b.address";
    }

    /**
     * The tags of a pattern, one row each, with what the kernel's own tables have of them: those
     * that have blocks, or of which the tables say so. A block belongs to the session pools, to the
     * nonpaged or to the paged pool by its heap; where that serves both, by the kind of the block.
     */
    static String tags(TagPattern pattern) {
        return tags(pattern, "bool_or(walked) or sum(table_blocks) <> 0 or sum(table_bytes) <> 0");
    }

    /** The same with fewer columns. */
    static String tagsForPeople(TagPattern pattern) {
        return "select tag, key, nonpaged_count, nonpaged_bytes, paged_count, paged_bytes, count,"
                + " bytes, table_count, table_bytes, table_diff_count, parked_count,"
                + " session_count, session_bytes, doubtful_count, doubtful_bytes, description from ("
                + tags(pattern)
                + ")";
    }

    /** The same, of those alone that have blocks. */
    static String tagsWithBlocks(TagPattern pattern) {
        return tags(pattern, "bool_or(walked)");
    }

    private static String tags(TagPattern pattern, String wanted) {
        return "with counted as (select distinct h.process_id, "
                + POOL_OF_HEAP
                + " end as pool from owner_total join heap h using (heap_id))"
                + " select tag, key, "
                + sums("nonpaged")
                + ", "
                + sums("paged")
                + ", coalesce(sum(blocks) filter (where in_use), 0)::bigint as count,"
                + " coalesce(sum(bytes) filter (where in_use), 0)::ubigint as bytes,"
                + " coalesce(sum(blocks) filter (where state_id = 1), 0)::bigint as parked_count, "
                + sums("session")
                + ", coalesce(sum(doubtful), 0)::bigint as doubtful_count,"
                + " coalesce(sum(doubtful_bytes), 0)::ubigint as doubtful_bytes, "
                + POOLS.stream()
                        .map(pool -> tables(pool + "_", "pool = " + quoted(pool)))
                        .collect(Collectors.joining(", "))
                + ", "
                + tables("", "true")
                + ", any_value(description) as description from ("
                + walk(pattern)
                + " union all by name "
                + doubtful(pattern)
                + " union all by name "
                + tables(pattern)
                + ") left join (select *, true as compared from counted) using (process_id, pool)"
                + " group by tag, key having "
                + wanted;
    }

    /** The blocks that were found, by heap, kind and state; the pools' own tables are in use. */
    private static String walk(TagPattern pattern) {
        return "select o.label as tag, o.key, o.description, true as walked, h.process_id,"
                + " t.state_id, t.blocks, t.bytes, "
                + POOL_OF_HEAP
                + " when k.label like 'paged %' then 'paged'"
                + " when k.label like 'nonpaged %' or k.label like 'special %' then 'nonpaged'"
                + " end as pool, t.state_id <> "
                + BlockState.FREE.ordinal()
                + " as in_use, in_use and h.kind not like 'special%' as comparable"
                + " from block_total t join heap h using (heap_id)"
                + " join owner o using (owner_id) left join kind k using (kind_id) where o."
                + owners(pattern);
    }

    private static String doubtful(TagPattern pattern) {
        return "select o.label as tag, o.key, d.doubtful, d.doubtful_bytes from"
                + " (select owner_id, count(*) as doubtful,"
                + " sum(size)::ubigint as doubtful_bytes from block where state = 0 and flags in"
                + " (select flags from flag where label like '%found (hint)%') group by owner_id) d"
                + " join owner o using (owner_id) where o."
                + owners(pattern);
    }

    /** What the kernel's tables have, by heap. */
    private static String tables(TagPattern pattern) {
        return "select o.label as tag, o.key, o.description, h.process_id, t.allocations, t.frees,"
                + " t.blocks as table_blocks, t.bytes as table_bytes, "
                + POOL_OF_HEAP
                + " end as pool from owner_total t join heap h using (heap_id)"
                + " join owner o using (owner_id) where o."
                + owners(pattern);
    }

    /**
     * The sums of the kernel's tables, and what they have more than the walk; nothing where there
     * is no table. The tables count themselves, and nobody says whether blocks of special pool.
     */
    private static String tables(String prefix, String pools) {
        String known = "case when exists (from counted where " + pools + ") then ";
        String ofTables = " filter (where " + pools + "), 0)";
        String ofWalk = " filter (where comparable and compared and " + pools + "), 0)";
        String count = "coalesce(sum(table_blocks)" + ofTables;
        String bytes = "coalesce(sum(table_bytes)" + ofTables;
        String name = " end as " + prefix + "table_";
        return String.join(
                ", ",
                known + "coalesce(sum(allocations)" + ofTables + name + "allocs",
                known + "coalesce(sum(frees)" + ofTables + name + "frees",
                known + count + name + "count",
                known + bytes + name + "bytes",
                known + count + " - coalesce(sum(blocks)" + ofWalk + name + "diff_count",
                known + bytes + " - coalesce(sum(bytes)" + ofWalk + name + "diff_bytes");
    }

    private static String sums(String pool) {
        String condition = " filter (where in_use and pool = " + quoted(pool) + "), 0)";
        return "coalesce(sum(blocks)"
                + condition
                + "::bigint as "
                + pool
                + "_count, coalesce(sum(bytes)"
                + condition
                + "::ubigint as "
                + pool
                + "_bytes";
    }

    /** A result under another name. */
    static Table named(String name, Table table) {
        return new Table() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Column> columns() {
                return table.columns();
            }

            @Override
            public @Nullable Object @Nullable [] next() throws IOException {
                return table.next();
            }

            @Override
            public void close() {
                table.close();
            }
        };
    }
}
