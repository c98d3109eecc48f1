package org.cairn.pool.windows;

import org.cairn.memory.AddressSpace;

import java.util.Arrays;
import java.util.Random;

/** Memory of other uses: what a scan must not take for blocks. */
final class Noise {
    private static final int PAGE = 0x1000;
    private static final int PAGES_OF_EACH = 512;

    /** Pages of two small numbers and a text: one in 32 of them looks like a header. */
    private static final int RECORD_PAGES = 128;

    private static final String TEXT = "The Quick Brown Fox Jumps Over The Lazy Dog; 0123456789. ";

    private Noise() {}

    /** Memory, and behind it pages of random bytes, text, small numbers, pointers, records. */
    static AddressSpace behind(byte[] memory) {
        Random random = new Random(3);
        byte[] all =
                Arrays.copyOf(memory, memory.length + (5 * PAGES_OF_EACH + RECORD_PAGES) * PAGE);
        int at = memory.length;
        byte[] bytes = new byte[PAGES_OF_EACH * PAGE];
        random.nextBytes(bytes);
        System.arraycopy(bytes, 0, all, at, bytes.length);
        at += bytes.length;
        for (int i = 0; i < bytes.length; i++) {
            all[at + i] = (byte) TEXT.charAt((i * 7 + i / 911) % TEXT.length());
            all[at + bytes.length + i] =
                    (byte) (i % 2 == 0 ? TEXT.charAt((i / 2 * 3 + i / 677) % TEXT.length()) : 0);
            all[at + 2 * bytes.length + i] = (byte) (i % 4 == 0 ? random.nextInt(64) : 0);
            all[at + 3 * bytes.length + i] =
                    (byte) (i % 8 < 4 ? random.nextInt() : i % 8 < 6 ? 0xf8 : 0xff);
        }
        at += 4 * bytes.length;
        for (int i = 0; i < RECORD_PAGES * PAGE; i += 16) {
            all[at + i] = (byte) random.nextInt(16);
            all[at + i + 2] = (byte) random.nextInt();
            all[at + i + 3] = (byte) random.nextInt(4);
            for (int j = 4; j < 16; j++) {
                all[at + i + j] = (byte) TEXT.charAt(random.nextInt(TEXT.length()));
            }
        }
        return BareMemory.of(all);
    }
}
