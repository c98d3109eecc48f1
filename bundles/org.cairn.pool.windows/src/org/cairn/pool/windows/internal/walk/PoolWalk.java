package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.kernel.BigPages;
import org.cairn.pool.windows.internal.kernel.FreePages;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.kernel.ParkedLists;
import org.cairn.pool.windows.internal.kernel.PoolDescriptors;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.PoolRange;
import org.cairn.pool.windows.internal.kernel.TagTable;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagNames;
import org.cairn.pool.windows.internal.owner.TagOwners;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Walks the ranges of one pool, page after page, and accounts for each of them. */
public final class PoolWalk {
    private static final int PAGE = PoolHeader.PAGE;

    private static final int MAX_UNEXPLAINED = 1 << 20;

    /** The tag of the pools' own tables: the characters Pool. */
    private static final int POOL = 0x6c6f_6f50;

    /** Pages in which a pool has no blocks, as what they were recognised. */
    private enum Use {
        FREE,
        CACHED,
        BIG_TABLE,
        TAG_TABLE,
        OTHER
    }

    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final PoolPage page;
    private final BigPages big;
    private final BlockSink sink;
    private final TagOwners owners;
    private final PoolReport report;
    private final Progress progress;
    private final FreePages freePages;
    private final Doubts doubts = new Doubts();
    private final LivePages live;
    private final List<Parked.Break> breaks;
    private final PageEmitter emitter;
    private final PageJudge judge;
    private final DamagedPages damaged;
    private final boolean scanned;
    private final List<Long> descriptors;
    private final boolean paged;

    /** Whether what all pools have in common is told here; a session has one pool. */
    private final boolean leads;

    private final int bigKind;
    private final int[] useKinds;
    private final PoolRange tagTable;
    private final PoolRange bigTable;

    /**
     * Prepares for a pool.
     *
     * @param kernel whose pool it is
     * @param paged whether it is paged
     * @param scanned whether its ranges were found by what is in them
     * @param sink takes the blocks
     */
    public PoolWalk(PoolKernel kernel, boolean paged, boolean scanned, BlockSink sink) {
        this.scanned = scanned;
        this.paged = paged;
        this.kernel = kernel;
        this.sink = sink;
        leads = !paged || !kernel.context().process().isKernel();
        memory = kernel.memory();
        progress = kernel.context().progress();
        page = new PoolPage(kernel.layout().header(), memory.space().cursor());
        big = kernel.bigPages();
        owners = new TagOwners(sink, TagNames.shipped(), kernel.driverTags());
        report = new PoolReport(sink, memory);
        freePages = new FreePages(memory, progress);
        List<Long> ofPool = new PoolDescriptors(kernel).of(paged);
        Parked parked = ParkedLists.follow(kernel, ofPool);
        ListedSizes sizes = new ListedSizes(page, memory, kernel.layout(), ofPool, progress);
        BlockProofs proofs = new ListProofs(sizes, parked, kernel.layout().header(), paged);
        judge = new PageJudge(page, proofs);
        live = new LivePages(page, judge, memory, proofs);
        damaged = new DamagedPages(page, judge, proofs, sizes, !scanned);
        breaks = parked.breaks();
        emitter =
                new PageEmitter(
                        kernel,
                        judge,
                        sink,
                        owners,
                        report,
                        doubts,
                        parked,
                        paged,
                        scanned ? BlockSink.FOUND_STRONG : 0);
        descriptors = ofPool;
        bigKind = sink.kind("big block");
        useKinds =
                new int[] {
                    sink.kind("free pages"),
                    sink.kind("cached page"),
                    sink.kind("big-page table"),
                    sink.kind("tag table"),
                    sink.kind("pages of another use")
                };
        bigTable = range(big.address(), big.tableBytes(kernel));
        tagTable = range(kernel.value("PoolTrackTable"), TagTable.bytes(kernel));
    }

    private static PoolRange range(long first, long bytes) {
        return new PoolRange(first, bytes == 0 ? first : first + bytes - 1 | PAGE - 1, "table");
    }

    /**
     * Reports all blocks.
     *
     * @param ranges of the pool, ascending
     */
    public void run(List<PoolRange> ranges) {
        progress.total(ranges.stream().mapToLong(range -> range.last() - range.first() + 1).sum());
        Set<Long> unexplained = new HashSet<>();
        if (!scanned) {
            ranges.forEach(range -> unexplained(range, unexplained));
            freePages.search(kernel.modules(), unexplained);
        }
        if (leads) {
            report.tell(big);
        }
        if (kernel.context().process().isKernel()) {
            new RangeEnds(kernel, paged, report).compare(scanned ? List.of() : ranges);
        }
        for (PoolRange range : ranges) {
            sink.segment(range.first(), range.last() - range.first() + 1, range.name());
            walk(range);
        }
        emitter.close();
        FreeLists lists =
                new FreeLists(
                        memory, kernel.layout(), report, doubts, progress, emitter.listable());
        descriptors.forEach(lists::follow);
        lists.close();
        breaks.forEach(broken -> tell(broken, ranges));
        if (!big.isKnown()) {
            doubts.boundless();
        }
        TagTotals totals = TagTotals.ofBytes();
        totals.add(owners, doubts);
        totals.compare(kernel.tagTable(), paged, tagTable.first(), sink, memory);
        TableTotals.tell(kernel.tagTable(), paged, owners, sink);
    }

    /** Lists of all pools are followed: this one's lie in its ranges, heads in nonpaged memory. */
    private void tell(Parked.Break broken, List<PoolRange> ranges) {
        boolean own = ranges.stream().anyMatch(range -> range.holds(broken.link()));
        if (own || broken.head() && leads) {
            doubts.surplus(broken.rest() * PAGE);
            if (!isDestroyed(broken.link())) {
                report.tell(broken);
            }
        }
    }

