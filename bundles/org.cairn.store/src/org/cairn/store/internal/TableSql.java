package org.cairn.store.internal;

import org.cairn.store.Column;
import org.cairn.store.TableQuery;
import org.cairn.store.TableQuery.Order;

import java.util.List;
import java.util.StringJoiner;

/** Writes the SQL of a {@link TableQuery}. */
public final class TableSql {
    /** Some rows of an {@link Ordering} of {@link #select}. */
    public static final String PAGE =
            "select * from ordered where rowid between ? and ? order by rowid";

    private TableSql() {}

    /**
     * The rows without an order.
     *
     * @param query the query; its texts were checked
     * @return SQL that begins with {@code from}
     */
    public static String from(TableQuery query) {
        return " from (\n" + SqlText.statement(query.sql()) + "\n)" + where(query);
    }

    private static String where(TableQuery query) {
        return query.where()
                .map(condition -> " where (\n" + SqlText.withoutHex(condition) + "\n)")
                .orElse("");
    }

    /**
     * The rows in order.
     *
     * @param query the query; its texts were checked
     * @param columns of its result
     * @return SQL
     */
    public static String select(TableQuery query, List<Column> columns) {
        return "select *"
                + from(query)
                + query.order().map(order -> orderBy(order, columns)).orElse("");
    }

    private static String orderBy(Order order, List<Column> columns) {
        StringJoiner keys = new StringJoiner(", ", " order by ", "");
        keys.add(name(order.column()) + (order.descending() ? " desc" : "") + " nulls last");
        for (Column column : columns) {
            if (!column.name().equals(order.column())) {
                keys.add(name(column.name()));
            }
        }
        return keys.toString();
    }

    /**
     * The first row of an {@link Ordering} for which a condition holds.
     *
     * @param condition its text was checked
     * @return SQL for the row's number, or NULL
     */
    public static String firstRow(String condition) {
        return "select min(rowid) from ordered where (\n" + SqlText.withoutHex(condition) + "\n)";
    }

    private static String name(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }
}
