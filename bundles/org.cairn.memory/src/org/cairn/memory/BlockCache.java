package org.cairn.memory;

import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * Keeps the blocks that were unpacked last, 32 MB of them. Safe for use by several threads; a block
 * may be unpacked twice when two of them want it at once.
 */
public final class BlockCache {
    /** Bytes that are kept at most. */
    private static final int CAPACITY = 1 << 25;

    private static final long GOLDEN_RATIO = 0x9e37_79b9_7f4a_7c15L;

    /** Unpacks a block. */
    public interface Unpacker {
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

    /**
     * Creates a cache.
     *
     * @param blockSize the most bytes that a block has
     * @param unpacker is asked for blocks that are not kept
     */
    public BlockCache(int blockSize, Unpacker unpacker) {
        this.unpacker = unpacker;
        int slots = Integer.highestOneBit(Math.max(2, CAPACITY / blockSize));
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
        this.entries = new @Nullable Entry[slots];
    }

    /**
     * A block.
     *
     * @param block its number
     * @return what the unpacker made of it
     */
    public MemorySegment get(long block) {
        int slot = (int) (block * GOLDEN_RATIO >>> shift);
        Entry entry = entries[slot];
        if (entry == null || entry.block != block) {
            entry = new Entry(block, unpacker.unpack(block));
            entries[slot] = entry;
        }
        return entry.bytes;
    }
}
