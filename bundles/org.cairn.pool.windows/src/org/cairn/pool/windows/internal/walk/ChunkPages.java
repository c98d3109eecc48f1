package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.memory.MemoryCursor;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.layout.ChunkHeader;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagNames;
import org.cairn.pool.windows.internal.owner.TagOwners;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Pages of segment heaps, with single headers of blocks in them. What looks like one counts when
 * something besides speaks for it:
 *
 * <ol>
 *   <li>the header of a chunk in front of it, which has the key of all heaps in it; for a block at
 *       the beginning of a page the one behind it;
 *   <li>others that are as long and lie a multiple of that length apart, as blocks of the
 *       low-fragmentation heap do;
 *   <li>its tag, when blocks of the first two sorts have it;
 *   <li>that nothing else in the page looks like a header, also not nearly.
 * </ol>
 *
 * Of those that overlap, the one with more in its favour counts, else the first. Blocks of the
 * first sort are sure; those of the second when nothing in the header is unusual.
 */
final class ChunkPages implements ScannedPages {
    /** Learning ends with so many blocks. */
    private static final int ENOUGH_BLOCKS = 1 << 12;

    /** So many blocks of one length are not a multiple of it apart by chance. */
    private static final int LEAST_ROW = 3;

    /** A page with so many places that look nearly like headers is of something else. */
    private static final int LEAST_ITEMS = 3;

    /** Longer blocks than these have a header that more other things look like. */
    private static final int LONGEST_LEFT = PoolHeader.PAGE / 4;

    private static final int NO_ROW = -1;
    private static final int ONES = 0x0101_0101;
    private static final int TOP_BITS = 0x8080_8080;
    private static final int OF_CHUNK = Integer.MAX_VALUE;
    private static final int OF_KNOWN_TAG = 1;
    private static final int PAGE = PoolHeader.PAGE;
    private static final int PLACES = PAGE / Long.BYTES;

    private final PoolKernel kernel;
    private final PoolHeader header;
    private final LooseHeaders found;
    private final MemoryCursor cursor;
    private final ChunkKey key;
    private final Strides rows;
    private final KnownTags tags = new KnownTags();
    private final int[] weights = new int[PLACES];
    private final long[] order = new long[PLACES];
    private final boolean[] accepted = new boolean[PLACES];
    private final BitSet covered = new BitSet();
    private boolean settled;
    private int learned;
    private boolean isUsual;

    ChunkPages(PoolKernel kernel) {
        this.kernel = kernel;
        header = kernel.layout().header();
        found = new LooseHeaders(header, kernel.memory(), true);
        cursor = kernel.memory().space().cursor();
        key = new ChunkKey(header, ChunkHeader.bind(kernel.layout().table()).orElseThrow(), cursor);
        rows = new Strides(header);
    }

    @Override
    public boolean read(long page) {
        found.page(page);
        isUsual = false;
        if (found.count() == 0 || !cursor.seek(page, PAGE)) {
            return false;
        }
        if (learns()) {
            key.learn(found);
        }
        weigh();
        int blocks = choose();
        learned += blocks;
        return blocks > 0;
    }

    @Override
    public boolean learns() {
        return !settled && learned < ENOUGH_BLOCKS;
    }

    @Override
    public void settle() {
        settled = true;
    }

    private int offset(int block) {
        return (int) found.address(block) & PAGE - 1;
    }

    /** Finds out how much speaks for each header. */
    private void weigh() {
        for (int i = 0; i < found.count(); i++) {
            weights[i] = isOfChunk(i) ? OF_CHUNK : 0;
            if (isOfRow(i)) {
                rows.add(offset(i), found.size(i));
            }
        }
        for (int i = 0; i < found.count(); i++) {
            if (isOfRow(i)) {
                int row = rows.members(offset(i), found.size(i));
                boolean known = tags.contains(found.tag(i), found.isPaged(i));
                weights[i] = row >= LEAST_ROW ? row : known ? OF_KNOWN_TAG : 0;
            }
        }
        for (int i = 0; i < found.count(); i++) {
            rows.forget(offset(i), found.size(i));
        }
    }

    private boolean isOfChunk(int block) {
        int at = offset(block) - key.bytes();
        return at < 0 ? key.isBehind(offset(block) + found.size(block)) : key.isInUse(at);
    }

    private boolean isOfRow(int block) {
        return weights[block] != OF_CHUNK && PoolTag.isUsual(found.tag(block));
    }

    /** Accepts those for which most speaks, unless they overlap others; tells their number. */
    private int choose() {
        covered.clear();
        int places = 0;
        for (int i = 0; i < found.count(); i++) {
            accepted[i] = false;
            if (weights[i] > 0) {
                order[places++] = (long) (OF_CHUNK - weights[i]) << Integer.SIZE | i;
            }
        }
        Arrays.sort(order, 0, places);
        int blocks = 0;
        for (int i = 0; i < places; i++) {
            int block = (int) order[i];
            if (!overlaps(block)) {
                accept(block);
                blocks++;
            }
        }
        return blocks + chooseLeft();
    }

    private void cover(int block) {
        covered.set(offset(block), offset(block) + found.size(block));
    }

    private boolean overlaps(int block) {
        int next = covered.nextSetBit(offset(block));
        return next >= 0 && next < offset(block) + found.size(block);
    }

    /**
     * Accepts what is left when all of it is of one row, as in a page of the low-fragmentation heap
     * most of whose blocks were never in use; and a block at the beginning of the page, where the
     * header of one stands that crosses pages. In a table of something else other items look nearly
     * like headers, too.
     */
    private int chooseLeft() {
        int left = 0;
        int row = NO_ROW;
        boolean usual = false;
        for (int i = 0; i < found.count(); i++) {
            if (!accepted[i] && !overlaps(i)) {
                int own = offset(i) == 0 ? row : rows.row(offset(i), found.size(i));
                if (row != NO_ROW && own != row) {
                    return 0;
                }
                row = own;
                usual |= isUsual(i);
                order[left++] = i;
            }
        }
        for (int i = 0; i < left; i++) {
            cover((int) order[i]);
        }
        if (!usual || isTable()) {
            return 0;
        }
        for (int i = 0; i < left; i++) {
            accepted[(int) order[i]] = true;
        }
        return left;
    }

    private boolean isUsual(int block) {
        return found.hasUsualType(block)
                && PoolTag.isUsual(found.tag(block))
                && (offset(block) == 0 || found.size(block) <= LONGEST_LEFT);
    }

    /** Whether there are places outside of blocks with a text behind a number, as in a table. */
    private boolean isTable() {
        int items = 0;
        for (int at = covered.nextClearBit(0);
                at < PAGE;
                at = covered.nextClearBit(at + header.unit())) {
            int tag = (int) cursor.u32(at + PoolHeader.TAG);
            items += PoolTag.isUsual(tag) && hasZero((int) cursor.u32(at)) ? 1 : 0;
        }
        return items >= LEAST_ITEMS;
    }

    private static boolean hasZero(int word) {
        return (word - ONES & ~word & TOP_BITS) != 0;
    }

    private void accept(int block) {
        accepted[block] = true;
        cover(block);
        if (weights[block] >= LEAST_ROW) {
            isUsual = true;
            if (learns()) {
                tags.add(found.tag(block), found.isPaged(block));
            }
        }
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
                weights[block] == OF_CHUNK || weights[block] >= LEAST_ROW && found.isStrong(block)
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
