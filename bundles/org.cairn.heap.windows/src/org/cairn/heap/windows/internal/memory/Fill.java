package org.cairn.heap.windows.internal.memory;

import org.cairn.memory.MemoryCursor;

/** Memory that was filled with a repeated pattern. */
public final class Fill {
    private static final int CHUNK = 0x1000;
    private static final int BYTE = 0xff;

    private Fill() {}

    /**
     * Looks for the first byte that is not the pattern's.
     *
     * @param cursor of the memory
     * @param from first address
     * @param bytes how many; a negative number counts as 0
     * @param pattern bytes that are repeated from the first address on
     * @return how many bytes are as they must be; {@code bytes} when all are up to the first one
     *     that is absent
     */
    public static long length(MemoryCursor cursor, long from, long bytes, int... pattern) {
        long done = 0;
        while (done < bytes) {
            long at = from + done;
            int count = (int) Math.min(bytes - done, CHUNK - (at & CHUNK - 1));
            if (!cursor.seek(at, count)) {
                break;
            }
            for (int i = 0; i < count; i++) {
                if (cursor.u8(i) != (pattern[(int) ((done + i) % pattern.length)] & BYTE)) {
                    return done + i;
                }
            }
            done += count;
        }
        return Math.max(bytes, 0);
    }

    /**
     * Counts the bytes that are the pattern's, up to the first one that is absent.
     *
     * @param cursor of the memory
     * @param from first address
     * @param bytes how many to look at
     * @param pattern the byte
     * @return how many are equal
     */
    public static long count(MemoryCursor cursor, long from, long bytes, int pattern) {
        long equal = 0;
        for (long done = 0; done < bytes; ) {
            long at = from + done;
            int count = (int) Math.min(bytes - done, CHUNK - (at & CHUNK - 1));
            if (!cursor.seek(at, count)) {
                break;
            }
            for (int i = 0; i < count; i++) {
                equal += cursor.u8(i) == pattern ? 1 : 0;
            }
            done += count;
        }
        return equal;
    }
}