    /** Whoever destroyed a header went on to the link behind it, or behind it and a stamp. */
    private boolean isDestroyed(long link) {
        long header = link - page.header().bytes();
        return report.hasTold(header) || report.hasTold(header - memory.pointerSize());
    }

    /** Pages that begin with a link to another page or with nothing, and hold no blocks. */
    private void unexplained(PoolRange range, Set<Long> pages) {
        for (Run.Mapped run : memory.space().mapped(range.first(), range.last())) {
            progress.checkCancelled();
            long before = -run.start() & PAGE - 1;
            long count = (run.last() - run.start() + 1 - before) / PAGE;
            for (long i = 0; i < count; i++) {
                long at = run.start() + before + i * PAGE;
                if (pages.size() < MAX_UNEXPLAINED
                        && memory.pointer(at) % PAGE == 0
                        && !page.read(at)) {
                    pages.add(at);
                }
            }
        }
    }

    private void walk(PoolRange range) {
        long at = range.first();
        int next = big.from(at);
        while (range.holds(at)) {
            progress.checkCancelled();
            long start = at;
            if (next < big.blocks().size() && big.blocks().get(next).address() == at) {
                BigPages.Block block = big.blocks().get(next++);
                at = big(block, range);
            } else {
                long limit = limit(range, next);
                at =
                        memory.space().runAt(at) instanceof Run.Absent absent
                                ? absent(at, absent, limit)
                                : present(at, range, limit);
            }
            progress.step(at - start);
            while (next < big.blocks().size()
                    && Long.compareUnsigned(big.blocks().get(next).address(), at) < 0) {
                next++;
            }
            if (at == 0) {
                return;
            }
        }
    }

    /** Where the next big block or the end of the range is. */
    private long limit(PoolRange range, int next) {
        if (next < big.blocks().size() && range.holds(big.blocks().get(next).address())) {
            return big.blocks().get(next).address();
        }
        return range.last() + 1;
    }

    private long big(BigPages.Block block, PoolRange range) {
        long room = range.last() - block.address() + 1;
        long size = Math.min(block.pages(), room);
        long end = live.first(block.address(), size);
        boolean small = page.read(block.address()) && judge.isTagged();
        if (small || end != block.address() + size) {
            report.tell(
                    PoolRule.BIG_HEADER,
                    small ? block.address() : end,
                    "the big-page table has a block, tag "
                            + PoolTag.text(block.tag())
                            + ", at "
                            + Addresses.hex(block.address())
                            + ", of which a page is one of small blocks",
                    "no pool header",
                    memory.hex(small ? block.address() : end, PoolHeader.TAG + Integer.BYTES));
        }
        if (end != block.address() + size) {
            doubts.missing(block.pages());
            size = small ? 0 : end - block.address();
        }
        if (size > 0) {
            big(block, size);
        }
        return block.address() + size;
    }

    private void big(BigPages.Block block, long size) {
        sink.block(
                block.address(),
                size,
                block.address(),
                Math.min(block.bytes(), size),
                BlockState.BUSY,
                bigKind,
                owners.busy(block.tag(), size),
                memory.isWhole(block.address(), size) ? 0 : BlockSink.DATA_ABSENT);
    }

    private long absent(long at, Run.Absent run, long limit) {
        long end = run.last() + 1;
        if (end == 0 || limit != 0 && Long.compareUnsigned(end, limit) > 0) {
            end = limit;
        }
        boolean nobodys = KernelMemory.isUnmapped(run);
        if (nobodys || !paged && run.why() == Absence.PAGED_OUT) {
            sink.uncommitted(at, end - at);
        } else {
            doubts.missing(end - at);
            sink.gap(at, end - at, run.why());
        }
        return end;
    }

    private long present(long at, PoolRange range, long limit) {
        if (page.read(at)) {
            emitter.whole(at);
            return at + PAGE;
        }
        if (!page.isPresent()) {
            return cut(at);
        }
        Use use = use(at, range);
        if (use == Use.OTHER && damaged.hold(at, range)) {
            emitter.damaged(at);
            return at + PAGE;
        }
        long end = at + PAGE;
        while (end != limit
                && memory.isPresent(end, PAGE)
                && !page.read(end)
                && use(end, range) == use
                && (use != Use.OTHER || !damaged.hold(end, range))) {
            end += PAGE;
        }
        BlockState state =
                use == Use.FREE || use == Use.CACHED ? BlockState.FREE : BlockState.METADATA;
        boolean table = use == Use.BIG_TABLE || use == Use.TAG_TABLE;
        int owner = table ? owners.busy(POOL, end - at) : BlockSink.NO_OWNER;
        sink.block(at, end - at, at, end - at, state, useKinds[use.ordinal()], owner, 0);
        return end;
    }

    /** A page of which only a part is there. */
    private long cut(long at) {
        long end = at;
        while (memory.space().runAt(end) instanceof Run.Mapped run) {
            end = run.last() + 1;
        }
        Absence why =
                memory.space().runAt(end) instanceof Run.Absent absent
                        ? absent.why()
                        : Absence.NOT_CAPTURED;
        doubts.missing(PAGE);
        sink.gap(at, PAGE, why);
        return at + PAGE;
    }

    private Use use(long at, PoolRange range) {
        if (bigTable.holds(at)) {
            return Use.BIG_TABLE;
        }
        if (tagTable.holds(at)) {
            return Use.TAG_TABLE;
        }
        if (freePages.isFree(at, range)) {
            return Use.FREE;
        }
        return freePages.isCached(at) ? Use.CACHED : Use.OTHER;
    }
}
