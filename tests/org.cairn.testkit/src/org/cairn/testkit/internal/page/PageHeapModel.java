package org.cairn.testkit.internal.page;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.heap.BlockState;
import org.cairn.memory.Addresses;
import org.cairn.testkit.PageHeapBlock;
import org.cairn.testkit.SyntheticMemory;
import org.cairn.testkit.internal.page.Pages.Use;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The state of a page heap, apart from how it is laid out in memory. */
public final class PageHeapModel {
    private static final long RANGE = 0x10_0000;
    private static final long POOL = 0x4000;
    private static final byte DATA_FILL = (byte) 0xc0;
    private static final int RESERVED_NODES = 4;

    private final SyntheticMemory memory;
    private final PageHeapOffsets offsets;
    private final long base;
    private final List<Pages> ranges = new ArrayList<>();
    private final NavigableMap<Long, Pages> pages = new TreeMap<>(Long::compareUnsigned);
    private final List<Long> delayed = new ArrayList<>();
    private final Deque<Long> unused = new ArrayDeque<>();

    /** Makes a heap with its first range. */
    public PageHeapModel(SyntheticMemory memory, PageHeapOffsets offsets, long hint) {
        this.memory = memory;
        this.offsets = offsets;
        base = memory.reserve(hint, RANGE);
        memory.commit(base, lock() + PAGE - base);
        for (long at = base + PAGE + offsets.root(); at + offsets.node() <= lock(); ) {
            unused.add(at);
            at += offsets.node();
        }
        ranges.add(Pages.plain(unused.removeFirst(), Use.RANGE, base, RANGE));
        put(Pages.plain(unused.removeFirst(), Use.POOL, base + PAGE, POOL));
        long rest = lock() + PAGE;
        put(Pages.plain(unused.removeFirst(), Use.AVAILABLE, rest, base + RANGE - rest));
    }

    /** The heap's handle. */
    public long base() {
        return base;
    }

    /** The page of the heap's lock. */
    long lock() {
        return base + PAGE + POOL;
    }

    /** Allocates a block; returns its address for the caller. */
    public long allocate(long size, long trace) {
        long access = up(size + offsets.information(), PAGE);
        Pages taken = take(access + PAGE, Use.BUSY);
        long user = taken.block() + access - up(size, offsets.alignment());
        memory.commit(taken.block(), access);
        memory.bytes(user, size).fill(DATA_FILL);
        put(
                new Pages(
                        taken.node(),
                        Use.BUSY,
                        taken.block(),
                        taken.size(),
                        access,
                        user,
                        size,
                        trace,
                        true));
        return user;
    }

    /** Frees a block, which is held back. */
    public void free(long user, boolean visible) {
        Pages block = of(user, Use.BUSY);
        put(block.as(Use.DELAYED, visible));
        delayed.add(block.block());
    }

    /** Makes the pages of a block that was held back available. */
    public void release(long user) {
        Pages block = of(user, Use.DELAYED);
        delayed.remove(block.block());
        memory.capture(block.block(), block.access());
        memory.decommit(block.block(), block.access());
        long first = block.block();
        long size = block.size();
        Optional<Pages> before = availableBefore(first);
        if (before.isPresent()) {
            Pages joined = before.get();
            pages.remove(joined.block());
            unused.addLast(joined.node());
            first = joined.block();
            size += joined.size();
        }
        pages.remove(block.block());
        put(Pages.plain(block.node(), Use.AVAILABLE, first, size));
    }

    /** Available pages before an address, in the same range. */
    private Optional<Pages> availableBefore(long address) {
        if (ranges.stream().anyMatch(range -> range.block() == address)) {
            return Optional.empty();
        }
        return Optional.ofNullable(pages.lowerEntry(address))
                .map(Entry::getValue)
                .filter(part -> part.use() == Use.AVAILABLE && part.end() == address);
    }

    /** The node of a block. */
    public long node(long user) {
        return pages.floorEntry(user).getValue().node();
    }

    /** What a decoder must find. */
    public List<PageHeapBlock> blocks() {
        List<PageHeapBlock> blocks = new ArrayList<>();
        blocks.add(metadata(base, PAGE));
        blocks.add(metadata(lock(), PAGE));
        for (Pages part : pages.values()) {
            blocks.add(
                    switch (part.use()) {
                        case BUSY -> data(part, BlockState.BUSY);
                        case DELAYED -> data(part, BlockState.FREE);
                        case AVAILABLE ->
                                new PageHeapBlock(
                                        part.block(),
                                        part.size(),
                                        part.block(),
                                        part.size(),
                                        BlockState.FREE,
                                        true);
                        default -> metadata(part.block(), part.size());
                    });
        }
        blocks.sort(Comparator.comparing(PageHeapBlock::address, Long::compareUnsigned));
        return blocks;
    }

    private static PageHeapBlock metadata(long at, long size) {
        return new PageHeapBlock(at, size, at, size, BlockState.METADATA, true);
    }

    private static PageHeapBlock data(Pages part, BlockState state) {
        return new PageHeapBlock(
                part.block(), part.size(), part.user(), part.requested(), state, part.visible());
    }

    /** The ranges, the last one first. */
    List<Pages> ranges() {
        return ranges.reversed();
    }

    /** All pages of a use, by address. */
    List<Pages> of(Use use) {
        return pages.values().stream().filter(part -> part.use() == use).toList();
    }

    /** The pages that are held back, the one freed first first. */
    List<Pages> delayed() {
        return delayed.stream().map(pages::get).toList();
    }

    /** Nodes that stand for nothing. */
    List<Long> unused() {
        return List.copyOf(unused);
    }

    private Pages of(long user, Use use) {
        Pages block = pages.floorEntry(user).getValue();
        if (block.use() != use || block.user() != user) {
            throw new IllegalArgumentException("no such block: " + Addresses.hex(user));
        }
        return block;
    }

    private Pages take(long size, Use use) {
        if (unused.size() < RESERVED_NODES && use != Use.POOL) {
            grow();
        }
        for (Pages part : of(Use.AVAILABLE)) {
            if (part.size() >= size) {
                pages.remove(part.block());
                if (part.size() > size) {
                    put(
                            Pages.plain(
                                    part.node(),
                                    Use.AVAILABLE,
                                    part.block() + size,
                                    part.size() - size));
                    return Pages.plain(unused.removeFirst(), use, part.block(), size);
                }
                return Pages.plain(part.node(), use, part.block(), size);
            }
        }
        long bytes = Math.max(RANGE, up(size, SyntheticMemory.ALLOCATION_GRANULARITY));
        long range = memory.reserve(base, bytes);
        ranges.add(Pages.plain(unused.removeFirst(), Use.RANGE, range, bytes));
        put(Pages.plain(unused.removeFirst(), Use.AVAILABLE, range, bytes));
        return take(size, use);
    }

    private void grow() {
        Pages pool = take(POOL, Use.POOL);
        memory.commit(pool.block(), POOL);
        put(pool);
        for (long at = pool.block(); at + offsets.node() <= pool.end(); at += offsets.node()) {
            unused.add(at);
        }
    }

    private void put(Pages part) {
        pages.put(part.block(), part);
    }

    private static long up(long value, long unit) {
        return (value + unit - 1) / unit * unit;
    }
}
