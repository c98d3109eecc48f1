package org.cairn.dump.windows.internal.hibernation;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.BlockCache;
import org.cairn.memory.Extent;
import org.cairn.memory.Run;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Physical memory in blocks of up to 16 pages that are unpacked when they are read. A block holds
 * one or more stretches of pages.
 */
final class PackedPages implements AddressSpace {
    /** The most pages that a block has. */
    static final int BLOCK_PAGES = 16;

    static final int PAGE = 1 << PackedPages.PAGE_SHIFT;
    private static final int PAGE_SHIFT = 12;

    private final MemorySegment file;
    private final long[] pages;
    private final int[] counts;
    private final int[] blocks;
    private final byte[] firsts;
    private final long[] offsets;
    private final int[] sizes;
    private final byte[] blockPages;
    private final byte[] methods;
    private final BlockCache cache = new BlockCache(BLOCK_PAGES * PAGE, this::unpack);

    private PackedPages(Builder builder) {
        file = builder.file;
        int runs = builder.runs;
        long[] order = Arrays.copyOf(builder.order, runs);
        Arrays.sort(order);
        pages = new long[runs];
        counts = new int[runs];
        blocks = new int[runs];
        firsts = new byte[runs];
        for (int i = 0; i < runs; i++) {
            int listed = (int) (order[i] & Builder.MAX_RUNS - 1);
            pages[i] = order[i] >>> Builder.RUN_BITS;
            counts[i] = builder.counts[listed];
            blocks[i] = builder.runBlocks[listed];
            firsts[i] = builder.firsts[listed];
        }
        offsets = Arrays.copyOf(builder.offsets, builder.blocks);
        sizes = Arrays.copyOf(builder.sizes, builder.blocks);
        blockPages = Arrays.copyOf(builder.blockPages, builder.blocks);
        methods = Arrays.copyOf(builder.methods, builder.blocks);
    }

    @Override
    public Extent extent() {
        long held = 0;
        long runs = 0;
        long end = -1;
        for (int i = 0; i < pages.length; i++) {
            long last = pages[i] + counts[i];
            if (pages[i] > end || i == 0) {
                runs++;
                held += counts[i];
            } else {
                held += Math.max(0, last - end);
            }
            end = Math.max(end, last);
        }
        return new Extent(held << PAGE_SHIFT, runs);
    }

    @Override
    public Run runAt(long address) {
        long page = address >>> PAGE_SHIFT;
        int at = indexAtOrBefore(page);
        int found = at;
        while (found >= 0 && at - found < BLOCK_PAGES && page - pages[found] >= counts[found]) {
            found--;
        }
        long next = at + 1 < pages.length ? pages[at + 1] : -1L;
        boolean there = found >= 0 && page - pages[found] < counts[found];
        if (!there) {
            return new Run.Absent(
                    gapStart(at) << PAGE_SHIFT,
                    next < 0 ? -1L : (next << PAGE_SHIFT) - 1,
                    Absence.NOT_CAPTURED);
        }
        long first = found == at ? pages[found] : page;
        long end = found == at ? first + counts[found] : page + 1;
        end = next < 0 ? end : Math.min(end, Math.max(next, page + 1));
        long start = first << PAGE_SHIFT;
        long last = (end << PAGE_SHIFT) - 1;
        MemorySegment block = cache.get(blocks[found]);
        if (block.byteSize() == 0) {
            return new Run.Absent(start, last, whyNot(blocks[found]));
        }
        long offset = firsts[found] + first - pages[found] << PAGE_SHIFT;
        return new Run.Mapped(start, last, block.asSlice(offset, last - start + 1));
    }

    /** The first page after all stretches up to an index. */
    private long gapStart(int at) {
        long start = 0;
        for (int i = Math.max(0, at - BLOCK_PAGES); i <= at; i++) {
            start = Math.max(start, pages[i] + counts[i]);
        }
        return start;
    }

    /** Of stretches that begin with the same page the one listed first counts. */
    private int indexAtOrBefore(long page) {
        int low = 0;
        int high = pages.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (pages[middle] <= page) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        while (high > 0
                && pages[high - 1] == pages[high]
                && page - pages[high - 1] < counts[high - 1]) {
            high--;
        }
        return high;
    }

