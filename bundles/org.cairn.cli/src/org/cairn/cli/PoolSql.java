package org.cairn.cli;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Table;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.List;

/** Questions about pools to the block store. */
final class PoolSql {
    private PoolSql() {}

    /** A text of SQL. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /**
     * Whether a tag matches a pattern.
     *
     * @param column with the tag
     * @param pattern * for any characters, ? for one; blanks at its end may be left out
     */
    static String matches(String column, String pattern) {
        String glob = quoted(pattern.replace("[", "[[]"));
        return "(" + column + " glob " + glob + " or rtrim(" + column + ") glob " + glob + ")";
    }

    /** The blocks in use with the tags of a pattern, by address, each with how sure it is. */
    static String found(String pattern) {
        return "select b.address, b.size, b.user_address, b.user_size, h.kind as pool,"
                + " b.owner as tag, b.flags"
                + " from blocks b join heaps h using (heap_id)"
                + " where b.owner_kind = 'pool tag' and b.state = 'busy' and "
                + matches("b.owner", pattern)
                + " order by b.address";
    }

    /** The tags of a pattern, one row each. */
    static String tags(String pattern) {
        return "select o.owner as tag, o.key,"
                + " sum(case when h.kind like 'nonpaged%' then o.count else 0 end)::bigint"
                + " as nonpaged_count,"
                + " sum(case when h.kind like 'nonpaged%' then o.bytes else 0 end)::ubigint"
                + " as nonpaged_bytes,"
                + " sum(case when h.kind like 'paged%' then o.count else 0 end)::bigint"
                + " as paged_count,"
                + " sum(case when h.kind like 'paged%' then o.bytes else 0 end)::ubigint"
                + " as paged_bytes,"
                + " sum(o.count)::bigint as count, sum(o.bytes)::ubigint as bytes,"
                + " sum(o.free_count)::bigint as parked_count,"
                + " any_value(w.description) as description"
                + " from heap_owners o join heaps h using (heap_id) join owner w using (owner_id)"
                + " where o.kind = 'pool tag' and "
                + matches("o.owner", pattern)
                + " group by o.owner, o.key";
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
