package org.cairn.heap.windows.internal.segment.memory;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.VsFields;

/**
 * Reads the chunks of VS subsegments. The first word of a chunk's header is combined by XOR with
 * the chunk's address and the key of the heaps; decoded, it is passed around as a plain number.
 */
public final class ChunkReader {
    private final ProcessMemory memory;
    private final VsFields fields;
    private final int unit;
    private final int pointerSize;
    private final long key;
    private final long spare;

    /**
     * Prepares for a heap.
     *
     * @param memory holds it
     * @param fields of the VS allocator
     * @param key {@code HeapKey}
     */
    public ChunkReader(ProcessMemory memory, VsFields fields, long key) {
        this.memory = memory;
        this.fields = fields;
        this.unit = fields.unit();
        this.pointerSize = memory.pointerSize();
        this.key = key;
        this.spare = fields.spare();
    }

    /** Whether the header of a chunk is there. */
    public boolean isPresent(long chunk) {
        return memory.isPresent(chunk, unit);
    }

    /** The first word of a chunk that {@link #isPresent} found, decoded. */
    public long decode(long chunk) {
        long word = memory.pointerAt(0) ^ chunk ^ key;
        return pointerSize == Long.BYTES ? word : word & 0xffff_ffffL;
    }

    /** The size of a chunk in bytes. */
    public long bytes(long word) {
        return fields.unsafeSize().fromWord(word) * unit;
    }

    /** The size of the chunk before it in bytes. */
    public long previousBytes(long word) {
        return fields.unsafePrevSize().fromWord(word) * unit;
    }

    /** Whether a chunk is in use. */
    public boolean isAllocated(long word) {
        return fields.allocated().fromWord(word) != 0;
    }

    /** Whether a word can be that of a chunk, wherever it is. */
    public boolean isPlausible(long word) {
        return (word & spare) == 0
                && fields.allocated().fromWord(word) <= 1
                && bytes(word) >= (long) VsFields.MIN_UNITS * unit;
    }

    /** Whether a word can be that of a chunk with some bytes behind its address. */
    public boolean fits(long word, long room) {
        return isPlausible(word) && Long.compareUnsigned(bytes(word), room) <= 0;
    }

    /**
     * How many chunks in a row agree with the one before.
     *
     * @param chunk the first one
     * @param end where the last one ends
     * @param limit how many are enough
     * @return their number, {@code limit} when they reach the end exactly; 0 when there is no chunk
     */
    public int links(long chunk, long end, int limit) {
        long at = chunk;
        if (!isPresent(at)) {
            return 0;
        }
        long word = decode(at);
        if (!fits(word, end - at)) {
            return 0;
        }
        for (int count = 0; count < limit; count++) {
            long size = bytes(word);
            at += size;
            if (at == end) {
                return limit;
            }
            if (!isPresent(at)) {
                return count;
            }
            word = decode(at);
            if (!fits(word, end - at) || previousBytes(word) != size) {
                return count;
            }
        }
        return limit;
    }
}
