package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagNames;
import org.cairn.pool.windows.internal.owner.TagOwners;

import java.util.ArrayList;
import java.util.List;

/**
 * Blocks in stretches of memory of which the surroundings are missing, as small dumps have them. A
 * header is recognised by its own fields: size, type, a tag of printable characters. In pools that
 * walk pages the neighbours must agree with it where they are there; in segment pools {@code
 * PreviousSize} is 0, or, in the second header of a cache-aligned block, leads back to the first.
 */
public final class LooseBlocks {
    private static final int PAGE = PoolHeader.PAGE;
    private static final int MAX_BLOCKS = 1 << 21;
    private static final long FIRST_X64 = 0xffff_8000_0000_0000L;
    private static final long FIRST_X86 = 0x8000_0000L;

    private final PoolKernel kernel;
    private final PoolHeader header;
    private final MemoryCursor cursor;
    private final Progress progress;
    private final boolean segments;
    private final List<Found> found = new ArrayList<>();

    private record Found(
            long address, int size, int headerBytes, int tag, boolean paged, int flags) {
        long end() {
            return address + size;
        }

        boolean isStrong() {
            return flags == BlockSink.FOUND_STRONG;
        }
    }

    /** Prepares for a kernel. */
    public LooseBlocks(PoolKernel kernel) {
        this.kernel = kernel;
        header = kernel.layout().header();
        cursor = kernel.memory().space().cursor();
        progress = kernel.context().progress();
        segments = !kernel.walksPages();
    }

    private long lowest() {
        return kernel.layout().pointerSize() == Long.BYTES ? FIRST_X64 : FIRST_X86;
    }

    private long highest() {
        return kernel.layout().pointerSize() == Long.BYTES ? -1L : 0xffff_ffffL;
    }

    /**
     * The address of the first block.
     *
     * @param paged of which pool
     * @return 0 when there is none
     */
    public long first(boolean paged) {
        search(paged);
        return found.isEmpty() ? 0 : found.getFirst().address();
    }

    /**
     * Reports all blocks of a pool, each with the stretch of memory that it lies in.
     *
     * @param paged of which pool
     * @param sink takes the blocks
     */
    public void run(boolean paged, BlockSink sink) {
        search(paged);
        TagOwners owners = new TagOwners(sink, TagNames.shipped(), kernel.driverTags());
        int kind = sink.kind("pool block");
        long end = 0;
        for (int i = 0; i < found.size(); i++) {
            Found block = found.get(i);
            if (end == 0 || Long.compareUnsigned(block.address(), end) > 0) {
                end = stretch(i);
                sink.segment(block.address(), end - block.address(), "fragment");
            }
            boolean whole = isPresent(block.address(), block.size());
            sink.block(
                    block.address(),
                    block.size(),
                    block.address() + block.headerBytes(),
                    (long) block.size() - block.headerBytes(),
                    BlockState.BUSY,
                    kind,
                    owners.owner(block.tag()),
                    whole ? block.flags() : block.flags() | BlockSink.DATA_ABSENT);
        }
    }

    /** Where the blocks end that follow each other without a hole. */
    private long stretch(int from) {
        long end = found.get(from).end();
        for (int i = from + 1; i < found.size() && found.get(i).address() == end; i++) {
            end = found.get(i).end();
        }
        return end;
    }

    private boolean isPresent(long address, long size) {
        long at = address;
        while (Long.compareUnsigned(at, address + size) < 0) {
            if (!(kernel.memory().space().runAt(at) instanceof Run.Mapped run)) {
                return false;
            }
            at = run.last() + 1;
        }
        return true;
    }

    private void search(boolean paged) {
        found.clear();
        Images images = new Images(kernel.context().process().modules());
        for (Run.Mapped run : kernel.memory().space().mapped(lowest(), highest())) {
            progress.checkCancelled();
            long start = run.start() + header.unit() - 1 & -header.unit();
            long end = run.last() - header.bytes() + 2;
            for (long at = start; Long.compareUnsigned(at, end) < 0; at += header.unit()) {
                if (!images.holds(at) && cursor.seek(at, header.bytes())) {
                    header(at);
                }
            }
        }
        found.removeIf(block -> block.paged() != paged);
    }

    private void header(long at) {
        int word = (int) cursor.u32(0);
        int tag = (int) cursor.u32(PoolHeader.TAG);
        int stored = header.poolType().get(word);
        int size = header.size(word);
        if (found.size() >= MAX_BLOCKS
                || stored == 0
                || size <= header.bytes()
                || !header.code().isPlausible(stored)
                || !PoolTag.isPrintable(tag)
                || PoolTag.isProtected(tag)) {
            return;
        }
        int flags = segments ? ofSegment(at, word, tag) : ofPage(at, word);
        if (flags != 0) {
            boolean paged = (header.type(word) & TypeCode.PAGED) != 0;
            add(new Found(at, size, header.bytes(), tag, paged, flags));
        }
    }

    /** How sure it is that a header of a segment pool is one; 0 when it is none. */
    private int ofSegment(long at, int word, int tag) {
        int type = header.type(word);
        int back = header.previousSize().get(word);
        if (back != 0) {
            if ((type & TypeCode.CACHE_ALIGNED) != 0 && !found.isEmpty()) {
                second(at, back, tag);
            }
            return 0;
        }
        boolean usual = (type & ~(TypeCode.PAGED | TypeCode.CACHE_ALIGNED | TypeCode.QUOTA)) == 0;
        boolean clean = header.poolIndex().get(word) == 0;
        return usual && clean ? BlockSink.FOUND_STRONG : BlockSink.FOUND_HINT;
    }

    /** The second header of a cache-aligned block: the user data begins behind it. */
    private void second(long at, int back, int tag) {
        Found before = found.getLast();
        if (before.address() == at - (long) back * header.unit()
                && before.tag() == tag
                && Long.compareUnsigned(at + header.bytes(), before.end()) < 0) {
            found.removeLast();
            found.add(
                    new Found(
                            before.address(),
                            before.size(),
                            (int) (at - before.address()) + header.bytes(),
                            tag,
                            before.paged(),
                            before.flags()));
        }
    }

    /** How sure it is that a header of a page of blocks is one; 0 when it is none. */
    private int ofPage(long at, int word) {
        int offset = (int) at & PAGE - 1;
        int size = header.size(word);
        int before = header.previousSize().get(word) * header.unit();
        if (offset + size > PAGE || before > offset || before == 0 != (offset == 0)) {
            return 0;
        }
        int agree = 0;
        if (offset + size < PAGE && cursor.seek(at + size, header.bytes())) {
            if (header.previousSize().get((int) cursor.u32(0)) * header.unit() != size) {
                return 0;
            }
            agree++;
        }
        if (before != 0 && cursor.seek(at - before, header.bytes())) {
            if (header.size((int) cursor.u32(0)) != before) {
                return 0;
            }
            agree++;
        }
        return agree > 0 ? BlockSink.FOUND_STRONG : BlockSink.FOUND_HINT;
    }

    /** Of two blocks that overlap, one is none: the weaker one, else the one inside. */
    private void add(Found block) {
        while (!found.isEmpty()
                && Long.compareUnsigned(block.address(), found.getLast().end()) < 0) {
            if (found.getLast().isStrong() || !block.isStrong()) {
                return;
            }
            found.removeLast();
        }
        found.add(block);
    }
}
