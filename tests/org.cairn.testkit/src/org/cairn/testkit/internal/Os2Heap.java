package org.cairn.testkit.internal;

import org.cairn.testkit.Os2Truth.Block;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a resident heap as the kernel would: header, blocks, boundary tags, free list, end block.
 */
public final class Os2Heap {
    private static final int FREE = 0xffe9;
    private static final int HEADER = 0xc4;

    private final Os2Memory memory;
    private final long base;
    private final long end;
    private final int handle;
    private final List<Block> blocks = new ArrayList<>();
    private long position;

    /**
     * Starts a heap.
     *
     * @param memory to write to
     * @param base its first address
     * @param pages that it has, all committed
     * @param handle of its memory object
     */
    public Os2Heap(Os2Memory memory, long base, int pages, int handle) {
        this.memory = memory;
        this.base = base;
        this.end = base + pages * 0x1000L;
        this.handle = handle;
        this.position = base + HEADER;
    }

    /** A regular block; returns the address of its data. */
    public long regular(int owner, int data) {
        return add("regular", owner, 0, data + 4);
    }

    /** An extended block; returns the address of its data. */
    public long extended(int owner, int selector, int data) {
        return add("extended", owner, selector, (data + 3 & -4) + 12);
    }

    /** A free block. */
    public void free(int size) {
        add("free", FREE, 0, size);
    }

    private long add(String kind, int owner, int selector, int size) {
        int whole = size + 3 & -4;
        blocks.add(new Block(position, whole, kind, owner, selector));
        position += whole;
        return position - whole + 4;
    }

    /** Fills what is left with one free block and writes all; returns the blocks. */
    public List<Block> finish() {
        int rest = (int) (end - 4 - position);
        add("free", rest > 0x7ffc ? 0 : FREE, 0, rest);
        add("end of heap", 0xffea, 0, 4);
        long list = base + 0x24;
        long before = list;
        boolean previousFree = false;
        for (Block block : blocks) {
            write(block, previousFree);
            previousFree = block.kind().equals("free");
            if (previousFree) {
                memory.u32(block.address() + block.size() - 4, block.address() | 2);
                memory.u32(before + 4, block.address());
                memory.u32(block.address() + 8, before);
                before = block.address();
            }
        }
        memory.u32(before + 4, list);
        memory.u32(list + 8, before);
        long free = blocks.stream().filter(block -> block.kind().equals("free")).count();
        memory.dwords(base, blocks.size(), free, base + HEADER, end - 4, end, end, base >>> 12, 7);
        memory.u32(base + 0x20, 0x402);
        memory.u16(base + 0xb4, handle);
        return List.copyOf(blocks);
    }

    private void write(Block block, boolean previousFree) {
        long header = (long) block.owner() << 16 | block.size() | (previousFree ? 0x8000 : 0);
        if (block.kind().equals("extended")) {
            header = block.size() | 1 | (previousFree ? 0x4000_0000L : 0);
            long trailer = block.address() + block.size() - 8;
            memory.u32(trailer, (long) block.owner() << 16 | block.selector());
        } else if (block.owner() == 0) {
            header = 0x8000_0000L | block.size() | 1;
        }
        memory.u32(block.address(), header);
    }
}
