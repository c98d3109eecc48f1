package org.cairn.pool.windows.internal.scan;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.walk.ScannedPages;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Goes through bare memory page by page. What it keeps does not depend on the memory's size. */
public final class MemoryScan {
    private static final int PAGE = PoolHeader.PAGE;

    /**
     * Fewer blocks than these in all of the memory may be there by chance. Where the user names one
     * version of page-walked pools, one page of blocks is enough.
     */
    private static final int LEAST_BLOCKS = 32;

    /** So many blocks decide which format it is. */
    private static final int ENOUGH_BLOCKS = 1 << 14;

    private static final int PAGES_A_STEP = 1 << 10;

    /** Pages of blocks that are kept before they are told. */
    private static final int KEPT = 1 << 14;

    /** Memory is told in fewer segments than these: pages between are then part of them. */
    private static final long MAX_SEGMENTS = 1L << 19;

    private static final String SEGMENT = "pool pages";

    private final DecodeContext context;
    private final AddressSpace space;
    private final Progress progress;

    /**
     * Prepares.
     *
     * @param context bare memory
     */
    public MemoryScan(DecodeContext context) {
        this.context = context;
        space = context.space();
        progress = context.progress();
    }

    /**
     * What pools there are.
     *
     * @param format how they are laid out
     * @param nonPaged address of the first block of the nonpaged pool, -1 when there is none
     * @param paged address of the first block of the paged pool, -1 when there is none
     */
    public record Found(ScanFormat format, long nonPaged, long paged) {}

    /** What speaks for a format. */
    private static final class Vote {
        private final ScanFormat format;
        private final ScannedPages pages;
        private final long[] first = {-1, -1};
        private long blocks;

        Vote(ScanFormat format, ScannedPages pages) {
            this.format = format;
            this.pages = pages;
        }

        void take(long page) {
            if (pages.read(page) && pages.isUsual()) {
                take(false, 0);
                take(true, 1);
            }
        }

        private void take(boolean paged, int pool) {
            int found = pages.blocks(paged);
            blocks += found;
            if (found > 0 && first[pool] == -1) {
                first[pool] = pages.first(paged);
            }
        }

        boolean isEnough() {
            return blocks >= ENOUGH_BLOCKS && first[0] != -1 && first[1] != -1;
        }
    }

    /**
     * Looks for the format that most blocks have. Stops as soon as that is clear.
     *
     * @param formats to try
     * @return empty when there are no pools
     */
    public Optional<Found> find(List<ScanFormat> formats) {
        List<Vote> votes = formats.stream().map(format -> new Vote(format, pages(format))).toList();
        each(
                page -> {
                    boolean enough = false;
                    for (Vote vote : votes) {
                        vote.take(page);
                        enough |= vote.isEnough();
                    }
                    return !enough;
                });
        boolean named = formats.size() == 1 && !formats.getFirst().segments();
        int least = named ? 1 : LEAST_BLOCKS;
        Optional<Vote> best = Optional.empty();
        for (Vote vote : votes) {
            if (vote.blocks >= least && vote.blocks >= best.map(other -> other.blocks).orElse(0L)) {
                best = Optional.of(vote);
            }
        }
        return best.map(vote -> new Found(vote.format, vote.first[0], vote.first[1]));
    }

    private ScannedPages pages(ScanFormat format) {
        return ScannedPages.of(PoolKernel.bare(context, format.layout()), format.segments());
    }

    /**
     * Tells all blocks of a pool.
     *
     * @param format how it is laid out
     * @param paged which pool
     * @param sink takes the blocks
     */
    public void run(ScanFormat format, boolean paged, BlockSink sink) {
        ScannedPages pages = pages(format);
        if (pages.learns()) {
            visit(
                    page -> {
                        pages.read(page);
                        return pages.learns();
                    },
                    false);
        }
        pages.settle();
        Segments segments = new Segments(pages, pages.emission(paged, sink), sink);
        each(
                page -> {
                    if (read(pages, page) && pages.blocks(paged) > 0) {
                        segments.add(page);
                    }
                    return true;
                });
        segments.close();
    }

    private static boolean read(ScannedPages pages, long page) {
        return pages.read(page) || pages.readDamaged(page);
    }

    private void each(LongPredicate wanted) {
        progress.total(space.extent().bytes());
        visit(wanted, true);
    }

    /**
     * Goes through all pages of which each byte is there.
     *
     * @param wanted tells whether to go on
     * @param counted whether this is a part of the work that was announced
     */
    private void visit(LongPredicate wanted, boolean counted) {
        long pages = 0;
        long next = 0;
        for (Run.Mapped run : space.mapped(0, -1L)) {
            long first = run.start() & -PAGE;
            long at = Long.compareUnsigned(first, next) < 0 ? next : first;
            long last = run.last() & -PAGE;
            while (Long.compareUnsigned(at, last) <= 0 && (at != 0 || run.start() == 0)) {
                if (++pages % PAGES_A_STEP == 0) {
                    progress.step(counted ? (long) PAGES_A_STEP * PAGE : 0);
                    progress.checkCancelled();
                }
                if (!wanted.test(at)) {
                    return;
                }
                at += PAGE;
            }
            next = at;
        }
    }

    /** Keeps pages until it is clear which of them form one segment, then tells their blocks. */
    private final class Segments {
        private final ScannedPages pages;
        private final ScannedPages.Emission emission;
        private final BlockSink sink;
        private final long hole;
        private final long[] kept = new long[KEPT];
        private int count;

        Segments(ScannedPages pages, ScannedPages.Emission emission, BlockSink sink) {
            this.pages = pages;
            this.emission = emission;
            this.sink = sink;
            hole = space.extent().bytes() / PAGE / MAX_SEGMENTS * PAGE;
        }

        void add(long page) {
            if (count == KEPT || count > 0 && page - (kept[count - 1] + PAGE) > hole) {
                close();
            }
            kept[count++] = page;
        }

        void close() {
            if (count == 0) {
                return;
            }
            sink.segment(kept[0], kept[count - 1] + PAGE - kept[0], SEGMENT);
            for (int i = 0; i < count; i++) {
                read(pages, kept[i]);
                emission.emit(kept[i]);
            }
            count = 0;
        }
    }
}
