package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.ALLOCATION_GRANULARITY;

import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.SyntheticMemory;
import org.cairn.testkit.internal.LfhShape.Era;

import java.util.ArrayList;
import java.util.List;

/** The low-fragmentation heap of one heap, apart from how it is laid out in memory. */
public final class LfhModel {
    private static final int SUBSEGMENTS_OF_ZONE = 24;

    /** Where the subsegments of XP and 2003 begin: what is before them is not known. */
    private static final int OLD_SUBSEGMENTS = 0x200;

    private final HeapModel heap;
    private final LfhShape shape;
    private final List<Long> zones = new ArrayList<>();
    private final List<LfhBlocks> containers = new ArrayList<>();
    private final long address;

    LfhModel(HeapModel heap) {
        this.heap = heap;
        shape = LfhShape.of(heap.shape());
        if (shape.era() == Era.MODERN) {
            address = heap.memory().reserve(heap.address(), ALLOCATION_GRANULARITY);
            heap.memory().commit(address, SyntheticMemory.PAGE);
        } else {
            address = heap.user(heap.table(shape.heapBytes()));
        }
    }

    /** Makes a container of equal blocks. */
    public LfhBlocks container(int blockBytes, int count) {
        int size = shape.unit() + shape.first(count) + blockBytes * count;
        int sizeIndex = Integer.SIZE - Integer.numberOfLeadingZeros(size - shape.unit() - 1);
        Chunk chunk = heap.container((shape.unit() + (1 << sizeIndex)) / shape.unit());
        LfhBlocks blocks = new LfhBlocks(shape, chunk, subsegment(), sizeIndex, blockBytes, count);
        containers.add(blocks);
        return blocks;
    }

    private long subsegment() {
        int index = containers.size() % SUBSEGMENTS_OF_ZONE;
        if (shape.era() == Era.OLD) {
            return address + OLD_SUBSEGMENTS + (long) containers.size() * shape.subsegmentBytes();
        }
        if (index == 0) {
            int bytes = shape.zoneHeader() + SUBSEGMENTS_OF_ZONE * shape.subsegmentBytes();
            zones.add(heap.user(heap.table(bytes)));
        }
        return zones.getLast() + shape.zoneHeader() + (long) index * shape.subsegmentBytes();
    }

    LfhShape shape() {
        return shape;
    }

    /** Address of {@code _LFH_HEAP}. */
    public long address() {
        return address;
    }

    List<Long> zones() {
        return zones;
    }

    /** How many subsegments a zone has. */
    int subsegmentsOf(int zone) {
        return Math.min(SUBSEGMENTS_OF_ZONE, containers.size() - zone * SUBSEGMENTS_OF_ZONE);
    }

    List<LfhBlocks> containers() {
        return containers;
    }

    /** The container that a block of the back end is. */
    LfhBlocks containerOf(Chunk chunk) {
        return containers.stream()
                .filter(blocks -> blocks.chunk().address() == chunk.address())
                .findFirst()
                .orElseThrow();
    }

    /** What a decoder must find in a container, ascending. */
    List<Part> parts(Chunk chunk) {
        LfhBlocks blocks = containerOf(chunk);
        int unit = shape.unit();
        long end = chunk.address() + (long) chunk.units() * unit;
        List<Part> parts = new ArrayList<>();
        if (blocks.isRetired()) {
            parts.add(new Part(chunk.address(), end, unit, -1, Kind.LFH_CONTAINER));
            return parts;
        }
        parts.add(new Part(chunk.address(), blocks.entry(0), unit, -1, Kind.LFH_CONTAINER));
        for (int i = 0; i < blocks.count(); i++) {
            long from = blocks.entry(i);
            long to = from + blocks.stride();
            parts.add(
                    blocks.isBusy(i) && !blocks.isDelayed(i)
                            ? new Part(
                                    from,
                                    to,
                                    (int) (blocks.user(i) - from),
                                    blocks.requested(i),
                                    Kind.LFH_BUSY)
                            : new Part(from, to, unit, -1, Kind.LFH_FREE));
        }
        long last = blocks.entry(blocks.count());
        if (last != end) {
            parts.add(new Part(last, end, 0, -1, Kind.LFH_PADDING));
        }
        return parts;
    }

    /**
     * A part of a container.
     *
     * @param from first address
     * @param to the first address behind it
     * @param user where the caller's data begins in it
     * @param requested bytes that the caller asked for, -1 where there is no caller
     * @param kind what it is
     */
    record Part(long from, long to, int user, int requested, Kind kind) {}
}
