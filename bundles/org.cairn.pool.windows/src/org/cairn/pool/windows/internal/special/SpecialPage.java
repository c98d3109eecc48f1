package org.cairn.pool.windows.internal.special;

import org.cairn.memory.MemoryCursor;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.Verifier;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.owner.PoolTag;

import java.util.Optional;

/**
 * A page of special pool. It holds one block, at its end to catch overruns or at its beginning to
 * catch underruns; {@code _POOL_HEADER} is at the other end, and all other bytes have the same
 * value. The first two bytes of the header are the size that was asked for, with the highest bit
 * set for paged pool; the third is that value. Source: ReactOS, and the public description of
 * special pool. That a tracked block has the pointer to the verifier's entry behind the header is
 * inferred; the entry must lead back to the block. For one thread.
 */
public final class SpecialPage {
    private static final int PAGE = PoolHeader.PAGE;
    private static final int SIZE = 0x1fff;
    private static final int PAGED = 0x8000;

    /** The verifier's bit; inferred. */
    private static final int TRACKED = 0x4000;

    private static final int SIZE_MASK = 0xffff;
    private static final int FILL_SHIFT = 16;
    private static final int FILL_MASK = 0xff;

    private final KernelMemory memory;
    private final MemoryCursor cursor;
    private final Verifier verifier;
    private final int header;

    /**
     * Prepares.
     *
     * @param kernel whose pool it is
     * @param verifier what it keeps
     */
    public SpecialPage(PoolKernel kernel, Verifier verifier) {
        memory = kernel.memory();
        cursor = memory.space().cursor();
        this.verifier = verifier;
        header = kernel.layout().header().bytes();
    }

    /**
     * The block of a page.
     *
     * @param page its address
     * @param header address of the header
     * @param user address that the caller got
     * @param bytes that the caller asked for
     * @param paged whether of the paged pool
     * @param tag of it
     * @param fill value of all other bytes
     * @param slack number of all other bytes
     * @param wrong how many of those have another value
     * @param firstWrong address of the first of these, 0 when there is none
     * @param entry what the verifier keeps of it
     */
    public record Block(
            long page,
            long header,
            long user,
            int bytes,
            boolean paged,
            int tag,
            int fill,
            int slack,
            int wrong,
            long firstWrong,
            Optional<Verifier.Entry> entry) {
        /** Whether enough of the page agrees with its header. */
        boolean isSound() {
            return PoolTag.isPrintable(tag) && (entry.isPresent() || wrong * 2 <= slack);
        }

        /** Whether the page cannot be anything else; a page of zeros proves nothing. */
        boolean isCertain(int leastSlack) {
            return entry.isPresent() || fill != 0 && slack - wrong >= leastSlack;
        }
    }

    /**
     * Reads a page.
     *
     * @param page its address
     * @return empty when it is absent or holds no block of special pool
     */
    public Optional<Block> read(long page) {
        if (!memory.isPresent(page, PAGE)) {
            return Optional.empty();
        }
        int pointer = memory.pointerSize();
        return better(
                block(page, 0),
                better(block(page, PAGE - header), block(page, PAGE - header - pointer)));
    }

    private static Optional<Block> better(Optional<Block> one, Optional<Block> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return matches(one.get()) >= matches(other.get()) ? one : other;
    }

    private static int matches(Block block) {
        return block.entry().isPresent() ? PAGE : block.slack() - block.wrong();
    }

    private Optional<Block> block(long page, int at) {
        int word = memory.u32(page + at);
        int low = word & SIZE_MASK;
        int bytes = low & SIZE;
        boolean atEnd = at == 0;
        if (bytes == 0 || bytes > PAGE - header || (low & ~(SIZE | PAGED | TRACKED)) != 0) {
            return Optional.empty();
        }
        int user = atEnd ? PAGE - bytes & -header : 0;
        int pointer = memory.pointerSize();
        Optional<Verifier.Entry> entry = verifier.entry(page + at + header, page + user);
        boolean tracked = entry.isPresent() || (low & TRACKED) != 0;
        int room = header + (tracked ? pointer : 0);
        boolean fits = atEnd ? user >= room : bytes <= at && (tracked || at + header == PAGE);
        if (!fits || at + room > PAGE) {
            return Optional.empty();
        }
        int fill = word >>> FILL_SHIFT & FILL_MASK;
        Fill slack = new Fill(page, fill);
        if (atEnd) {
            slack.compare(room, user);
            slack.compare(user + bytes, PAGE);
        } else {
            slack.compare(bytes, at);
        }
        Block block =
                new Block(
                        page,
                        page + at,
                        page + user,
                        bytes,
                        (low & PAGED) != 0,
                        memory.u32(page + at + PoolHeader.TAG),
                        fill,
                        slack.bytes,
                        slack.wrong,
                        slack.firstWrong,
                        entry);
        return Optional.of(block).filter(Block::isSound);
    }

    private final class Fill {
        private final long page;
        private final int value;
        private int bytes;
        private int wrong;
        private long firstWrong;

        Fill(long page, int value) {
            this.page = page;
            this.value = value;
            cursor.seek(page, PAGE);
        }

        void compare(int from, int to) {
            for (int i = from; i < to; i++) {
                if (cursor.u8(i) != value) {
                    firstWrong = wrong++ == 0 ? page + i : firstWrong;
                }
            }
            bytes += Math.max(0, to - from);
        }
    }
}
