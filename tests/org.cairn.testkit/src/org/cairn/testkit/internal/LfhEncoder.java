package org.cairn.testkit.internal;

import org.cairn.memory.Field;
import org.cairn.testkit.SyntheticMemory;
import org.cairn.testkit.internal.LfhShape.Era;

import java.util.List;

/** Lays out a low-fragmentation heap in memory. */
final class LfhEncoder {
    private static final long SIGNATURE = 0xf0e0d0c0L;
    private static final int MARK = 0x80;
    private static final int FRONT = 0x40;
    private static final int MANY_UNUSED = 0x3f;
    private static final int OLD_SEGMENT_INDEX = 0xff;
    private static final int BUSY = 0x01;

    /** {@code LocalInfo} lies in the reservation that {@code _LFH_HEAP} begins, or in it. */
    private static final int LOCAL_INFO = 0x400;

    /** What a free block's header may still hold of the one that was there before. */
    private static final int LEFTOVER = 0x5a;

    private static final Field U16 = new Field("u16", "u16", 0, 2);
    private static final Field U8 = new Field("u8", "u8", 0, 1);
    private static final Field U32 = new Field("u32", "u32", 0, 4);
    private static final Field U64 = new Field("u64", "u64", 0, 8);

    private final HeapModel heap;
    private final LfhModel lfh;
    private final LfhShape shape;
    private final SyntheticMemory memory;
    private final long key;

    LfhEncoder(HeapModel heap, LfhModel lfh, long key) {
        this.heap = heap;
        this.lfh = lfh;
        this.shape = lfh.shape();
        this.memory = heap.memory();
        this.key = key;
    }

    void write() {
        long cached = 0;
        int depth = 0;
        for (LfhBlocks blocks : lfh.containers()) {
            container(blocks);
            subsegment(blocks);
            for (int i = 0; i < blocks.count(); i++) {
                header(blocks, i);
            }
            if (shape.era() == Era.MODERN) {
                delayed(blocks);
            } else {
                chain(blocks);
            }
            if (blocks.isRetired()) {
                pointer(blocks.userBlocks(), cached);
                cached = blocks.userBlocks();
                depth++;
            }
        }
        if (shape.era() != Era.OLD) {
            front(cached, depth);
        }
    }

    private void front(long cached, int depth) {
        new LinkedLists(heap.shape(), memory).link(lfh.address() + shape.zones(), lfh.zones());
        pointer(lfh.address() + shape.owner(), heap.address());
        for (int i = 0; i < lfh.zones().size(); i++) {
            long zone = lfh.zones().get(i);
            int count = lfh.subsegmentsOf(i);
            if (shape.era() == Era.MODERN) {
                memory.set(zone + shape.zoneCount(), U32, count);
            } else {
                long end = zone + shape.zoneHeader() + (long) count * shape.subsegmentBytes();
                pointer(zone + shape.zoneCount(), end);
            }
        }
        list(lfh.address() + shape.cache() + shape.cacheBytes(), cached, depth);
    }

    /** Writes an {@code _SLIST_HEADER}. */
    private void list(long at, long first, int depth) {
        if (shape.pointer() == Integer.BYTES) {
            memory.set(at, U32, first);
            memory.set(at + Integer.BYTES, U16, depth);
        } else if (shape.era() == Era.MODERN) {
            memory.set(at, U64, depth);
            memory.set(at + Long.BYTES, U64, first == 0 ? 0 : first | 1);
        } else {
            memory.set(at, U64, first >>> 4 << 25 | depth);
            memory.set(at + Long.BYTES, U64, 0);
        }
    }

    private void delayed(LfhBlocks blocks) {
        long link = 0;
        List<Integer> waiting = blocks.delayed();
        for (int index : waiting.reversed()) {
            long data = blocks.entry(index) + shape.unit();
            pointer(data, link);
            link = data;
        }
        list(blocks.subsegment() + shape.delayFree(), link, waiting.size());
    }

