package org.cairn.store;

import org.cairn.store.StoreOpening.Opened;
import org.cairn.store.StoreOpening.Refused;
import org.cairn.store.StoreOpening.Why;
import org.cairn.store.internal.Database;
import org.cairn.store.internal.Failures;
import org.cairn.store.internal.TemporaryFiles;
import org.duckdb.DuckDBConnection;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** The file of a store: recognising it, opening it, putting it into its place. */
final class StoreFile {
    // DuckDB's main header: an 8-byte checksum, then the magic bytes. Its two database headers
    // follow; each of the three takes 4096 bytes, then come the blocks.
    // https://duckdb.org/docs/stable/internals/storage ("Storage Versions and Format")
    private static final int MAGIC_OFFSET = 8;
    private static final byte[] MAGIC = "DUCK".getBytes(StandardCharsets.US_ASCII);
    private static final long HEADERS_SIZE = 3 * 4096;

    private static final String CATALOG_ERROR = "Catalog Error";
    private static final String BINDER_ERROR = "Binder Error";

    private StoreFile() {}

    static StoreOpening open(Path file, String key, StoreSettings settings) {
        return open(file, file, key, settings);
    }

    /** Opens a file that will have another name. */
    private static StoreOpening open(Path file, Path name, String key, StoreSettings settings) {
        Refused refused = look(file);
        return refused == null ? openDatabase(file, name, key, settings) : refused;
    }

    /** Looks at the file without the database. */
    private static @Nullable Refused look(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return refused(Why.FOREIGN, file, "not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(MAGIC_OFFSET + MAGIC.length);
            if (start.length == 0) {
                return refused(Why.INCOMPLETE, file, "the file is empty");
            }
            if (start.length < MAGIC_OFFSET + MAGIC.length
                    || !Arrays.equals(start, MAGIC_OFFSET, start.length, MAGIC, 0, MAGIC.length)) {
                return refused(Why.FOREIGN, file, "not a store of Cairn");
            }
            return null;
        } catch (NoSuchFileException e) {
            return refused(Why.MISSING, file, "there is no store");
        } catch (IOException e) {
            return refused(Why.UNREADABLE, file, "cannot be read: " + e.getMessage());
        }
    }

    private static StoreOpening openDatabase(
            Path file, Path name, String key, StoreSettings settings) {
        Path spill = spill(file, settings);
        DuckDBConnection connection = null;
        try {
            connection = Database.read(file, spill, settings);
            Refused refused = check(connection, file, key);
            if (refused != null) {
                connection.close();
                return refused;
            }
            return new Opened(new Store(name, connection, spill));
        } catch (SQLException e) {
            close(connection);
            return refused(Why.UNREADABLE, file, Failures.message(e));
        } catch (StoreException e) {
            close(connection);
            return new Refused(Why.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Refused check(DuckDBConnection connection, Path file, String key)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet dump =
                        statement.executeQuery(
                                "select schema_version, complete, store_key from dump")) {
            if (!dump.next()) {
                return refused(Why.INCOMPLETE, file, "the store was never completed");
            }
            int version = dump.getInt(1);
            if (version != Schema.VERSION) {
                return refused(
                        Why.OTHER_VERSION,
                        file,
                        "the store has version " + version + ", not " + Schema.VERSION);
            }
            if (!dump.getBoolean(2)) {
                return refused(Why.INCOMPLETE, file, "the store is not complete");
            }
            if (!key.equals(dump.getString(3))) {
                return refused(Why.OTHER_KEY, file, "the store belongs to another dump or decoder");
            }
        } catch (SQLException e) {
            String message = Failures.message(e);
            if (message.startsWith(CATALOG_ERROR) || message.startsWith(BINDER_ERROR)) {
                return refused(Why.FOREIGN, file, "a DuckDB database, but not a store of Cairn");
            }
            throw e;
        }
        return checkLength(connection, file);
    }

    // The database finds out that its file was cut off only when it reads there.
    private static @Nullable Refused checkLength(DuckDBConnection connection, Path file)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet size =
                        statement.executeQuery(
                                "select block_size * total_blocks from pragma_database_size()")) {
            size.next();
            long expected = HEADERS_SIZE + size.getLong(1);
            long actual = Files.size(file);
            return actual >= expected
                    ? null
                    : refused(
                            Why.UNREADABLE,
                            file,
                            "cut off: " + actual + " bytes instead of " + expected);
        } catch (IOException e) {
            return refused(Why.UNREADABLE, file, "cannot be read: " + e.getMessage());
        }
    }

    /**
     * Opens a complete temporary store. Where the system allows that, the file has no name from now
     * on, so that nothing is left behind whatever happens to the process.
     */
    static Store openTemporary(Path temporary, StoreSettings settings) throws StoreException {
        Store store = require(open(temporary, "", settings));
        store.deleteOnClose();
        TemporaryFiles.delete(temporary);
        return store;
    }

    /** Gives a complete store its name and opens it. */
    static Store place(Path temporary, Path target, String key, StoreSettings settings)
            throws StoreException {
        // Opened before it is renamed: another process may put its own store, made with another
        // key, into the same place at any time.
        Store store = require(open(temporary, target, key, settings));
        try {
            move(temporary, target);
            return store;
        } catch (IOException e) {
            // Windows does not rename a file that is open.
            store.close();
        }
        try {
            move(temporary, target);
        } catch (IOException e) {
            // Windows does not replace a file that is open, either. When its reader is a process
            // that has just built the same store, that one serves as well.
            if (open(target, key, settings) instanceof Opened other) {
                TemporaryFiles.delete(temporary);
                return other.store();
            }
            throw new StoreException(target + ": cannot be replaced: " + e.getMessage(), e);
        }
        return require(open(target, key, settings));
    }

    private static void move(Path temporary, Path target) throws IOException {
        // A log beside the old store, left by somebody who wrote to it, must not be applied to the
        // new one.
        Files.deleteIfExists(TemporaryFiles.log(target));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Store require(StoreOpening opening) throws StoreException {
        return switch (opening) {
            case Opened opened -> opened.store();
            case Refused refused -> throw new StoreException(refused.reason(), null);
        };
    }

    private static Path spill(Path file, StoreSettings settings) {
        Path beside = file.toAbsolutePath().getParent();
        Path folder =
                settings.temporaryFolder()
                        .orElse(
                                beside != null && Files.isWritable(beside)
                                        ? beside
                                        : Path.of(System.getProperty("java.io.tmpdir")))
                        .toAbsolutePath();
        return TemporaryFiles.spill(
                TemporaryFiles.name(folder, String.valueOf(file.getFileName())));
    }

    private static void close(@Nullable DuckDBConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // Nothing was written.
            return;
        }
    }

    private static Refused refused(Why why, Path file, String reason) {
        return new Refused(why, file + ": " + reason);
    }
}
