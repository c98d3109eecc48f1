package org.cairn.store.internal;

import org.cairn.store.QueryException;
import org.duckdb.DuckDBConnection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Admits SQL that only reads. The database is open for reading and may not touch other files, but
 * {@code copy ... to} the file of the store itself, or into its spill folder, would still be
 * allowed; and the driver executes all but the last of several statements when it prepares them.
 * The database's own parser decides: no other one reads strings, comments and dollar quotes as it
 * does.
 */
public final class SqlGuard {
    private static final Pattern EXPLAIN =
            Pattern.compile("\\s*explain\\b(\\s*analyze\\b)?", Pattern.CASE_INSENSITIVE);

    private static final String PARSE =
            "select parsed->>'error', parsed->>'error_type', parsed->>'error_message',"
                    + " coalesce(json_array_length(parsed->'statements'), 0)"
                    + " from (select json_serialize_sql(?::varchar)::json as parsed)";

    private static final String NOT_A_SELECT = "not implemented";

    private SqlGuard() {}

    /**
     * Checks a query.
     *
     * @param database to parse with
     * @param sql what the user wrote
     * @throws QueryException when it is malformed, does more than read, or is more than one
     *     statement
     * @throws SQLException when the database fails
     */
    public static void checkQuery(DuckDBConnection database, String sql)
            throws QueryException, SQLException {
        Matcher explain = EXPLAIN.matcher(sql);
        int begin = explain.lookingAt() ? explain.end() : 0;
        check(database, sql.substring(begin));
    }

    /**
     * Checks a query that becomes part of another one, in parentheses and on lines of its own. What
     * is a query by itself and between parentheses cannot end them.
     *
     * @param database to parse with
     * @param sql what the user wrote, without a semicolon at its end
     * @throws QueryException when it is malformed, or not one query
     * @throws SQLException when the database fails
     */
    public static void checkPart(DuckDBConnection database, String sql)
            throws QueryException, SQLException {
        check(database, sql);
        check(database, "from (\n" + sql + "\n)");
    }

    /**
     * Checks a condition that becomes part of a query, in parentheses and on lines of its own. It
     * cannot end the parentheses: a text that is well-formed between round ones and between square
     * ones closes only what it opened. Nor can it be empty: nothing is no argument.
     *
     * @param database to parse with
     * @param condition what the user wrote
     * @throws QueryException when it is not one expression
     * @throws SQLException when the database fails
     */
    public static void checkCondition(DuckDBConnection database, String condition)
            throws QueryException, SQLException {
        check(database, "select coalesce(\n" + condition + "\n, true)");
        check(database, "select [\n" + condition + "\n]");
    }

    private static void check(DuckDBConnection database, String sql)
            throws QueryException, SQLException {
        try (DuckDBConnection connection = database.duplicate();
                var statement = connection.prepareStatement(PARSE)) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (Boolean.parseBoolean(row.getString(1))) {
                    throw new QueryException(
                            NOT_A_SELECT.equals(row.getString(2))
                                    ? "only queries are allowed: select, from, with, values,"
                                            + " describe, show, summarize, explain"
                                    : "Parser Error: " + Failures.line(row.getString(3)),
                            null);
                }
                int statements = row.getInt(4);
                if (statements != 1) {
                    throw new QueryException(
                            statements == 0
                                    ? "there is no query"
                                    : "only one query is allowed, not " + statements,
                            null);
                }
            }
        }
    }
}
