package org.cairn.dump.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cairn.dump.DumpFormatException;
import org.cairn.memory.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class UnpackedFilesTest {
    private final Path folder;
    private final Path file;
    private final UnpackedFiles unpacked;

    UnpackedFilesTest(@TempDir Path folder) {
        this.folder = folder.resolve("unpacked");
        file = folder.resolve("dump.dat");
        unpacked = new UnpackedFiles(this.folder, UnpackedFiles.USUAL_LIMIT);
    }

    /** {@code printf 'MDMP of an example' | xz}, and the same with zstd. */
    @Test
    void recognisesPackingsByContent() throws Exception {
        byte[] text = "MDMP of an example".getBytes();
        byte[] xz =
                Base64.getDecoder()
                        .decode(
                                "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQARTURNUCBvZiBhbiBleGFtcGxlAAAA0LvIFgdGRY0AASoSSwhUvB+2830BAAAAAARZWg==");
        byte[] zstd = Base64.getDecoder().decode("KLUv/QRYkQAATURNUCBvZiBhbiBleGFtcGxlkl6xRQ==");
        for (byte[] packed : List.of(gzip(text), xz, zstd, zip("folder/", "folder/a.dmp"))) {
            Files.write(file, packed);
            Path content = unpacked.unpack(file, Progress.NONE).orElseThrow();
            assertThat(Files.readAllBytes(content)).isEqualTo(text);
        }
        Files.write(file, text);
        assertThat(unpacked.unpack(file, Progress.NONE)).isEmpty();
        Files.write(file, new byte[2]);
        assertThat(unpacked.unpack(file, Progress.NONE)).isEmpty();
    }

    @Test
    void unpacksOnceAndAgainWhenTheFileHasChanged() throws Exception {
        Files.write(file, gzip(new byte[] {1, 2, 3}));
        Path first = unpacked.unpack(file, Progress.NONE).orElseThrow();
        Files.setLastModifiedTime(first, FileTime.from(Instant.EPOCH));
        assertThat(unpacked.unpack(file, Progress.NONE)).hasValue(first);
        assertThat(Files.getLastModifiedTime(first)).isEqualTo(FileTime.from(Instant.EPOCH));

        Files.write(file, gzip(new byte[] {4, 5, 6, 7}));
        Path second = unpacked.unpack(file, Progress.NONE).orElseThrow();
        assertThat(Files.readAllBytes(second)).containsExactly(4, 5, 6, 7);
        assertThat(held()).containsExactly(second);
    }

    @Test
    void gzipMembersFollowEachOther() throws Exception {
        byte[] one = gzip(new byte[] {1, 2});
        byte[] both = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, both, one.length, one.length);
        Files.write(file, both);
        Path content = unpacked.unpack(file, Progress.NONE).orElseThrow();
        assertThat(Files.readAllBytes(content)).containsExactly(1, 2, 1, 2);
    }

    @Test
    void refusesArchivesOfSeveralFilesAndOfNone() throws Exception {
        Files.write(file, zip("a.dmp", "b.dmp"));
        assertRefused("there are several files in the archive");
        Files.write(file, zip("folder/"));
        assertRefused("there is no file in the archive");
    }

    @Test
    void refusesWhatIsLargerThanTheLimit() throws Exception {
        Files.write(file, gzip(new byte[10_000_000]));
        UnpackedFiles limited = new UnpackedFiles(folder, 1_000_000);
        assertThatExceptionOfType(DumpFormatException.class)
                .isThrownBy(() -> limited.unpack(file, Progress.NONE))
                .withMessageMatching(
                        ".*: offset 0x[0-9a-f]+: gzip: unpacked it has more than 1,000,000 bytes,"
                                + " which is the limit");
        assertThat(held()).isEmpty();
    }

    @Test
    void refusesDamageWithItsPlace() throws Exception {
        byte[] noise = new byte[300_000];
        new Random(2).nextBytes(noise);
        byte[] whole = gzip(noise);
        for (int length : new int[] {5, 11, 1000, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("gzip: ");
        }
        whole[whole.length - 6] ^= 1;
        Files.write(file, whole);
        assertRefused("gzip: ");
    }

    @Test
    void cancellingLeavesNothing() throws Exception {
        Files.write(file, gzip(new byte[1_000_000]));
        Progress cancelled =
                new Progress() {
                    @Override
                    public void checkCancelled() {
                        throw new CancelledException();
                    }
                };
        assertThatExceptionOfType(Progress.CancelledException.class)
                .isThrownBy(() -> unpacked.unpack(file, cancelled));
        assertThat(held()).isEmpty();
    }

    @Test
    void progressCountsThePackedBytes() throws Exception {
        byte[] noise = new byte[500_000];
        new Random(3).nextBytes(noise);
        Files.write(file, gzip(noise));
        AtomicLong total = new AtomicLong();
        AtomicLong done = new AtomicLong();
        unpacked.unpack(
                file,
                new Progress() {
                    @Override
                    public void total(long units) {
                        total.set(units);
                    }

                    @Override
                    public void step(long units) {
                        done.addAndGet(units);
                    }
                });
        assertThat(total).hasValue(Files.size(file));
        assertThat(done.get()).isBetween(Files.size(file) * 9 / 10, Files.size(file));
    }

    @Test
    void severalUnpackTheSameFileAtOnce() throws Exception {
        byte[] content = new byte[2_000_000];
        new Random(4).nextBytes(content);
        Files.write(file, gzip(content));
        List<Callable<Path>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            work.add(() -> unpacked.unpack(file, Progress.NONE).orElseThrow());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Path> result : threads.invokeAll(work)) {
                assertThat(Files.readAllBytes(result.get())).isEqualTo(content);
            }
        }
        assertThat(held()).hasSize(1);
    }

    private List<Path> held() throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private void assertRefused(String reason) {
        assertThatExceptionOfType(DumpFormatException.class)
                .isThrownBy(() -> unpacked.unpack(file, Progress.NONE))
                .withMessageContaining(": offset 0x")
                .withMessageContaining(reason);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    out.write("MDMP of an example".getBytes());
                }
            }
        }
        return packed.toByteArray();
    }
}
