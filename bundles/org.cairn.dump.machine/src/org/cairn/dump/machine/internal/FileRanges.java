package org.cairn.dump.machine.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Remark;
import org.cairn.memory.Absence;
import org.cairn.memory.SparseMemory;

import java.lang.foreign.MemorySegment;

/** Collects ranges of memory that lie in a file, as far as the file reaches. */
final class FileRanges {
    private final MemorySegment file;
    private final SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
    private long ranges;
    private long promised;
    private long held;

    FileRanges(MemorySegment file) {
        this.file = file;
    }

    /**
     * Adds a range.
     *
     * @param address of its first byte, unsigned
     * @param offset of that byte in the file, unsigned
     * @param size in bytes, unsigned; cut where it would pass the last address
     */
    void add(long address, long offset, long size) {
        ranges++;
        held += memory.promised(address, file, offset, size);
        promised = sum(promised, size);
    }

    SparseMemory build(Dump.Builder dump) {
        if (held < promised) {
            dump.remark(
                    Remark.warning(
                            "the file ends before its memory: %s promised in %s, %s there"
                                    .formatted(
                                            Words.count(promised, "byte"),
                                            Words.count(ranges, "range"),
                                            Words.count(held, "byte"))));
        }
        return memory.build();
    }

    long held() {
        return held;
    }

    /** The sum of two unsigned values, {@link Long#MAX_VALUE} when it is larger than that. */
    static long sum(long a, long b) {
        long sum = a + b;
        return a < 0 || b < 0 || sum < 0 ? Long.MAX_VALUE : sum;
    }
}
