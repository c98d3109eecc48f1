package org.cairn.pool.windows.internal.walk;

import org.cairn.dump.DumpException;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.Pulse;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagNames;
import org.cairn.pool.windows.internal.owner.TagOwners;

/**
 * Blocks in stretches of memory of which the surroundings are missing, as small dumps have them:
 * whole pages of blocks, and single headers.
 */
public final class LooseBlocks {
    private final PoolKernel kernel;
    private final PoolHeader header;
    private final LooseHeaders found;
    private final LoosePages pages;
    private final Progress progress;

    /** Prepares for a kernel. */
    public LooseBlocks(PoolKernel kernel) {
        this.kernel = kernel;
        header = kernel.layout().header();
        found = new LooseHeaders(header, kernel.memory(), !kernel.walksPages());
        pages = new LoosePages(kernel);
        progress = kernel.context().progress();
    }

    /**
     * The address of the first block.
     *
     * @param paged of which pool
     * @return 0 when there is none
     */
    public long first(boolean paged) {
        search();
        long page = pages.first(paged);
        int next = next(0, paged);
        long loose = next == found.count() ? 0 : found.address(next);
        return page == 0 || loose != 0 && Long.compareUnsigned(loose, page) < 0 ? loose : page;
    }

    /** The first block of a pool from one on; their number when there is none. */
    private int next(int from, boolean paged) {
        int at = from;
        while (at < found.count() && (found.isPaged(at) != paged || !isLikely(at))) {
            at++;
        }
        return at;
    }

    /** Whether a block has something in its favour, were it only a tag as people choose them. */
    private boolean isLikely(int block) {
        return found.isStrong(block) || PoolTag.isUsual(found.tag(block));
    }

    /**
     * Reports all blocks of a pool, each with the stretch of memory that it lies in.
     *
     * @param paged of which pool
     * @param sink takes the blocks
     */
    public void run(boolean paged, BlockSink sink) {
        search();
        TagOwners owners = new TagOwners(sink, TagNames.shipped(), kernel.driverTags());
        pages.run(paged, sink, owners);
        int kind = sink.kind("pool block");
        long end = 0;
        for (int i = next(0, paged); i < found.count(); i = next(i + 1, paged)) {
            long address = found.address(i);
            if (end == 0 || Long.compareUnsigned(address, end) > 0) {
                end = stretch(i, paged);
                sink.segment(address, end - address, "fragment");
            }
            boolean whole = kernel.memory().isWhole(address, found.size(i));
            sink.block(
                    address,
                    found.size(i),
                    address + found.headerBytes(i),
                    (long) found.size(i) - found.headerBytes(i),
                    found.isFree(i) ? BlockState.FREE : BlockState.BUSY,
                    kind,
                    found.isFree(i) ? BlockSink.NO_OWNER : owners.owner(found.tag(i)),
                    whole ? found.flag(i) : found.flag(i) | BlockSink.DATA_ABSENT);
        }
        kernel.context()
                .process()
                .stop()
                .filter(stop -> BugCheck.isOfPool(stop) && !BugCheck.isOfSpecialPool(stop))
                .ifPresent(stop -> note(stop, sink));
    }

    /** Says which parameters of a bug check about pools lead to no block of either pool. */
    private void note(DumpException stop, BlockSink sink) {
        for (int i = 0; i < stop.parameters().size(); i++) {
            long address = stop.parameters().get(i) & kernel.pointerMask();
            if (mayBeOfPool(address) && !isInBlock(address)) {
                String why =
                        kernel.memory().isWhole(address, 1)
                                ? "is in no block that was found; its header may be damaged"
                                : "is not in the dump";
                sink.note(
                        "%s, parameter %d: %s %s"
                                .formatted(
                                        BugCheck.describe(stop),
                                        i + 1,
                                        Addresses.hex(address),
                                        why));
            }
        }
    }

    private boolean mayBeOfPool(long address) {
        return Long.compareUnsigned(address, kernel.first()) >= 0
                && !new Images(kernel.context().process().modules()).holds(address);
    }

    private boolean isInBlock(long address) {
        boolean inBlock = pages.holds(address);
        for (int i = 0; !inBlock && i < found.count(); i++) {
            inBlock =
                    Long.compareUnsigned(address - found.address(i), found.size(i)) < 0
                            && isLikely(i);
        }
        return inBlock;
    }

    /** Where the blocks of a pool end that follow each other without a hole. */
    private long stretch(int from, boolean paged) {
        long end = found.end(from);
        for (int i = next(from + 1, paged);
                i < found.count() && found.address(i) == end;
                i = next(i + 1, paged)) {
            end = found.end(i);
        }
        return end;
    }

    private void search() {
        found.clear();
        pages.clear();
        Images images = new Images(kernel.context().process().modules());
        Pulse pulse = new Pulse(progress);
        long unit = header.unit();
        long done = 0;
        for (Run.Mapped run : kernel.mapped()) {
            long behind = Long.compareUnsigned(done, run.start()) > 0 ? done - run.start() : 0;
            long before = behind + (-run.start() - behind & unit - 1);
            long last = run.last() - run.start();
            for (long offset = before; offset <= last; offset += unit) {
                long at = run.start() + offset;
                pulse.beat();
                if (images.holds(at)) {
                    continue;
                }
                if (at % PoolHeader.PAGE == 0 && pages.take(at)) {
                    done = at + PoolHeader.PAGE;
                    offset += PoolHeader.PAGE - unit;
                } else {
                    found.look(at);
                }
            }
        }
    }
}
