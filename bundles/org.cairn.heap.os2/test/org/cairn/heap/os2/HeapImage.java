package org.cairn.heap.os2;

import org.cairn.memory.Absence;
import org.cairn.memory.SparseMemory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * Writes a resident heap as the kernel would: header, blocks, boundary tags and free list. It
 * shares nothing with the decoder but the handbook.
 */
final class HeapImage {
    static final int PAGE = 0x1000;
    static final int FIRST = 0xc4;

    enum Kind {
        REGULAR,
        EXTENDED,
        FREE,
        FREE_EXTENDED,
        END
    }

    record Block(long address, int size, Kind kind, int owner, int selector) {
        String facts(String name) {
            String what =
                    switch (kind) {
                        case REGULAR -> "regular";
                        case EXTENDED -> "extended";
                        case FREE, FREE_EXTENDED -> "free";
                        case END -> "end of heap";
                    };
            return "%08x %s %x%s".formatted(address, what, size, name);
        }

        boolean isFree() {
            return kind == Kind.FREE || kind == Kind.FREE_EXTENDED;
        }

        long end() {
            return address + size;
        }
    }

    final long base;
    final int size;
    final List<Block> blocks = new ArrayList<>();
    private final ByteBuffer bytes;
    private int position = FIRST;

    HeapImage(long base, int pages) {
        this.base = base;
        this.size = pages * PAGE;
        this.bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A heap that is full of blocks of all kinds, whose data looks like anything. */
    static HeapImage random(long base, int pages, Random random) {
        HeapImage heap = new HeapImage(base, pages);
        int[] owners = {0xffc2, 0xffbf, 0xffa4, 0xff9e, 0xffc7, 0xff7e, 0xffa6, 0x031b, 0x0982};
        boolean mayBeFree = true;
        while (heap.room() > 0x200) {
            int dice = random.nextInt(100);
            int owner = owners[random.nextInt(owners.length)];
            int largest = Math.min(heap.room() - 0x100, 0x4000);
            if (dice < 10 && mayBeFree) {
                heap.free(0x10 + 4 * random.nextInt(largest / 16));
                mayBeFree = false;
                continue;
            }
            if (dice < 15) {
                int sized = 0x10 + 4 * random.nextInt(largest / 8);
                heap.extended(owner, 8 * random.nextInt(0x800), sized);
            } else {
                heap.regular(owner, 0xc + 4 * random.nextInt(dice < 90 ? 0x10 : 0x40));
            }
            mayBeFree = true;
        }
        heap.scribble(random);
        heap.finish();
        return heap;
    }

    private int room() {
        return size - 4 - position;
    }

    Block regular(int owner, int length) {
        return add(length, Kind.REGULAR, owner, 0);
    }

    Block extended(int owner, int selector, int length) {
        return add(length, Kind.EXTENDED, owner, selector);
    }

    Block free(int length) {
        return add(length, Kind.FREE, 0xffe9, 0);
    }

    Block freeExtended(int length) {
        return add(length, Kind.FREE_EXTENDED, 0, 0);
    }

    private Block add(int length, Kind kind, int owner, int selector) {
        Block block = new Block(base + position, length, kind, owner, selector);
        blocks.add(block);
        position += length;
        return block;
    }

    /** Fills the data with small numbers, addresses and words that look like headers. */
    private void scribble(Random random) {
        for (int i = FIRST; i < position; i += 4) {
            int word =
                    switch (random.nextInt(40)) {
                        case 0 -> 0xffc20000 + 4 * random.nextInt(0x20);
                        case 1, 2, 3, 4 -> random.nextInt(0x1000);
                        case 5, 6, 7, 8 -> (int) (base + 4 * random.nextInt(size / 4));
                        case 9, 10 -> 0xfff00000 + random.nextInt(0x40000);
                        case 11, 12, 13, 14, 15, 16 -> random.nextInt();
                        default -> 0;
                    };
            bytes.putInt(i, word);
        }
    }

    /** Fills the rest with one free block and writes everything. */
    HeapImage finish() {
        if (room() > 0) {
            if (!blocks.isEmpty() && blocks.get(blocks.size() - 1).isFree()) {
                regular(0xffa6, 0x10);
            }
            if (room() > 0x7ffc) {
                freeExtended(room());
            } else {
                free(room());
            }
        }
        add(4, Kind.END, 0xffea, 0);
        boolean previousFree = false;
        for (Block block : blocks) {
            write(block, previousFree);
            previousFree = block.isFree();
        }
        link();
        long frees = blocks.stream().filter(Block::isFree).count();
        put(base, blocks.size());
        put(base + 0x04, (int) frees);
        put(base + 0x08, (int) (base + FIRST));
        put(base + 0x0c, (int) (base + size - 4));
        put(base + 0x10, (int) (base + size));
        put(base + 0x14, (int) (base + size));
        put(base + 0x18, (int) (base >>> 12));
        put(base + 0x20, 0x402);
        bytes.putShort(0xb4, (short) 3);
        return this;
    }

    private void write(Block block, boolean previousFree) {
        int previous = previousFree ? 1 : 0;
        switch (block.kind) {
            case REGULAR, FREE, END ->
                    put(block.address, block.owner << 16 | previous << 15 | block.size);
            case EXTENDED -> {
                put(block.address, previous << 30 | block.size | 1);
                put(block.end() - 8, block.owner << 16 | block.selector);
            }
            case FREE_EXTENDED -> put(block.address, 0x80000000 | previous << 30 | block.size | 1);
        }
        if (block.isFree()) {
            put(block.end() - 4, (int) block.address | 2);
        }
    }

    private void link() {
        List<Long> ring = new ArrayList<>();
        ring.add(base + 0x24);
        blocks.stream().filter(Block::isFree).map(Block::address).forEach(ring::add);
        for (int i = 0; i < ring.size(); i++) {
            long node = ring.get(i);
            long next = ring.get((i + 1) % ring.size());
            put(node + 4, (int) next);
            put(next + 8, (int) node);
        }
    }

    int get(long address) {
        return bytes.getInt((int) (address - base));
    }

    HeapImage put(long address, int value) {
        bytes.putInt((int) (address - base), value);
        return this;
    }

    SparseMemory memory() {
        return memory(new BitSet());
    }

    /** The memory without some pages. */
    SparseMemory memory(BitSet absent) {
        SparseMemory.Builder memory = SparseMemory.builder(Absence.PAGED_OUT);
        MemorySegment segment = MemorySegment.ofArray(bytes.array());
        for (int page = 0; page < size / PAGE; page++) {
            if (!absent.get(page)) {
                memory.bytes(base + (long) page * PAGE, segment, (long) page * PAGE, PAGE);
            }
        }
        return memory.build();
    }

    boolean isPresent(Block block, BitSet absent) {
        return !absent.get((int) (block.address - base) / PAGE);
    }
}
