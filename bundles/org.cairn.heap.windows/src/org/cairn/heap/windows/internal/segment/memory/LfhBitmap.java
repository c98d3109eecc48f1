package org.cairn.heap.windows.internal.segment.memory;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.LfhFields;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;

import java.util.Optional;

/** {@code BlockBitmap} of an LFH subsegment: what its blocks are in use for. */
public final class LfhBitmap {
    private static final int BUSY = 1;
    private static final int UNUSED_WORD = 2;
    private static final int STATE = BUSY | UNUSED_WORD;

    private final byte[] bytes;

    private LfhBitmap(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads the bitmap of a subsegment, or nothing when it is absent. */
    public static Optional<LfhBitmap> read(
            ProcessMemory memory, SegmentLayout layout, LfhHeader header) {
        int count = LfhFields.bitmapBytes(header.blockCount(), layout.pointerSize());
        return memory.isPresent(header.address() + layout.lfh().bitmap(), count)
                ? Optional.of(new LfhBitmap(memory.cursor().bytes(0, count)))
                : Optional.empty();
    }

    /** Whether a block is in use. */
    public boolean isBusy(int block) {
        return (state(block) & BUSY) != 0;
    }

    /** How many of the first blocks are free. */
    public int free(int blocks) {
        int free = 0;
        for (int block = 0; block < blocks; block++) {
            free += isBusy(block) ? 0 : 1;
        }
        return free;
    }

    /** Whether a block in use has a word at its end that keeps its unused bytes. */
    public boolean hasUnusedWord(int block) {
        return state(block) == STATE;
    }

    /** Both bits of a block. */
    public int state(int block) {
        int bit = block * LfhFields.BITS_PER_BLOCK;
        return bytes[bit / Byte.SIZE] >>> bit % Byte.SIZE & STATE;
    }
}
