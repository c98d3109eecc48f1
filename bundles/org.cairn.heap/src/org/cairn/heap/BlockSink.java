package org.cairn.heap;

import org.cairn.memory.Absence;

/**
 * Takes what a decoder finds in one heap. Numbers are passed as primitives, texts are interned
 * once; a block costs no object. Used by one thread.
 */
public interface BlockSink {
    /** The owner of a block whose owner is not known. */
    int NO_OWNER = 0;

    /**
     * Set on a block whose own header is absent or damaged: its extent comes from its neighbours.
     */
    int INFERRED = 1;

    /** Set on a block that was found by scanning, with strong confidence that it is one. */
    int FOUND_STRONG = 2;

    /** Set on a block that was found by scanning, with little confidence that it is one. */
    int FOUND_HINT = 4;

    /** Set on a block whose data lies partly or wholly in absent memory. */
    int DATA_ABSENT = 8;

    /** Set on a free block that its header calls busy: it waits in a cache of the allocator. */
    int CACHED = 16;

    /**
     * Begins a segment: a contiguous reserved range. The blocks and gaps that follow belong to it.
     *
     * @param start first address, unsigned
     * @param size reserved bytes
     * @param kind what it is called, such as {@code segment} or {@code virtual block}
     */
    void segment(long start, long size, String kind);

    /**
     * Makes an owner known.
     *
     * @param owner the owner
     * @return its number in this sink, the same for equal owners, never {@link #NO_OWNER}
     */
    int owner(Owner owner);

    /**
     * Makes a kind of block known.
     *
     * @param kind the kind
     * @return its number in this sink, the same for equal kinds
     */
    int kind(BlockKind kind);

    /**
     * Makes a kind of block known whose rest is {@link BlockKind#SLACK}.
     *
     * @param label what it is called
     * @return its number in this sink
     */
    default int kind(String label) {
        return kind(new BlockKind(label));
    }

    /**
     * Reports a block.
     *
     * @param address first byte of the block, header included, unsigned
     * @param size bytes of the block, header included
     * @param userAddress first byte for the caller, unsigned; for a free or metadata block the
     *     first byte after the header
     * @param userSize bytes for the caller as requested where the format keeps that, else the room;
     *     0 or more
     * @param state what it is in use for
     * @param kind number from {@link #kind(BlockKind)}
     * @param owner number from {@link #owner}, or {@link #NO_OWNER}
     * @param flags any of {@link #INFERRED}, {@link #FOUND_STRONG}, {@link #FOUND_HINT}, {@link
     *     #DATA_ABSENT}, {@link #CACHED}
     */
    void block(
            long address,
            long size,
            long userAddress,
            long userSize,
            BlockState state,
            int kind,
            int owner,
            int flags);

    /**
     * Reports a range of the segment that holds no blocks because it is reserved but not committed.
     *
     * @param start first address, unsigned
     * @param size bytes
     */
    void uncommitted(long start, long size);

    /**
     * Reports a range of the segment whose blocks are unknown because its bytes are absent or
     * damaged.
     *
     * @param start first address, unsigned
     * @param size bytes
     * @param why the reason
     */
    void gap(long start, long size, Absence why);

    /**
     * Reports bytes that contradict the format, once, at the first cause.
     *
     * @param anomaly what and where
     */
    void anomaly(Anomaly anomaly);

    /**
     * Adds to the note of the heap what only decoding tells. Sinks that want blocks alone leave it
     * as it is.
     *
     * @param text for people, like {@link HeapRoot#note}
     */
    default void note(String text) {
        // not wanted
    }

    /**
     * Tells what the system itself counts of an owner: in this heap, or, where it counts for
     * several heaps of the same kind together, in all of them, told with one of them. Sinks that
     * want blocks alone leave it.
     *
     * @param owner number from {@link #owner(Owner)}, whether it has blocks or not; nothing is kept
     *     for {@link #NO_OWNER}
     * @param total what is counted
     */
    default void total(int owner, OwnerTotal total) {
        // not wanted
    }
}