    private void container(LfhBlocks blocks) {
        long user = blocks.userBlocks();
        pointer(user, blocks.subsegment());
        memory.set(user + shape.sizeIndex(), U8, blocks.sizeIndex());
        memory.set(user + shape.signature(), U32, SIGNATURE);
        if (shape.era() != Era.MODERN) {
            return;
        }
        long plain = (long) blocks.stride() << 16 | blocks.first();
        memory.set(user + shape.offsets(), U32, low(plain ^ user ^ lfh.address() ^ key));
        int pointer = shape.pointer();
        pointer(user + shape.bitmap(), blocks.count());
        pointer(user + shape.bitmap() + pointer, user + shape.bitmapData());
        int bytes = (blocks.first() - shape.bitmapData()) / pointer * pointer;
        int used = (blocks.count() + pointer * 8 - 1) / (pointer * 8) * pointer;
        for (int i = 0; i < Math.min(bytes, used); i++) {
            int bits = 0;
            for (int bit = 0; bit < 8; bit++) {
                int index = i * 8 + bit;
                boolean set = index >= blocks.count() || blocks.isBusy(index);
                bits |= set ? 1 << bit : 0;
            }
            memory.set(user + shape.bitmapData() + i, U8, bits);
        }
    }

    private void subsegment(LfhBlocks blocks) {
        long at = blocks.subsegment();
        boolean gone = blocks.isRetired();
        pointer(at, lfh.address() + LOCAL_INFO);
        pointer(at + shape.userBlocks(), gone ? 0 : blocks.userBlocks());
        memory.set(at + shape.exchange(), U16, gone ? 0 : blocks.free());
        memory.set(at + shape.blockSize(), U16, blocks.stride() / shape.unit());
        memory.set(at + shape.blockCount(), U16, gone ? 0 : blocks.count());
    }

    private void header(LfhBlocks blocks, int index) {
        long entry = blocks.entry(index);
        long at = entry + shape.spill();
        int unused = unused(blocks, index);
        memory.set(at, U32, low(word(blocks, entry)));
        if (shape.era() == Era.OLD) {
            memory.set(at + 4, U8, 0);
            memory.set(at + 5, U8, blocks.isBusy(index) ? BUSY : 0);
            memory.set(at + 6, U8, unused);
            memory.set(at + 7, U8, OLD_SEGMENT_INDEX);
            return;
        }
        boolean longer = shape.era() == Era.VISTA && shape.pointer() == Long.BYTES;
        memory.set(at + 4, U8, longer ? word(blocks, entry) >>> 32 & 0xff : LEFTOVER);
        memory.set(at + 5, U16, shape.era() == Era.MODERN ? index : 0);
        memory.set(at + 7, U8, unused);
    }

    /** What ties a header to its place; 40 bits of it are used by Vista and 7 x64. */
    private long word(LfhBlocks blocks, long entry) {
        int shift = shape.pointer() == Long.BYTES ? 4 : 3;
        return switch (shape.era()) {
            case OLD -> entry >>> shift ^ blocks.subsegment() ^ key;
            case VISTA ->
                    shape.pointer() == Long.BYTES
                            ? (entry ^ blocks.subsegment() ^ heap.address()) >>> shift ^ key
                            : entry >>> shift ^ blocks.subsegment() ^ heap.address() ^ key;
            case MODERN ->
                    entry >>> shift ^ (entry - blocks.userBlocks()) << 12 ^ heap.address() ^ key;
        };
    }

    private int unused(LfhBlocks blocks, int index) {
        boolean old = shape.era() == Era.OLD;
        if (!blocks.isBusy(index)) {
            return old ? 0 : MARK;
        }
        int rest = blocks.stride() - blocks.requested(index);
        long entry = blocks.entry(index);
        if (old) {
            return rest;
        }
        if (blocks.isTraced(index)) {
            long front = entry + (long) LfhBlocks.FRONT_UNITS * shape.unit() + shape.spill();
            memory.set(front + 4, U16, rest);
            return MARK | FRONT | LfhBlocks.FRONT_UNITS;
        }
        if (rest < MANY_UNUSED) {
            return MARK | rest;
        }
        long end = entry + blocks.stride() + shape.spill();
        pointer(end - shape.pointer(), rest);
        return MARK | MANY_UNUSED;
    }

    /** Chains the free blocks, the last first. */
    private void chain(LfhBlocks blocks) {
        long next = 0xffff;
        for (int i = 0; i < blocks.count(); i++) {
            if (!blocks.isBusy(i)) {
                memory.set(blocks.entry(i) + shape.unit(), U16, next);
                next = (blocks.entry(i) - blocks.userBlocks()) / shape.unit();
            }
        }
        memory.set(blocks.subsegment() + shape.exchange() + 2, U16, next);
    }

    private void pointer(long at, long value) {
        memory.set(at, shape.pointer() == Integer.BYTES ? U32 : U64, value);
    }

    private static long low(long value) {
        return value & 0xffff_ffffL;
    }
}