    private Absence whyNot(int block) {
        return offsets[block] > file.byteSize() - sizes[block]
                ? Absence.TRUNCATED
                : Absence.CORRUPT;
    }

    private MemorySegment unpack(long number) {
        int block = (int) number;
        if (whyNot(block) == Absence.TRUNCATED) {
            return MemorySegment.NULL;
        }
        MemorySegment packed = file.asSlice(offsets[block], sizes[block]);
        Packing packing = Packing.values()[methods[block]];
        if (packing == Packing.NONE) {
            return packed;
        }
        byte[] bytes = new byte[blockPages[block] << PAGE_SHIFT];
        byte[] source = packed.toArray(ValueLayout.JAVA_BYTE);
        int count =
                packing == Packing.HUFFMAN
                        ? Xpress.huffman(source, bytes)
                        : Xpress.plain(source, bytes);
        return count == bytes.length
                ? MemorySegment.ofArray(bytes).asReadOnly()
                : MemorySegment.NULL;
    }

    /** How a block is packed. */
    enum Packing {
        /** The pages as they were. */
        NONE,
        /** Plain LZ77. */
        PLAIN,
        /** LZ77 with Huffman codes. */
        HUFFMAN
    }

    /** Collects blocks and the stretches of pages in them. */
    static final class Builder {
        /** Page numbers have 35 bits: 128 TB. */
        static final long MAX_PAGE = 1L << 35;

        private static final int RUN_BITS = 23;

        /** Stretches that are kept; each costs about 40 bytes while it is sorted. */
        static final int MAX_RUNS = 1 << RUN_BITS;

        private static final int FIRST_CAPACITY = 1 << 10;

        private final MemorySegment file;
        private long[] order = new long[FIRST_CAPACITY];
        private int[] counts = new int[FIRST_CAPACITY];
        private int[] runBlocks = new int[FIRST_CAPACITY];
        private byte[] firsts = new byte[FIRST_CAPACITY];
        private long[] offsets = new long[FIRST_CAPACITY];
        private int[] sizes = new int[FIRST_CAPACITY];
        private byte[] blockPages = new byte[FIRST_CAPACITY];
        private byte[] methods = new byte[FIRST_CAPACITY];
        private int runs;
        private int blocks;

        Builder(MemorySegment file) {
            this.file = file;
        }

        boolean isFull() {
            return runs >= MAX_RUNS - BLOCK_PAGES;
        }

        /**
         * Adds a block; {@link #run} adds stretches to the block that was added last.
         *
         * @param offset of its packed bytes in the file
         * @param size in bytes
         * @param count number of its pages, 1 to {@link #BLOCK_PAGES}
         * @param packing how it is packed
         */
        void block(long offset, int size, int count, Packing packing) {
            if (blocks == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * blocks);
                sizes = Arrays.copyOf(sizes, 2 * blocks);
                blockPages = Arrays.copyOf(blockPages, 2 * blocks);
                methods = Arrays.copyOf(methods, 2 * blocks);
            }
            offsets[blocks] = offset;
            sizes[blocks] = size;
            blockPages[blocks] = (byte) count;
            methods[blocks] = (byte) packing.ordinal();
            blocks++;
        }

        /**
         * Adds a stretch of pages.
         *
         * @param page the number of its first page, below {@link #MAX_PAGE}
         * @param count number of pages
         * @param first which page of the block it begins with
         */
        void run(long page, int count, int first) {
            if (runs == order.length) {
                order = Arrays.copyOf(order, 2 * runs);
                counts = Arrays.copyOf(counts, 2 * runs);
                runBlocks = Arrays.copyOf(runBlocks, 2 * runs);
                firsts = Arrays.copyOf(firsts, 2 * runs);
            }
            order[runs] = page << RUN_BITS | runs;
            counts[runs] = count;
            runBlocks[runs] = blocks - 1;
            firsts[runs] = (byte) first;
            runs++;
        }

        boolean isEmpty() {
            return runs == 0;
        }

        PackedPages build() {
            return new PackedPages(this);
        }
    }
}
