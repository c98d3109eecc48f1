package org.cairn.dump.packed;

import org.cairn.dump.DumpFormatException;
import org.cairn.dump.FileIdentity;
import org.cairn.memory.MappedFile;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.NonNullByDefault;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A folder with what packed dumps hold. A dump is unpacked when it is opened first, and again when
 * the file has changed. What is there under its final name is complete: it is written under another
 * name first, so that several may unpack the same file at once. Safe for use by several threads and
 * processes.
 */
public final class UnpackedFiles {
    /** The limit that is generous: 1 TiB. */
    public static final long USUAL_LIMIT = 1L << 40;

    /** Stays free on the disk, whatever a file promises; on a small disk a part of it. */
    private static final long RESERVE = 1L << 30;

    private static final int RESERVED_PART = 20;

    /** Characters of the file's name that are kept: names have 255 at most. */
    private static final int NAME_LENGTH = 100;

    /** The disk is asked for room after so many bytes. */
    private static final long ASK = 1 << 26;

    private static final int BUFFER = 1 << 16;
    private static final Duration STALE = Duration.ofDays(2);
    private static final String TEMPORARY = ".part";

    private final Path folder;
    private final long limit;

    /**
     * Names the folder.
     *
     * @param folder created when it is needed
     * @param limit the most bytes that a dump may have when it is unpacked
     */
    public UnpackedFiles(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /**
     * Unpacks a file, unless that was done before.
     *
     * @param file a packed file
     * @param progress told of the work in bytes of the packed file; cancels it, and nothing
     *     half-made stays
     * @return the unpacked file; empty when the file is not packed
     * @throws DumpFormatException when the file is damaged, or too large when it is unpacked
     * @throws IOException when the file cannot be read, or the folder cannot be written
     */
    public Optional<Path> unpack(Path file, Progress progress)
            throws DumpFormatException, IOException {
        Packing packing;
        String identity;
        try (MappedFile mapped = MappedFile.open(file)) {
            Optional<Packing> found = Packing.of(mapped.bytes());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            packing = found.get();
            identity = FileIdentity.of(file, mapped.bytes());
        }
        String own = String.valueOf(file.getFileName());
        String name =
                own.substring(0, Math.min(own.length(), NAME_LENGTH))
                        + "-"
                        + FileIdentity.shortHash(file.toAbsolutePath().toString())
                        + "-";
        Path target = folder.resolve(name + FileIdentity.shortHash(identity));
        if (!Files.exists(target)) {
            Files.createDirectories(folder);
            unpack(file, packing, target, progress);
            tidy(name, target);
        }
        return Optional.of(target);
    }

    private void unpack(Path file, Packing packing, Path target, Progress progress)
            throws DumpFormatException, IOException {
        progress.task("unpacking " + file.getFileName());
        progress.total(Files.size(file));
        Path temporary = Files.createTempFile(folder, "unpacking", TEMPORARY);
        try {
            try (CountedInput packed =
                            new CountedInput(
                                    new BufferedInputStream(Files.newInputStream(file), BUFFER));
                    OutputStream out = Files.newOutputStream(temporary)) {
                new Transfer(file, packing, packed, out, progress).run();
            }
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Who was faster has written the same: where a file in use cannot be replaced, it stays. */
    private static void move(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            if (!Files.exists(target)) {
                throw failure;
            }
        }
    }

    /** Removes what an earlier content of the file was unpacked to, and what a crash left. */
    private void tidy(String name, Path target) throws IOException {
        Instant stale = Instant.now().minus(STALE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path other : files) {
                String found = String.valueOf(other.getFileName());
                boolean older = found.startsWith(name) && !other.equals(target);
                if (older || found.endsWith(TEMPORARY) && isOlder(other, stale)) {
                    delete(other);
                }
            }
        }
    }

    private static boolean isOlder(Path file, Instant than) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(than);
        } catch (NoSuchFileException gone) {
            // another one that unpacks was done with it since the folder was listed
            return false;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException inUse) {
            // another process reads it; the next that unpacks will try again
            return;
        }
    }

    /** Unpacks from a stream to another. */
    private final class Transfer {
        private final Path file;
        private final Packing packing;
        private final CountedInput packed;
        private final OutputStream out;
        private final Progress progress;
        private final FileStore disk;
        private long written;

        Transfer(
                Path file,
                Packing packing,
                CountedInput packed,
                OutputStream out,
                Progress progress)
                throws IOException {
            this.file = file;
            this.packing = packing;
            this.packed = packed;
            this.out = out;
            this.progress = progress;
            this.disk = Files.getFileStore(folder);
        }

        void run() throws DumpFormatException, IOException {
            byte[] buffer = new byte[BUFFER];
            long before = 0;
            long asked = -ASK;
            InputStream in = open();
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                progress.checkCancelled();
                progress.step(packed.count() - before);
                before = packed.count();
                if (count > limit - written) {
                    throw refuse(
                            String.format(
                                    Locale.ROOT,
                                    "unpacked it has more than %,d bytes, which is the limit",
                                    limit));
                }
                if (written - asked >= ASK) {
                    asked = written;
                    requireRoom();
                }
                out.write(buffer, 0, count);
                written += count;
            }
            if (written == 0) {
                throw refuse("nothing is packed in it");
            }
        }

        private InputStream open() throws DumpFormatException {
            try {
                return packing.unpack(packed);
            } catch (IOException | RuntimeException damaged) {
                throw refuse(reason(damaged));
            }
        }

        private int read(InputStream in, byte[] buffer) throws DumpFormatException {
            try {
                return in.read(buffer, 0, buffer.length);
            } catch (IOException | RuntimeException damaged) {
                throw refuse(reason(damaged));
            }
        }

        private void requireRoom() throws DumpFormatException, IOException {
            long room = disk.getUsableSpace();
            long reserve = Math.min(RESERVE, disk.getTotalSpace() / RESERVED_PART);
            if (room < reserve + ASK) {
                throw refuse(
                        String.format(
                                Locale.ROOT,
                                "no room to unpack it: after %,d bytes, %,d are left for %s",
                                written,
                                room,
                                folder));
            }
        }

        private DumpFormatException refuse(String reason) {
            return new DumpFormatException(file, packed.count(), packing.label() + ": " + reason);
        }

        private static String reason(Exception damaged) {
            String message = damaged.getMessage();
            return message == null ? "damaged" : message;
        }
    }

    /** Counts the bytes that were taken. */
    private static final class CountedInput extends InputStream {
        private final InputStream in;
        private long count;

        CountedInput(InputStream in) {
            this.in = in;
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        @NonNullByDefault({})
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
