package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The low-fragmentation heap of a large 64-bit heap of Windows 8 or later: {@code _LFH_HEAP} in the
 * first page of a region, zones with subsegments in the others. Every third block is free.
 */
final class BulkLfh {
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int SIGNATURE = 0xf0e0d0c0;
    private static final int LOCAL_INFO = 0x400;
    private static final int USER_HEADER = 0x38;
    private static final int BITMAP = 0x30;
    private static final int ZONE_HEADER = 0x20;
    private static final int SUBSEGMENT = 0x40;
    private static final int OF_ZONE = (int) (PAGE - ZONE_HEADER) / SUBSEGMENT;
    private static final int MARK = 0x80;
    private static final int UNUSED = 8;

    private final long heap;
    private final long address;
    private final int key;

    /**
     * Plans the front end of a heap.
     *
     * @param heap address of the heap
     * @param address of {@code _LFH_HEAP}
     * @param key low half of the secret of the process
     */
    BulkLfh(long heap, long address, int key) {
        this.heap = heap;
        this.address = address;
        this.key = key;
    }

    private static int first(int count) {
        return USER_HEADER + (count + 63) / 64 * Long.BYTES + 15 & -16;
    }

    private static int sizeIndex(int unit, int blockUnits, int count) {
        int bytes = first(count) + blockUnits * unit * count;
        return Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1);
    }

    /** Units of a container of so many blocks. */
    static int units(int unit, int blockUnits, int count) {
        return 1 + (1 << sizeIndex(unit, blockUnits, count)) / unit;
    }

    /** Whether a container has bytes behind its last block. */
    static boolean hasPadding(int unit, int blockUnits, int count) {
        return first(count) + blockUnits * unit * count != 1 << sizeIndex(unit, blockUnits, count);
    }

    /** Whether a block is given out. */
    static boolean isBusy(int index) {
        return index % 3 != 1;
    }

    /** How many of so many blocks are given out. */
    static int busy(int count) {
        return count - (count + 1) / 3;
    }

    /** Bytes that the caller of a block asked for. */
    static int requested(int unit, int blockUnits) {
        return blockUnits * unit - UNUSED;
    }

    /** Bytes of the region of so many containers. */
    static long region(int containers) {
        return PAGE * (1 + (containers + OF_ZONE - 1) / OF_ZONE);
    }

    long address() {
        return address;
    }

    /** Writes what is inside of a container's entry. */
    void container(
            MemorySegment buffer,
            long offset,
            long entry,
            int unit,
            int blockUnits,
            int count,
            int index) {
        long user = entry + unit;
        long at = offset + unit;
        int stride = blockUnits * unit;
        int first = first(count);
        buffer.set(LONG, at, subsegment(index));
        buffer.set(INT, at + 0x10, sizeIndex(unit, blockUnits, count));
        buffer.set(INT, at + 0x14, SIGNATURE);
        buffer.set(INT, at + 0x18, (stride << 16 | first) ^ (int) user ^ (int) address ^ key);
        buffer.set(LONG, at + 0x20, count);
        buffer.set(LONG, at + 0x28, user + BITMAP);
        for (int word = 0; word * 64 < count; word++) {
            long bits = 0;
            for (int bit = 0; bit < 64; bit++) {
                boolean set = word * 64 + bit >= count || isBusy(word * 64 + bit);
                bits |= set ? 1L << bit : 0;
            }
            buffer.set(LONG, at + BITMAP + word * 8L, bits);
        }
        for (int i = 0; i < count; i++) {
            long block = first + (long) i * stride;
            int word = (int) (user + block >>> 4) ^ (int) block << 12 ^ (int) heap ^ key;
            int unused = isBusy(i) ? MARK | UNUSED : MARK;
            buffer.set(INT, at + block + 8, word);
            buffer.set(INT, at + block + 12, i << 8 | unused << 24);
        }
    }

    private long subsegment(int index) {
        return address
                + PAGE * (1 + index / OF_ZONE)
                + ZONE_HEADER
                + (long) (index % OF_ZONE) * SUBSEGMENT;
    }

    /** Writes the subsegment of a container into a region full of zeros. */
    void subsegment(
            MemorySegment region, long entry, int unit, int blockUnits, int count, int index) {
        long at = subsegment(index) - address;
        region.set(LONG, at, address + LOCAL_INFO);
        region.set(LONG, at + 0x8, entry + unit);
        region.set(SHORT, at + 0x20, (short) (count - busy(count)));
        region.set(SHORT, at + 0x24, (short) blockUnits);
        region.set(SHORT, at + 0x28, (short) count);
    }

    /** Writes the list of zones of so many containers. */
    void zones(MemorySegment region, int containers) {
        int zones = (int) (region(containers) / PAGE) - 1;
        List<Long> nodes =
                LongStream.rangeClosed(1, zones)
                        .map(zone -> address + zone * PAGE)
                        .boxed()
                        .toList();
        long head = address + 0x8;
        long before = head;
        for (long node : nodes) {
            region.set(LONG, before - address, node);
            region.set(LONG, node - address + 8, before);
            before = node;
        }
        region.set(LONG, before - address, head);
        region.set(LONG, head - address + 8, before);
        region.set(LONG, 0x18, heap);
        for (int i = 0; i < zones; i++) {
            int count = Math.min(OF_ZONE, containers - i * OF_ZONE);
            region.set(INT, PAGE * (1L + i) + 0x10, count);
        }
    }
}
