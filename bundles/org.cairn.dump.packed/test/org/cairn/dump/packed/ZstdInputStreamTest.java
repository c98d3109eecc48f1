package org.cairn.dump.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

/**
 * Files in the folder samples were packed by zstd 1.5.4, in these ways: noise, skewed -3; copies
 * -1; copies-best -19 --ultra; small -19 --no-check; long -19 --long=24; empty -3; fast --fast=5.
 * The test makes their contents again.
 */
class ZstdInputStreamTest {
    private static final long MULTIPLIER = 6364136223846793005L;
    private static final long INCREMENT = 1442695040888963407L;

    @ParameterizedTest
    @CsvSource({
        "noise, 0, 3000",
        "skewed, 1, 20000",
        "copies, 2, 60000",
        "copies-best, 2, 60000",
        "small, 1, 600",
        "long, 2, 400000",
        "empty, 0, 0",
        "fast, 2, 60000"
    })
    void unpacksWhatZstdPacked(String name, int kind, int size) throws IOException {
        assertThat(unpack(packed(name))).isEqualTo(content(kind, size));
    }

    @Test
    void framesFollowEachOther() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(new byte[] {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9});
        both.writeBytes(packed("small"));
        both.writeBytes(packed("empty"));
        both.writeBytes(packed("small"));
        byte[] once = content(1, 600);
        byte[] twice = Arrays.copyOf(once, 1200);
        System.arraycopy(once, 0, twice, 600, 600);
        assertThat(unpack(both.toByteArray())).isEqualTo(twice);
    }

    @Test
    void cutsAreNoticed() throws IOException {
        byte[] whole = packed("skewed");
        for (int length = 1; length < whole.length; length += 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> unpack(cut));
        }
    }

    /** The checksum finds what the format itself lets pass; some bits have no meaning. */
    @Test
    void damageIsNoticed() throws IOException {
        Random random = new Random(1);
        for (String name : new String[] {"skewed", "copies", "copies-best", "fast"}) {
            byte[] whole = packed(name);
            byte[] content = unpack(whole);
            int noticed = 0;
            for (int i = 0; i < 500; i++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
                try {
                    assertThat(unpack(damaged)).isEqualTo(content);
                } catch (IOException damage) {
                    noticed++;
                }
            }
            assertThat(noticed).isGreaterThan(490);
        }
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] packed(String name) throws IOException {
        try (InputStream in =
                ZstdInputStreamTest.class.getResourceAsStream("samples/" + name + ".zst")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    /** Noise; bytes of which some are frequent; copies of what came before and new bytes. */
    private static byte[] content(int kind, int size) {
        byte[] bytes = new byte[size];
        long x = 1;
        for (int at = 0; at < size; ) {
            x = x * MULTIPLIER + INCREMENT;
            long value = x >>> 33;
            if (kind == 0) {
                bytes[at++] = (byte) value;
            } else if (kind == 1) {
                bytes[at++] = (byte) (0x40 + (value & 7) * (value >>> 3 & 7));
            } else if ((value & 3) != 0 && at > 64) {
                int distance = (int) ((value >>> 2) % Math.min(at, 5000)) + 1;
                int length = (int) ((value >>> 20) % 40) + 3;
                for (int i = 0; i < length && at < size; i++, at++) {
                    bytes[at] = bytes[at - distance];
                }
            } else {
                for (int i = 0; i < Integer.BYTES && at < size; i++, at++) {
                    bytes[at] = (byte) (value >>> Byte.SIZE * i);
                }
            }
        }
        return bytes;
    }
}
