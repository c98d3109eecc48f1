package org.cairn.testkit.internal;

import org.cairn.testkit.Os2Truth.Block;

import java.util.ArrayList;
import java.util.List;

/** Writes a swappable heap: header, busy blocks, and the descriptors of free space elsewhere. */
public final class Os2SwappableHeap {
    private static final int HEADER = 0x40;
    private static final int BLOCK_HEADER = 8;
    private static final int DESCRIPTOR = 0xc;

    private final Os2Memory memory;
    private final long base;
    private final long end;
    private final int handle;
    private final boolean debug;
    private final List<Block> blocks = new ArrayList<>();
    private long position;

    /**
     * Starts a heap.
     *
     * @param memory to write to
     * @param base its first address
     * @param pages that it has, all committed
     * @param handle of its memory object
     * @param debug whether it is that of an ALLSTRICT kernel
     */
    public Os2SwappableHeap(Os2Memory memory, long base, int pages, int handle, boolean debug) {
        this.memory = memory;
        this.base = base;
        this.end = base + pages * 0x1000L;
        this.handle = handle;
        this.debug = debug;
        this.position = base + HEADER;
    }

    /** A busy block; returns the address of its data. */
    public long busy(int owner, int selector, int data) {
        int size = data + BLOCK_HEADER + 7 & -8;
        blocks.add(new Block(position, size, "swappable", owner, selector));
        memory.u32(position, 0x5200_0000L | size);
        memory.u32(position + 4, (long) selector << 16 | owner);
        position += size;
        return position - size + BLOCK_HEADER;
    }

    /** Free space. */
    public void free(int size) {
        blocks.add(new Block(position, size, "free", 0, 0));
        position += size;
    }

    /**
     * Fills what is left with free space and writes the header and the descriptors.
     *
     * @param descriptors address of the first one
     * @return busy and free blocks
     */
    public List<Block> finish(long descriptors) {
        free((int) (end - position));
        long next = 0;
        long at = descriptors;
        List<Block> reversed = blocks.reversed();
        for (Block block : reversed) {
            if (block.kind().equals("free")) {
                memory.dwords(at, block.size() / 4, next, block.address());
                next = at;
                at += DESCRIPTOR;
            }
        }
        long first = base + HEADER;
        if (debug) {
            memory.dwords(base, next, 0, 0, 0, end, end, 2);
            memory.u16(base + 0x1c, handle);
            memory.u32(base + 0x1e, first);
        } else {
            memory.dwords(base, 0, next, 0, 0, 0, 0, end, end, 2);
            memory.u16(base + 0x24, handle);
            memory.u32(base + 0x26, first);
        }
        return List.copyOf(blocks);
    }
}
