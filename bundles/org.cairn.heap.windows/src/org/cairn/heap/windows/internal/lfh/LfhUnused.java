package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.memory.HeapMemory;

/**
 * {@code UnusedBytes} of a block since Vista: bit 7 marks the block as one of the front end, the
 * low six bits are 0 when it is free. In busy blocks these count the bytes that the caller did not
 * ask for; 0x3f stands for a larger number in the last pointer-sized word that the caller could
 * use. Bit 6 says that so many units with allocation data come before the caller's, the last of
 * which has the number in {@code UnusedBytesLength}.
 */
final class LfhUnused {
    /** The block belongs to the front end. */
    static final int MARK = 0x80;

    /** Allocation data comes before the caller's. */
    static final int FRONT = 0x40;

    /** The number, 0 in free blocks. */
    static final int NUMBER = 0x3f;

    /** Stands for a number that is not in the dump. */
    private static final int ABSENT = -1;

    private LfhUnused() {}

    /** Where the caller's data begins, in bytes from the block's address. */
    static int userOffset(LfhLayout layout, int unused) {
        int front = (unused & FRONT) != 0 ? unused & NUMBER : 0;
        return (1 + front) * layout.unit();
    }

    /**
     * How many bytes the caller asked for.
     *
     * @param entry address of the block
     * @param stride its size
     * @param unused {@code UnusedBytes}
     * @return bytes, or the room of the block where the number cannot be right
     */
    static long requested(HeapMemory memory, LfhLayout layout, long entry, int stride, int unused) {
        long rest = rest(memory, layout, entry, stride, unused);
        int front = userOffset(layout, unused) - layout.unit();
        return rest >= front && rest <= stride
                ? stride - rest
                : Math.max(0, room(layout, stride) - front);
    }

    /**
     * Whether a block can have so many unused bytes: the caller's data begins in the block, and no
     * more bytes are unused than the block has, nor fewer than its allocation data takes. A larger
     * number at the block's end is not asked: who overran the block has overwritten it.
     *
     * @param entry address of the block
     * @param stride its size
     * @param unused {@code UnusedBytes} of a busy block
     * @return also true where the number is absent
     */
    static boolean isPossible(
            HeapMemory memory, LfhLayout layout, long entry, int stride, int unused) {
        if ((unused & FRONT) == 0) {
            return (unused & NUMBER) <= stride;
        }
        int user = userOffset(layout, unused);
        if (user > stride) {
            return false;
        }
        long rest = rest(memory, layout, entry, stride, unused);
        return rest == ABSENT || rest >= user - layout.unit() && rest <= stride;
    }

    /** The number of unused bytes, wherever it stands; negative where it cannot be one. */
    private static long rest(
            HeapMemory memory, LfhLayout layout, long entry, int stride, int unused) {
        int number = unused & NUMBER;
        if ((unused & FRONT) != 0) {
            long front = entry + (long) number * layout.unit();
            return memory.u16(front + layout.entry().unusedLength(), ABSENT);
        }
        if (number == NUMBER) {
            long end = entry + stride + layout.entry().compact();
            return memory.pointer(end - layout.pointerSize(), ABSENT);
        }
        return number;
    }

    /**
     * The most that a caller can use: on x64 the data runs on into the next header's first half.
     */
    static long room(LfhLayout layout, int stride) {
        return (long) stride - layout.unit() + layout.entry().compact();
    }
}
