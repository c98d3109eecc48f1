package org.cairn.cli;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Table;
import org.cairn.heap.BlockState;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Questions about pools to the block store. */
final class PoolSql {
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
     * The tags of a pattern, one row each. A block belongs to the session pools, to the nonpaged or
     * to the paged pool by its heap; where that serves both, by the kind of the block.
     */
    static String tags(TagPattern pattern) {
        return "select tag, key, "
                + sums("nonpaged")
                + ", "
                + sums("paged")
                + ", coalesce(sum(blocks) filter (where state_id = 0), 0)::bigint as count,"
                + " coalesce(sum(bytes) filter (where state_id = 0), 0)::ubigint as bytes,"
                + " coalesce(sum(blocks) filter (where state_id = 1), 0)::bigint as parked_count, "
                + sums("session")
                + ", coalesce(sum(doubtful), 0)::bigint as doubtful_count,"
                + " coalesce(sum(doubtful_bytes), 0)::ubigint as doubtful_bytes,"
                + " any_value(description) as description from (select o.label as tag, o.key,"
                + " o.description, t.state_id, t.blocks, t.bytes, 0 as doubtful,"
                + " 0::ubigint as doubtful_bytes, case"
                + " when h.kind like 'session%' then 'session'"
                + " when h.kind like 'nonpaged%' then 'nonpaged'"
                + " when h.kind like 'paged%' or k.label like 'paged %' then 'paged'"
                + " when k.label like 'nonpaged %' or k.label like 'special %' then 'nonpaged'"
                + " end as pool from block_total t join heap h using (heap_id)"
                + " join owner o using (owner_id) left join kind k using (kind_id) where o."
                + owners(pattern)
                + " union all select o.label, o.key, null, 0, 0, 0, d.doubtful,"
                + " d.doubtful_bytes, null from"
                + " (select owner_id, count(*) as doubtful,"
                + " sum(size)::ubigint as doubtful_bytes from block where state = 0 and flags in"
                + " (select flags from flag where label like '%found (hint)%') group by owner_id) d"
                + " join owner o using (owner_id) where o."
                + owners(pattern)
                + ") group by tag, key";
    }

    private static String sums(String pool) {
        String condition = " filter (where state_id = 0 and pool = " + quoted(pool) + "), 0)";
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
