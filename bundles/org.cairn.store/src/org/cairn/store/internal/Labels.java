package org.cairn.store.internal;

import org.cairn.memory.Progress;
import org.duckdb.DuckDBConnection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** What the numbers in a block stand for. Read once: the tables of a store do not change. */
public final class Labels {
    private final String[] kinds;
    private final String[] rests;
    private final String[] owners;
    private final String[] ownerKinds;
    private final long[] heaps;

    /**
     * Reads the labels.
     *
     * @param database a store
     * @throws SQLException when it cannot be read
     */
    public Labels(DuckDBConnection database) throws SQLException {
        kinds = texts(database, "kind", "label");
        rests = texts(database, "kind", "rest");
        owners = texts(database, "owner", "label");
        ownerKinds = texts(database, "owner", "kind");
        heaps = new long[size(database, "heap")];
        try (Query query =
                Query.open(database, Progress.NONE, "select heap_id, address from heap")) {
            ResultSet row = query.row();
            while (query.next()) {
                heaps[row.getInt(1)] = row.getLong(2);
            }
        }
    }

    private static String[] texts(DuckDBConnection database, String table, String column)
            throws SQLException {
        String[] texts = new String[size(database, table)];
        Arrays.fill(texts, "");
        String sql = "select " + table + "_id, " + column + " from " + table;
        try (Query query = Query.open(database, Progress.NONE, sql)) {
            ResultSet row = query.row();
            while (query.next()) {
                texts[row.getInt(1)] = row.getString(2);
            }
        }
        return texts;
    }

    // Identifiers are dense and begin with 1.
    private static int size(DuckDBConnection database, String table) throws SQLException {
        String sql = "select count(*) + 1 from " + table;
        try (Query query = Query.open(database, Progress.NONE, sql)) {
            query.next();
            return query.row().getInt(1);
        }
    }

    /**
     * The name of a kind.
     *
     * @param id its number
     * @return its label
     */
    public String kind(int id) {
        return kinds[id];
    }

    /**
     * What lies behind the user data of a block.
     *
     * @param id the number of its kind
     * @return such as {@code slack}
     */
    public String rest(int id) {
        return rests[id];
    }

    /**
     * The name of an owner.
     *
     * @param id its number, or 0
     * @return its label, empty for 0
     */
    public String owner(int id) {
        return owners[id];
    }

    /**
     * What kind of owner it is.
     *
     * @param id its number, or 0
     * @return its kind, empty for 0
     */
    public String ownerKind(int id) {
        return ownerKinds[id];
    }

    /**
     * The address of a heap.
     *
     * @param id its number
     * @return unsigned
     */
    public long heap(int id) {
        return heaps[id];
    }
}
