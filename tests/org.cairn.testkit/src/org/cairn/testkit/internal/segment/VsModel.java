package org.cairn.testkit.internal.segment;

import org.cairn.testkit.internal.segment.ChunkModel.Use;

import java.util.ArrayList;
import java.util.List;

/** A VS subsegment: chunks of variable size, side by side. */
final class VsModel {
    private static final int MIN_UNITS = 2;

    private final Shape shape;
    private final long address;
    private final long end;
    private final List<ChunkModel> chunks = new ArrayList<>();

    VsModel(Shape shape, long address, long end) {
        this.shape = shape;
        this.address = address;
        this.end = end;
        long first = address + shape.firstChunk();
        int units = (int) ((end - first) / shape.unit());
        chunks.add(new ChunkModel(first, units, Use.FREE, 0, null));
    }

    long address() {
        return address;
    }

    long end() {
        return end;
    }

    List<ChunkModel> chunks() {
        return chunks;
    }

    /** Allocates a chunk, or returns 0. */
    long allocate(long size) {
        int units = Math.max(MIN_UNITS, (int) ((size + 2L * shape.unit() - 1) / shape.unit()));
        for (int i = 0; i < chunks.size(); i++) {
            ChunkModel free = chunks.get(i);
            if (free.use() == Use.FREE && free.units() >= units) {
                boolean split = free.units() - units >= MIN_UNITS;
                int taken = split ? units : free.units();
                long at = free.address();
                chunks.set(i, new ChunkModel(at, taken, Use.BUSY, size, null));
                if (split) {
                    long rest = at + (long) taken * shape.unit();
                    chunks.add(
                            i + 1, new ChunkModel(rest, free.units() - taken, Use.FREE, 0, null));
                }
                return at + shape.unit();
            }
        }
        return 0;
    }

    /** Divides a busy chunk into blocks of one size. */
    LfhModel divide(long user, int blockSize) {
        int index = index(user);
        ChunkModel chunk = chunks.get(index);
        long stop = chunk.address() + (long) chunk.units() * shape.unit();
        LfhModel lfh = new LfhModel(shape, user, stop - Short.BYTES, blockSize);
        chunks.set(index, new ChunkModel(chunk.address(), chunk.units(), Use.BUSY, 0, lfh));
        return lfh;
    }

    boolean holds(long user) {
        return index(user) >= 0;
    }

    ChunkModel chunk(long user) {
        return chunks.get(index(user));
    }

    void delay(long user) {
        int index = index(user);
        chunks.set(index, chunks.get(index).with(Use.DELAYED));
    }

    void free(long user) {
        int index = index(user);
        ChunkModel chunk = chunks.get(index);
        int last = index;
        int begin = index;
        if (index + 1 < chunks.size() && chunks.get(index + 1).use() == Use.FREE) {
            last++;
        }
        if (index > 0 && chunks.get(index - 1).use() == Use.FREE) {
            begin--;
        }
        int units = 0;
        for (int i = begin; i <= last; i++) {
            units += chunks.get(i).units();
        }
        long at = chunks.get(begin).address();
        chunks.subList(begin, last + 1).clear();
        chunks.add(begin, new ChunkModel(at, units, Use.FREE, chunk.requested(), null));
    }

    private int index(long user) {
        for (int i = 0; i < chunks.size(); i++) {
            if (chunks.get(i).address() + shape.unit() == user && chunks.get(i).use() == Use.BUSY) {
                return i;
            }
        }
        return -1;
    }
}
