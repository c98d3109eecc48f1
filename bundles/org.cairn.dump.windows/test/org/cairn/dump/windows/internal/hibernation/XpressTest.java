package org.cairn.dump.windows.internal.hibernation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** The examples of [MS-XCA], section 3. */
class XpressTest {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz";

    @Test
    void unpacksThePlainExamples() {
        byte[] alphabet = hex("3f000000" + HexFormat.of().formatHex(ALPHABET.getBytes()));
        assertThat(plain(alphabet, 26)).isEqualTo(ALPHABET);
        assertThat(plain(hex("ffffff1f61626317000fff2601"), 300)).isEqualTo("abc".repeat(100));
    }

    @Test
    void unpacksTheHuffmanExamples() {
        String alphabet =
                "00".repeat(48)
                        + "50"
                        + "55".repeat(10)
                        + "454404"
                        + "00".repeat(66)
                        + "04"
                        + "00".repeat(127)
                        + "d8523ed794115be9195ff9d67cdf8d0400000000";
        assertThat(huffman(hex(alphabet), 26)).isEqualTo(ALPHABET);
        String repeated =
                "00".repeat(48)
                        + "3023"
                        + "00".repeat(78)
                        + "02"
                        + "00".repeat(14)
                        + "20"
                        + "00".repeat(112)
                        + "a8dc0000ff2601";
        assertThat(huffman(hex(repeated), 300)).isEqualTo("abc".repeat(100));
    }

    @Test
    void damageIsNoCrash() {
        Random random = new Random(5);
        byte[] into = new byte[1 << 16];
        for (int i = 0; i < 5000; i++) {
            byte[] noise = new byte[random.nextInt(1, 600)];
            random.nextBytes(noise);
            if (i % 2 == 0) {
                Arrays.fill(noise, 0, Math.min(256, noise.length), (byte) 0x99);
            }
            assertThat(Xpress.plain(noise, into)).isBetween(-1, into.length);
            assertThat(Xpress.huffman(noise, into)).isBetween(-1, into.length);
        }
    }

    private static String plain(byte[] packed, int size) {
        byte[] into = new byte[size];
        assertThat(Xpress.plain(packed, into)).isEqualTo(size);
        return new String(into, StandardCharsets.US_ASCII);
    }

    private static String huffman(byte[] packed, int size) {
        byte[] into = new byte[size];
        assertThat(Xpress.huffman(packed, into)).isEqualTo(size);
        return new String(into, StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
