package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.owner.TagNames;
import org.cairn.pool.windows.internal.owner.TagOwners;

/**
 * Pages of segment heaps, with single headers of blocks in them. A header that is not strong by
 * itself counts when the next one, or the one before, is where its size says: at its end, or behind
 * the header of a chunk there.
 */
final class ChunkPages implements ScannedPages {
    private final PoolKernel kernel;
    private final PoolHeader header;
    private final LooseHeaders found;
    private final boolean[] accepted = new boolean[PoolHeader.PAGE / Long.BYTES];
    private final boolean[] supported = new boolean[PoolHeader.PAGE / Long.BYTES];

    ChunkPages(PoolKernel kernel) {
        this.kernel = kernel;
        header = kernel.layout().header();
        found = new LooseHeaders(header, kernel.memory().space().cursor(), true);
    }

    @Override
    public boolean read(long page) {
        found.page(page);
        int strong = 0;
        for (int i = 0; i < found.count(); i++) {
            supported[i] = false;
            strong += found.isStrong(i) ? 1 : 0;
        }
        for (int i = 1; i < found.count(); i++) {
            long between = found.address(i) - found.end(i - 1);
            if (between == 0 || between == header.bytes()) {
                supported[i - 1] = true;
                supported[i] = true;
            }
        }
        boolean any = false;
        for (int i = 0; i < found.count(); i++) {
            accepted[i] = supported[i] || found.isStrong(i);
            supported[i] |= strong > 1;
            any |= accepted[i];
        }
        return any;
    }

    @Override
    public boolean readDamaged(long page) {
        return false;
    }

    @Override
    public boolean isUsual() {
        return true;
    }

    private boolean is(int block, boolean paged) {
        return accepted[block] && found.isPaged(block) == paged;
    }

    @Override
    public int blocks(boolean paged) {
        int blocks = 0;
        for (int i = 0; i < found.count(); i++) {
            blocks += is(i, paged) ? 1 : 0;
        }
        return blocks;
    }

    @Override
    public long first(boolean paged) {
        int block = 0;
        while (!is(block, paged)) {
            block++;
        }
        return found.address(block);
    }

    @Override
    public Emission emission(boolean paged, BlockSink sink) {
        TagOwners owners = new TagOwners(sink, TagNames.shipped(), kernel.driverTags());
        int kind = sink.kind("pool block");
        return page -> {
            long end = page + PoolHeader.PAGE;
            for (int i = 0; i < found.count(); i++) {
                if (is(i, paged)) {
                    emit(i, end, sink, owners, kind);
                }
            }
        };
    }

    /** What of a block lies in the next page of its heap is anywhere in physical memory. */
    private void emit(int block, long end, BlockSink sink, TagOwners owners, int kind) {
        long address = found.address(block);
        long room = end - address;
        long size = Math.min(found.size(block), room);
        int head = (int) Math.min(found.headerBytes(block), size);
        int sure =
                supported[block] && found.isStrong(block)
                        ? BlockSink.FOUND_STRONG
                        : BlockSink.FOUND_HINT;
        sink.block(
                address,
                size,
                address + head,
                size - head,
                BlockState.BUSY,
                kind,
                owners.owner(found.tag(block)),
                found.size(block) > room ? sure | BlockSink.DATA_ABSENT : sure);
    }
}
