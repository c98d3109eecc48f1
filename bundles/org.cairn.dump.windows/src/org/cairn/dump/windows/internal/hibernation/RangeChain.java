package org.cairn.dump.windows.internal.hibernation;

import org.cairn.dump.DumpStream;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The memory in a file of Windows XP to 7: a chain of pages with ranges; after each page the blocks
 * that hold the pages of its ranges, one after the other.
 */
final class RangeChain {
    /** The bytes 81 81 and the characters xpress. */
    private static final long BLOCK_MAGIC = 0x7373_6572_7078_8181L;

    private static final Field MAGIC = new Field("Signature", "u64", 0, Long.BYTES);

    /** Number of pages less one in 8 bits, 2 bits, size less one in 22 bits. */
    private static final Field SIZES = new Field("Sizes", "u32", Long.BYTES, Integer.BYTES);

    private static final int HEADER = 0x20;
    private static final int COUNT_MASK = 0xff;
    private static final int SIZE_SHIFT = 10;
    private static final int ALIGNMENT = 8;
    private static final int PAGE = PackedPages.PAGE;

    /** Tables that are followed: those of a terabyte. */
    private static final int MAX_TABLES = 1 << 20;

    /** Where a first table is looked for when the header was wiped. */
    private static final long SEARCHED_PAGES = 1 << 12;

    private final MemorySegment file;
    private final RangeTable form;
    private final PackedPages.Builder memory;
    private final List<DumpStream> tables = new ArrayList<>();
    private long promised;
    private long held;

    private RangeChain(MemorySegment file, RangeTable form) {
        this.file = file;
        this.form = form;
        this.memory = new PackedPages.Builder(file);
    }

    /** The page before the first block that begins a page; empty when there is none. */
    static Optional<Long> firstTable(MemorySegment file) {
        long pages = Math.min(SEARCHED_PAGES, file.byteSize() / PAGE);
        for (long page = 2; page < pages; page++) {
            if (isBlock(file, page * PAGE)) {
                return Optional.of(page - 1);
            }
        }
        return Optional.empty();
    }

    /** Whether a page can be a table in any form. */
    static boolean isTable(MemorySegment file, long table) {
        return Arrays.stream(RangeTable.values())
                .anyMatch(form -> new RangeChain(file, form).isPossible(table));
    }

    private static boolean isBlock(MemorySegment file, long at) {
        return at >= 0 && at <= file.byteSize() - HEADER && MAGIC.get(file, at) == BLOCK_MAGIC;
    }

    /**
     * Reads the chain in the form that fits it best: the one whose ranges have as many pages as the
     * blocks behind the first table.
     */
    static Optional<RangeChain> read(MemorySegment file, long table, Progress progress) {
        Optional<RangeTable> fits = Optional.empty();
        Optional<RangeTable> possible = Optional.empty();
        for (RangeTable form : RangeTable.values()) {
            RangeChain chain = new RangeChain(file, form);
            if (chain.isPossible(table)) {
                chain.readTable(table);
                if (fits.isEmpty() && chain.promised == chain.held && chain.endsWithTable(table)) {
                    fits = Optional.of(form);
                }
                possible = possible.isPresent() ? possible : Optional.of(form);
            }
        }
        Optional<RangeTable> best = fits.isPresent() ? fits : possible;
        Optional<RangeChain> chain = best.map(form -> new RangeChain(file, form));
        chain.ifPresent(found -> found.readAll(table, progress));
        return chain.filter(found -> !found.memory.isEmpty());
    }

    private void readAll(long first, Progress progress) {
        long table = first;
        while (table > 0 && tables.size() < MAX_TABLES && !memory.isFull() && isPossible(table)) {
            progress.checkCancelled();
            readTable(table);
            long next = next(table);
            table = next > table ? next : 0;
        }
    }

    private long next(long table) {
        return form.link().field("NextTable").get(file, table * PAGE);
    }

    private long count(long table) {
        return form.link().field("EntryCount").get(file, table * PAGE);
    }

    private long start(long table, long index) {
        return form.range().field("StartPage").get(file, entry(table, index));
    }

    private long end(long table, long index) {
        return form.range().field("EndPage").get(file, entry(table, index));
    }

    private long entry(long table, long index) {
        return table * PAGE + form.link().size() + index * form.range().size();
    }

    /** Whether the next table, if there is one, is followed by a block. */
    private boolean endsWithTable(long table) {
        long next = next(table);
        return next == 0
                || next > table
                        && next < Long.MAX_VALUE / PAGE - 1
                        && isBlock(file, (next + 1) * PAGE);
    }

    /** Whether a page can be a table in this form: ranges that ascend and are not empty. */
    private boolean isPossible(long table) {
        if (table < 0 || table >= file.byteSize() / PAGE) {
            return false;
        }
        long count = count(table);
        long most = (PAGE - form.link().size()) / form.range().size();
        long before = 0;
        boolean possible = count > 0 && count <= most;
        for (long i = 0; possible && i < count; i++) {
            long start = start(table, i);
            long end = end(table, i);
            possible = start >= before && end > start && end < PackedPages.Builder.MAX_PAGE;
            before = end;
        }
        return possible;
    }

    /** Reads the blocks of a table and gives their pages the numbers of its ranges. */
    private void readTable(long table) {
        tables.add(new DumpStream(0, "_PO_MEMORY_RANGE_ARRAY", table * PAGE, PAGE));
        long ranges = count(table);
        for (long i = 0; i < ranges; i++) {
            promised += end(table, i) - start(table, i);
        }
        long range = 0;
        long page = start(table, 0);
        long at = (table + 1) * PAGE;
        while (range < ranges && isBlock(file, at) && !memory.isFull()) {
            long sizes = SIZES.get(file, at);
            int count = (int) (sizes & COUNT_MASK) + 1;
            int size = (int) (sizes >>> SIZE_SHIFT) + 1;
            if (count > PackedPages.BLOCK_PAGES || size > count * PAGE) {
                break;
            }
            memory.block(at + HEADER, size, count, packing(size, count));
            int done = 0;
            while (done < count && range < ranges) {
                int taken = (int) Math.min(count - done, end(table, range) - page);
                memory.run(page, taken, done);
                done += taken;
                page += taken;
                if (page == end(table, range) && ++range < ranges) {
                    page = start(table, range);
                }
            }
            held += count;
            at += HEADER + (size + ALIGNMENT - 1 & -ALIGNMENT);
        }
    }

    private static PackedPages.Packing packing(int size, int pages) {
        return size == pages * PAGE ? PackedPages.Packing.NONE : PackedPages.Packing.PLAIN;
    }

    RangeTable form() {
        return form;
    }

    PackedPages memory() {
        return memory.build();
    }

    List<DumpStream> tables() {
        return tables;
    }

    /** Pages that the tables name. */
    long promised() {
        return promised;
    }

    /** Pages in the blocks that were found. */
    long held() {
        return held;
    }
}
