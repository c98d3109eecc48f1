package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.memory.HeapMemory;

/**
 * How a container may be divided.
 *
 * @param first the first block's offset from the container's header, in bytes
 * @param stride size of a block in bytes
 * @param count number of blocks
 */
record Geometry(int first, int stride, int count) {
    /** Stands for a number of blocks that nobody knows. */
    static final int UNKNOWN = -1;

    /** Blocks at the beginning that are looked at to confirm a division. */
    private static final int PROBES = 3;

    /** Whether it is a division at all, within so many bytes behind the container's header. */
    boolean fits(LfhLayout layout, long room) {
        int mask = layout.unit() - 1;
        return stride > 0
                && (stride & mask) == 0
                && first >= layout.user().bytes()
                && (first & mask) == 0
                && count > 0
                && first + (long) stride * count <= room;
    }

    boolean isSameAs(Geometry other) {
        return first == other.first && stride == other.stride;
    }

    /**
     * How well the headers of some blocks speak for the division.
     *
     * @return the number of headers that do less those that do not; 0 when none is there
     */
    int support(HeapMemory memory, LfhLayout layout, LfhKey key, UserBlocks user) {
        int support = 0;
        for (int i = 0; i < Math.min(PROBES, count); i++) {
            support += vote(memory, layout, key, user, i);
        }
        return count > PROBES ? support + vote(memory, layout, key, user, count - 1) : support;
    }

    /**
     * The same up to the last block whose header speaks for it, and on to where headers are absent:
     * what follows is no block.
     */
    Geometry withoutPadding(HeapMemory memory, LfhLayout layout, LfhKey key, UserBlocks user) {
        int blocks = count;
        while (blocks > 0 && vote(memory, layout, key, user, blocks - 1) <= 0) {
            blocks--;
        }
        while (blocks < count && vote(memory, layout, key, user, blocks) == 0) {
            blocks++;
        }
        return new Geometry(first, stride, blocks);
    }

    /**
     * How many blocks there are by their headers: more than are counted, when the header behind the
     * last one is one of a block of this container.
     *
     * @return {@link #UNKNOWN} when the header behind the last one is absent or cannot be checked
     */
    int confirmed(HeapMemory memory, LfhLayout layout, LfhKey key, UserBlocks user, long room) {
        int most = (int) Math.min((room - first) / stride, UserBlocks.MAX_BLOCKS);
        if (!key.wordKnown() || layout.format() == LfhLayout.Format.CHAINED) {
            return UNKNOWN;
        }
        if (count >= most) {
            return count;
        }
        return switch (vote(memory, layout, key, user, count)) {
            case 0 -> UNKNOWN;
            case 1 ->
                    new Geometry(first, stride, most)
                            .withoutPadding(memory, layout, key, user)
                            .count();
            default -> count;
        };
    }

    private int vote(HeapMemory memory, LfhLayout layout, LfhKey key, UserBlocks user, int index) {
        long entry = user.address() + first + (long) index * stride;
        if (layout.format() == LfhLayout.Format.CHAINED || !memory.hasHeader(entry)) {
            return 0;
        }
        long header = memory.rawHeader();
        boolean right =
                key.wordKnown()
                        ? (int) header == key.expected(layout, user, entry)
                        : (layout.entry().unusedBytes(header) & LfhUnused.MARK) != 0;
        return right ? 1 : -1;
    }
}
