package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.memory.HeapMemory;

import java.util.Arrays;

/** Which blocks of one container are busy, as far as it is said outside of their headers. */
final class Occupancy {
    private static final int WORD_BITS = Integer.SIZE;

    private final HeapMemory memory;
    private final LfhLayout layout;
    private final int[] bits = new int[(UserBlocks.MAX_BLOCKS + WORD_BITS) / WORD_BITS];
    private int known;
    private boolean consistent;

    Occupancy(HeapMemory memory, LfhLayout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    /** Takes note that nothing is known. */
    void none() {
        known = 0;
    }

    /** Reads the bitmap of a container. */
    void readBitmap(Container container) {
        long data = container.user().address() + layout.user().bitmapData();
        known = 0;
        for (int i = 0; i * WORD_BITS < container.count(); i++) {
            if (!memory.isPresent(data + (long) i * Integer.BYTES, Integer.BYTES)) {
                return;
            }
            bits[i] = (int) memory.cursor().u32(0);
            known = Math.min(container.count(), (i + 1) * WORD_BITS);
        }
    }

    /**
     * Follows the chain of free blocks: {@code FreeEntryOffset} is the distance of the first from
     * the container's header in units, the first two bytes of a free block's data are that of the
     * next.
     */
    void readChain(Container container, Subsegment subsegment) {
        Arrays.fill(bits, -1);
        known = 0;
        consistent = false;
        long offset = subsegment.freeOffset();
        for (int i = 0; i < subsegment.depth(); i++) {
            long entry = container.user().address() + (offset << layout.entry().unitShift());
            long distance = entry - container.first();
            int index = (int) (distance / container.stride());
            if (distance < 0
                    || distance % container.stride() != 0
                    || index >= container.count()
                    || !isBusy(index)
                    || !memory.isPresent(entry + layout.unit(), Short.BYTES)) {
                return;
            }
            bits[index / WORD_BITS] &= ~(1 << index % WORD_BITS);
            offset = memory.cursor().u16(0);
        }
        known = container.count();
        consistent = true;
    }

    /** Whether the chain that was read last has as many blocks as its subsegment counts. */
    boolean isConsistent() {
        return consistent;
    }

    /** The number of blocks, from the first on, of which the state is known. */
    int known() {
        return known;
    }

    /** Takes another source's word for the state of a block. */
    void set(int index, boolean busy) {
        int bit = 1 << index % WORD_BITS;
        bits[index / WORD_BITS] = bits[index / WORD_BITS] & ~bit | (busy ? bit : 0);
    }

    /** Whether a block is busy; to be asked for blocks below {@link #known} only. */
    boolean isBusy(int index) {
        return (bits[index / WORD_BITS] >>> index % WORD_BITS & 1) != 0;
    }
}
