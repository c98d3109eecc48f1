package org.cairn.dump.machine.internal;

import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;

/** Keeps the blocks that were unpacked last. Used by several threads. */
final class BlockCache {
    /** Bytes that are kept at most. */
    private static final int CAPACITY = 1 << 25;

    private static final long GOLDEN_RATIO = 0x9e37_79b9_7f4a_7c15L;

    /** Unpacks a block. */
    interface Unpacker {
        /**
         * Unpacks.
         *
         * @param block its number
         * @return its bytes, {@link MemorySegment#NULL} when it is damaged
         */
        MemorySegment unpack(long block);
    }

    private record Entry(long block, MemorySegment bytes) {}

    private final Unpacker unpacker;
    private final int shift;

    /** Entries are immutable, so a race costs a second unpacking at most. */
    private final @Nullable Entry[] entries;

    BlockCache(int blockSize, Unpacker unpacker) {
        this.unpacker = unpacker;
        int slots = Integer.highestOneBit(Math.max(2, CAPACITY / blockSize));
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
        this.entries = new @Nullable Entry[slots];
    }

    MemorySegment get(long block) {
        int slot = (int) (block * GOLDEN_RATIO >>> shift);
        Entry entry = entries[slot];
        if (entry == null || entry.block != block) {
            entry = new Entry(block, unpacker.unpack(block));
            entries[slot] = entry;
        }
        return entry.bytes;
    }
}
