package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagNames;
import org.cairn.pool.windows.internal.owner.TagOwners;

import java.util.Arrays;

/**
 * Pages of segment heaps, with single headers of blocks in them. A header is supported when the
 * next one, or the one before, is where the sizes say: at the end of the block, or behind the
 * header of a chunk there. In a page most of whose headers are supported the others count as hints
 * when they are strong by themselves; in other pages only blocks behind each other count, at least
 * three: records of some other use look like single headers. A header whose tag has more than one
 * character besides letters, digits and blanks counts only beside another one.
 */
final class ChunkPages implements ScannedPages {
    /** So many blocks behind each other are not there by chance. */
    private static final int LEAST_CHAIN = 3;

    private final PoolKernel kernel;
    private final PoolHeader header;
    private final LooseHeaders found;
    private final boolean[] accepted = new boolean[PoolHeader.PAGE / Long.BYTES];
    private final int[] chains = new int[PoolHeader.PAGE / Long.BYTES];
    private final boolean[] supported = new boolean[PoolHeader.PAGE / Long.BYTES];
    private int headers;
    private boolean isUsual;

    ChunkPages(PoolKernel kernel) {
        this.kernel = kernel;
        header = kernel.layout().header();
        found = new LooseHeaders(header, kernel.memory(), true);
    }

    @Override
    public boolean read(long page) {
        found.page(page);
        int backed = support();
        boolean mixed = backed * 2 <= found.count();
        headers = 0;
        for (int i = 0; i < found.count(); i++) {
            accepted[i] =
                    mixed
                            ? chains[i] >= LEAST_CHAIN && isUsual(i)
                            : isUsual(i)
                                    ? supported[i] || found.isStrong(i)
                                    : i > 0 && isUsual(i - 1) && isBehind(i)
                                            || i + 1 < found.count()
                                                    && isUsual(i + 1)
                                                    && isBehind(i + 1);
            headers += accepted[i] ? 1 : 0;
        }
        isUsual = backed * 2 >= headers;
        return headers > 0;
    }

    /** Finds out which headers are where the one before leads, and tells their number. */
    private int support() {
        int backed = 0;
        for (int i = 0; i < found.count(); i++) {
            supported[i] = i > 0 && isBehind(i);
            if (supported[i] && !supported[i - 1]) {
                supported[i - 1] = true;
                backed++;
            }
            backed += supported[i] ? 1 : 0;
        }
        int begin = 0;
        for (int i = 1; i <= found.count(); i++) {
            if (i == found.count() || !supported[i] || !isBehind(i)) {
                Arrays.fill(chains, begin, i, i - begin);
                begin = i;
            }
        }
        return backed;
    }

    private boolean isUsual(int block) {
        return PoolTag.isUsual(found.tag(block));
    }

    private boolean isBehind(int block) {
        long between = found.address(block) - found.end(block - 1);
        return between == 0 || between == header.bytes();
    }

    @Override
    public boolean readDamaged(long page) {
        return false;
    }

    @Override
    public boolean isUsual() {
        return isUsual;
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
