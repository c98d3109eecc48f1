package org.cairn.dump.machine.internal;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSearch;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.BlockCache;
import org.cairn.memory.Extent;
import org.cairn.memory.Run;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Memory in chunks of up to 64 KB that are unpacked when they are read. */
final class AvmlMemory implements AddressSpace {
    private final MemorySegment file;
    private final long[] starts;
    private final long[] sizes;
    private final long[] offsets;
    private final long[] packedSizes;
    private final BlockCache cache = new BlockCache(LimeFormat.CHUNK_LIMIT, this::unpack);

    private AvmlMemory(Builder builder) {
        file = builder.file;
        starts = Arrays.copyOf(builder.starts, builder.count);
        sizes = Arrays.copyOf(builder.sizes, builder.count);
        offsets = Arrays.copyOf(builder.offsets, builder.count);
        packedSizes = Arrays.copyOf(builder.packedSizes, builder.count);
    }

    @Override
    public Run runAt(long address) {
        int index = AddressSearch.atOrBefore(starts, address);
        if (index < 0 || Long.compareUnsigned(address - starts[index], sizes[index]) >= 0) {
            return new Run.Absent(
                    index < 0 ? 0 : starts[index] + sizes[index],
                    index + 1 < starts.length ? starts[index + 1] - 1 : -1L,
                    Absence.NOT_CAPTURED);
        }
        long last = starts[index] + sizes[index] - 1;
        MemorySegment bytes = cache.get(index);
        return bytes.byteSize() == sizes[index]
                ? new Run.Mapped(starts[index], last, bytes)
                : new Run.Absent(starts[index], last, Absence.CORRUPT);
    }

    @Override
    public Extent extent() {
        long bytes = 0;
        long runs = 0;
        for (int i = 0; i < starts.length; i++) {
            bytes += sizes[i];
            runs += i > 0 && starts[i - 1] + sizes[i - 1] == starts[i] ? 0 : 1;
        }
        return new Extent(bytes, runs);
    }

    private MemorySegment unpack(long index) {
        int i = (int) index;
        MemorySegment packed = file.asSlice(offsets[i], packedSizes[i] & Long.MAX_VALUE);
        if (packedSizes[i] < 0) {
            return packed;
        }
        byte[] bytes = new byte[(int) sizes[i]];
        int count = Compression.SNAPPY.unpack(packed.toArray(ValueLayout.JAVA_BYTE), bytes);
        return count == bytes.length
                ? MemorySegment.ofArray(bytes).asReadOnly()
                : MemorySegment.NULL;
    }

    /** Collects chunks by ascending address. */
    static final class Builder {
        /** Chunks that are kept: 256 GB of memory. */
        static final int MAX_CHUNKS = 1 << 22;

        private static final long PLAIN = Long.MIN_VALUE;
        private static final int FIRST_CAPACITY = 1 << 10;

        private final MemorySegment file;
        private long[] starts = new long[FIRST_CAPACITY];
        private long[] sizes = new long[FIRST_CAPACITY];
        private long[] offsets = new long[FIRST_CAPACITY];
        private long[] packedSizes = new long[FIRST_CAPACITY];
        private int count;

        Builder(MemorySegment file) {
            this.file = file;
        }

        /** Whether a chunk can be added: there is room, and it lies above the chunk before. */
        boolean takes(long address) {
            return count < MAX_CHUNKS
                    && (count == 0
                            || Long.compareUnsigned(
                                            address, starts[count - 1] + sizes[count - 1] - 1)
                                    > 0);
        }

        void add(long address, long size, long offset, long packedSize, boolean plain) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                sizes = Arrays.copyOf(sizes, 2 * count);
                offsets = Arrays.copyOf(offsets, 2 * count);
                packedSizes = Arrays.copyOf(packedSizes, 2 * count);
            }
            starts[count] = address;
            sizes[count] = size;
            offsets[count] = offset;
            packedSizes[count] = plain ? packedSize | PLAIN : packedSize;
            count++;
        }

        boolean isEmpty() {
            return count == 0;
        }

        AvmlMemory build() {
            return new AvmlMemory(this);
        }
    }
}
