package org.cairn.testkit.internal.segment;

import java.util.Arrays;

/** An LFH subsegment: blocks of one size. */
final class LfhModel {
    static final long FREE = -1;

    private final long address;
    private final long end;
    private final int blockSize;
    private final int first;
    private final long[] requested;

    /** Divides memory into as many blocks as fit. */
    LfhModel(Shape shape, long address, long end, int blockSize) {
        this.address = address;
        this.end = end;
        this.blockSize = blockSize;
        int header = shape.structure("_HEAP_LFH_SUBSEGMENT").offset("BlockBitmap");
        int word = shape.pointer();
        int count = 0;
        int begin = 0;
        for (int next = 1; ; next++) {
            int bitmap = (2 * next + 8 * word - 1) / (8 * word) * word;
            int from = (header + bitmap + shape.unit() - 1) / shape.unit() * shape.unit();
            if (from + (long) next * blockSize > end - address) {
                break;
            }
            count = next;
            begin = from;
        }
        first = begin;
        requested = new long[count];
        Arrays.fill(requested, FREE);
    }

    long address() {
        return address;
    }

    long end() {
        return end;
    }

    int blockSize() {
        return blockSize;
    }

    int first() {
        return first;
    }

    int count() {
        return requested.length;
    }

    int freeCount() {
        return (int) Arrays.stream(requested).filter(size -> size == FREE).count();
    }

    long block(int index) {
        return address + first + (long) index * blockSize;
    }

    long requested(int index) {
        return requested[index];
    }

    boolean isFree(int index) {
        return requested[index] == FREE;
    }

    /** Allocates a free block, or returns 0. */
    long allocate(long size) {
        for (int i = 0; i < requested.length; i++) {
            if (isFree(i)) {
                requested[i] = size;
                return block(i);
            }
        }
        return 0;
    }

    void free(long block) {
        requested[(int) ((block - address - first) / blockSize)] = FREE;
    }

    boolean holds(long user) {
        return user >= block(0) && user < block(count()) && (user - block(0)) % blockSize == 0;
    }
}
