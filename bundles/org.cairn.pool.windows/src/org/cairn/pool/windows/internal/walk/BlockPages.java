package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.owner.TagNames;
import org.cairn.pool.windows.internal.owner.TagOwners;

/**
 * Pages that are covered by blocks without rest, or were before a header behind their first blocks
 * was damaged.
 */
final class BlockPages implements ScannedPages {
    /** Fewer blocks from the beginning on may be there by chance when the rest is not sound. */
    private static final int LEAST_LEFT = 4;

    private final PoolKernel kernel;
    private final PoolPage page;
    private final PageJudge judge;
    private boolean isWhole;

    BlockPages(PoolKernel kernel) {
        this.kernel = kernel;
        page = new PoolPage(kernel.layout().header(), kernel.memory().space().cursor());
        judge = new PageJudge(page);
    }

    @Override
    public boolean read(long address) {
        isWhole = true;
        return page.read(address) && judge.isTagged();
    }

    /** Each page tells all by itself. */
    @Override
    public boolean learns() {
        return false;
    }

    @Override
    public void settle() {
        // nothing is learned
    }

    @Override
    public boolean readDamaged(long address) {
        isWhole = false;
        return page.isPresent() && judge.hasSoundBeginning(LEAST_LEFT) && judge.isTagged();
    }

    @Override
    public boolean isUsual() {
        return judge.isUsual();
    }

    @Override
    public int blocks(boolean paged) {
        return judge.isPaged() == paged ? page.count() : 0;
    }

    @Override
    public long first(boolean paged) {
        return page.address();
    }

    @Override
    public Emission emission(boolean paged, BlockSink sink) {
        TagOwners owners = new TagOwners(sink, TagNames.shipped(), kernel.driverTags());
        PageEmitter sure = emitter(paged, sink, owners, BlockSink.FOUND_STRONG);
        PageEmitter unsure = emitter(paged, sink, owners, BlockSink.FOUND_HINT);
        return address -> {
            if (isWhole) {
                sure.whole(address);
            } else {
                unsure.damaged(address);
            }
        };
    }

    /** What is wrong in a page is not told: nobody knows whether it is still in use. */
    private PageEmitter emitter(boolean paged, BlockSink sink, TagOwners owners, int flags) {
        return new PageEmitter(
                kernel,
                judge,
                sink,
                owners,
                new PoolReport(new SilentSink(), kernel.memory()),
                new Doubts(),
                Parked.none(kernel),
                paged,
                flags);
    }
}
