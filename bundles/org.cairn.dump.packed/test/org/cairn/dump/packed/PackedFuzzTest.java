package org.cairn.dump.packed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Damaged packed files end in an exception that the unpacking turns into a refusal, or unpack. */
class PackedFuzzTest {
    private static final int MUTATIONS = Integer.getInteger("cairn.mutations", 300);

    /** What a damaged file may unpack to before it is left. */
    private static final long MOST = 1 << 24;

    @ParameterizedTest
    @EnumSource(names = "ZSTD_SKIPPABLE", mode = EnumSource.Mode.EXCLUDE)
    void survivesMutations(Packing packing) throws IOException {
        byte[] whole = packed(packing);
        int unpacked = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Random random = new Random(77 + i);
            byte[] damaged = whole.clone();
            for (int j = random.nextInt(1, 6); j > 0; j--) {
                int at = random.nextInt(random.nextBoolean() ? 64 : damaged.length);
                damaged[at] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
            }
            unpacked += unpacks(packing, damaged) ? 1 : 0;
        }
        assertThat(unpacked).isBetween(0, MUTATIONS);
        assertThat(unpacks(packing, whole)).isTrue();
    }

    private static boolean unpacks(Packing packing, byte[] packed) {
        byte[] buffer = new byte[1 << 14];
        long done = 0;
        try (InputStream in = packing.unpack(new ByteArrayInputStream(packed))) {
            for (int count = 0; count >= 0 && done < MOST; count = in.read(buffer)) {
                done += count;
            }
            return true;
        } catch (IOException | RuntimeException refused) {
            return false;
        }
    }

    private static byte[] packed(Packing packing) throws IOException {
        if (packing == Packing.ZSTD || packing == Packing.XZ) {
            String name = packing == Packing.XZ ? "samples/copies.xz" : "samples/copies-best.zst";
            try (InputStream in = PackedFuzzTest.class.getResourceAsStream(name)) {
                return Objects.requireNonNull(in).readAllBytes();
            }
        }
        byte[] content = new byte[20_000];
        Random random = new Random(6);
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (random.nextInt(8) * random.nextInt(8));
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        if (packing == Packing.ZIP) {
            try (ZipOutputStream out = new ZipOutputStream(packed)) {
                out.putNextEntry(new ZipEntry("a.dmp"));
                out.write(content);
            }
        } else {
            try (OutputStream out = new GZIPOutputStream(packed)) {
                out.write(content);
            }
        }
        return packed.toByteArray();
    }
}
