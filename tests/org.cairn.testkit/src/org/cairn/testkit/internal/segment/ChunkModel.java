package org.cairn.testkit.internal.segment;

import org.eclipse.jdt.annotation.Nullable;

/**
 * A chunk of a VS subsegment.
 *
 * @param address of its header
 * @param units its size
 * @param use what it is in use for
 * @param requested bytes that the caller asked for
 * @param lfh the LFH subsegment in it
 */
record ChunkModel(long address, int units, Use use, long requested, @Nullable LfhModel lfh) {
    enum Use {
        FREE,
        BUSY,
        /** Freed, but its header says busy and a chain holds it. */
        DELAYED
    }

    ChunkModel with(Use other) {
        return new ChunkModel(address, units, other, requested, lfh);
    }
}
