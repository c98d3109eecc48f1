package org.cairn.store;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.internal.TemporaryFiles;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that a store exports to. The database may write into its spill folder and nowhere else;
 * there the file is made, and moved to its place when it is complete.
 */
final class ParquetFile {
    private static final long PORTION = 8L << 20;

    private final Path target;
    private final Path made;

    /**
     * Prepares a file.
     *
     * @param target where the user wants it
     * @param store the store's file, which cannot be the target
     * @param spill folder that the database may write to
     * @throws StoreException when the target cannot be written
     */
    ParquetFile(Path target, Path store, Path spill) throws StoreException {
        this.target = target.toAbsolutePath();
        Path name = this.target.getFileName();
        if (name == null || Files.isDirectory(this.target)) {
            throw new StoreException(target + ": not a file", null);
        }
        try {
            if (Files.exists(this.target)
                    && Files.exists(store)
                    && Files.isSameFile(this.target, store)) {
                throw new StoreException(target + ": the store itself is not overwritten", null);
            }
            Files.createDirectories(spill);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw failure(e);
        }
        this.made = TemporaryFiles.name(spill, "export");
    }

    /** Where the database has to write. */
    Path made() {
        return made;
    }

    /**
     * Puts the complete file into its place.
     *
     * @throws StoreException when the target cannot be written or replaced
     * @throws CancelledException when the work was cancelled
     */
    void place(Progress progress) throws StoreException {
        progress.checkCancelled();
        try {
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            copy(progress);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The target is on another volume. */
    private void copy(Progress progress) throws StoreException {
        Path beside =
                TemporaryFiles.name(
                        target.resolveSibling(""), String.valueOf(target.getFileName()));
        try {
            copy(made, beside, progress);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure(e);
        } finally {
            TemporaryFiles.delete(beside);
        }
    }

    /**
     * Copies a file in portions.
     *
     * @throws IOException when one of them cannot be read or written
     * @throws CancelledException when the work was cancelled
     */
    static void copy(Path from, Path to, Progress progress) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out =
                        FileChannel.open(
                                to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = in.size();
            for (long done = 0; done < size; ) {
                progress.checkCancelled();
                done += in.transferTo(done, PORTION, out);
            }
        }
    }

    /** Removes what was made, if it is not in its place. */
    void delete() {
        TemporaryFiles.delete(made);
    }

    private StoreException failure(IOException e) {
        return new StoreException(target + ": cannot be written: " + e.getMessage(), e);
    }
}
