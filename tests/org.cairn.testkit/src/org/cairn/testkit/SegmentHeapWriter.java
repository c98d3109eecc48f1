package org.cairn.testkit;

import org.cairn.testkit.NtHeapWriter.Range;
import org.cairn.testkit.internal.segment.SegmentHeapEncoder;
import org.cairn.testkit.internal.segment.SegmentHeapModel;
import org.cairn.testkit.internal.segment.SegmentHeapTruth;
import org.cairn.testkit.internal.segment.SegmentPlaces;

import java.util.List;

/**
 * A segment heap of a synthetic process. Blocks are allocated and freed as a program would; the
 * heap is laid out when the process's memory is asked for.
 */
public final class SegmentHeapWriter {
    private final SegmentHeapModel model;
    private final SegmentHeapEncoder encoder;

    SegmentHeapWriter(SegmentHeapModel model, SegmentHeapEncoder encoder) {
        this.model = model;
        this.encoder = encoder;
    }

    /**
     * The heap's handle.
     *
     * @return its address
     */
    public long address() {
        return model.address();
    }

    /**
     * Allocates a block: of one size after 17 others of about the same size, in a chunk up to 128
     * KiB, in whole units up to 8 MiB, else with memory of its own.
     *
     * @param size bytes, at least 1
     * @return the block's address for the caller
     */
    public long allocate(long size) {
        return model.allocate(size);
    }

    /**
     * Frees a block.
     *
     * @param user the block's address for the caller
     */
    public void free(long user) {
        model.free(user);
    }

    /**
     * Frees a block in a chunk into the chain of delayed frees; its header stays as it is.
     *
     * @param user the block's address for the caller
     */
    public void delay(long user) {
        model.delay(user);
    }

    /** Gives back all pages that nobody needs. */
    public void trim() {
        model.trim();
    }

    /**
     * What a decoder must find in the undamaged heap.
     *
     * @return all blocks, ascending, the allocator's own among them
     */
    public List<SegmentHeapBlock> blocks() {
        return SegmentHeapTruth.blocks(model);
    }

    /**
     * The ranges of the reservations that are not committed.
     *
     * @return ascending in each reservation
     */
    public List<Range> uncommitted() {
        return SegmentHeapTruth.uncommitted(model);
    }

    /**
     * The heap's reservations: its own, page segments, large blocks.
     *
     * @return in order of their creation
     */
    public List<Range> reserved() {
        return SegmentHeapTruth.reserved(model);
    }

    /**
     * The page segments.
     *
     * @return in order of their creation
     */
    public List<Range> segments() {
        return SegmentPlaces.segments(model);
    }

    /**
     * The descriptor of a unit, for damaging it.
     *
     * @param inside an address in the unit
     * @return its address
     */
    public long descriptor(long inside) {
        return SegmentPlaces.descriptor(model, inside);
    }

    /**
     * The first address of the page range that holds an address.
     *
     * @param inside an address in a page segment
     * @return where its range begins
     */
    public long range(long inside) {
        return SegmentPlaces.range(model, inside);
    }

    /**
     * The node of a large block, for damaging it.
     *
     * @param user the block's address
     * @return the address of its {@code _HEAP_LARGE_ALLOC_DATA}
     */
    public long node(long user) {
        return SegmentPlaces.node(model, user);
    }

    void encode() {
        encoder.write();
    }
}
