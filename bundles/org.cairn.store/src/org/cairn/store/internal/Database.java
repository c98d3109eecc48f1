package org.cairn.store.internal;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.BlockView;
import org.cairn.store.StoreException;
import org.cairn.store.StoreSettings;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Opens DuckDB databases. The driver is called directly: {@code DriverManager} does not find it
 * across class loaders.
 */
public final class Database {
    private static final String URL = "jdbc:duckdb:";
    private static final long KIB = 1024;

    private Database() {}

    /**
     * Creates a database for loading.
     *
     * @param file does not exist yet
     * @param spill folder for what does not fit into memory; made when needed
     * @param settings limits
     * @return the first connection
     * @throws SQLException when the file cannot be created
     * @throws StoreException when the path cannot be given to the database
     */
    public static DuckDBConnection create(Path file, Path spill, StoreSettings settings)
            throws SQLException, StoreException {
        Properties properties = properties(spill, settings);
        // 5.9 against 3.7 million rows/s with two threads.
        properties.setProperty("preserve_insertion_order", "false");
        // One checkpoint at the end instead of several on the way.
        properties.setProperty("checkpoint_threshold", "1TiB");
        return open(file, properties);
    }

    /**
     * Opens a database for reading; what SQL can do with it is limited to that, for as long as it
     * is open.
     *
     * @param file a database
     * @param spill folder for what does not fit into memory; made when needed
     * @param settings limits
     * @return the first connection
     * @throws SQLException when the file is not a database or is damaged
     * @throws StoreException when the path cannot be given to the database
     */
    public static DuckDBConnection read(Path file, Path spill, StoreSettings settings)
            throws SQLException, StoreException {
        Properties properties = properties(spill, settings);
        properties.setProperty("access_mode", DuckDBDriver.DUCKDB_ACCESS_MODE_READ_ONLY);
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        // The first rows of an order are found by the columns of the order alone; the default of 50
        // is less than a screen. 60 rows of 20 million: 80 ms instead of 200.
        properties.setProperty(
                "late_materialization_max_rows", Integer.toString(BlockView.FIRST_ROWS));
        properties.setProperty("lock_configuration", "true");
        return open(file, properties);
    }

    /**
     * Runs statements that return no rows.
     *
     * @param connection to a database
     * @param sql one or more statements
     * @throws SQLException when one fails
     */
    public static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Runs a statement that takes long.
     *
     * @param connection to a database
     * @param sql one statement
     * @param progress cancels it
     * @throws SQLException when it fails
     * @throws CancelledException when it was cancelled
     */
    public static void execute(DuckDBConnection connection, String sql, Progress progress)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                CancelWatch watch = new CancelWatch(statement, progress)) {
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                if (watch.isCancelled()) {
                    throw new CancelledException();
                }
                throw e;
            }
        }
    }

    private static Properties properties(Path spill, StoreSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", settings.memoryLimit() / KIB + "KiB");
        properties.setProperty("threads", Integer.toString(settings.threads()));
        properties.setProperty("temp_directory", spill.toString());
        properties.setProperty("enable_external_access", "false");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        // The driver's cache of instances goes by path: after a store was replaced it would still
        // hand out the old file to whoever opens it while an older reader is open.
        properties.setProperty(DuckDBDriver.JDBC_INSTANCE_CACHE, "false");
        return properties;
    }

    /**
     * Loads the database's library, 72 MB: done early on another thread, nobody waits for it. The
     * driver unpacks it from its jar into the temporary folder, about 0.4 s, at each start of Java;
     * in a product whose jar has none (see releng/pom.xml) it finds it in {@code
     * java.library.path}.
     */
    public static void load() {
        try {
            new DuckDBDriver().connect(URL, new Properties()).close();
        } catch (SQLException | LinkageError e) {
            // Whoever opens a database next is told.
            return;
        }
    }

    private static DuckDBConnection open(Path file, Properties properties)
            throws SQLException, StoreException {
        String path = file.toAbsolutePath().toString();
        if (path.indexOf(';') >= 0 || path.indexOf('?') >= 0) {
            // The driver takes what follows a semicolon for options and opens another file. The
            // database puts ".wal" before a question mark.
            throw new StoreException(
                    path + ": the path of a store cannot contain ';' or '?'", null);
        }
        try {
            return (DuckDBConnection) new DuckDBDriver().connect(URL + path, properties);
        } catch (LinkageError e) {
            throw new StoreException(
                    "the native library of the store cannot be loaded from "
                            + System.getProperty("java.library.path")
                            + " and not be unpacked into "
                            + System.getProperty("java.io.tmpdir")
                            + ": "
                            + Failures.root(e),
                    e);
        }
    }
}
