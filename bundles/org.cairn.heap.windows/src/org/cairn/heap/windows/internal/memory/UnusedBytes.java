package org.cairn.heap.windows.internal.memory;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;

/** The bytes of a block that its caller did not ask for. */
public final class UnusedBytes {
    private UnusedBytes() {}

    /**
     * Reads {@code UnusedBytes}. From Vista on 0x3f may stand for a larger number in the last
     * pointer-sized word that the caller could use, which on x64 is the first half of the next
     * header: in a dump of 7 SP1 x64 a block of 0x60 bytes with tail checking, of which 0x20 were
     * requested, has 0x3f in its header and 0x40 in that word.
     *
     * @param memory of the process
     * @param at address of the entry
     * @param header decoded
     * @return bytes, possibly more than the block has
     */
    public static long of(HeapMemory memory, long at, long header) {
        HeapLayout layout = memory.layout();
        int unused = layout.entry().unusedBytes(header);
        if (layout.family() != Family.NT6 || unused != EntryFormat.UNUSED_EXTENDED) {
            return unused;
        }
        long bytes = layout.entry().bytes(header);
        long end = at + bytes + layout.entry().compact();
        long extended = memory.pointer(end - layout.pointerSize(), unused);
        boolean plausible =
                Long.compareUnsigned(extended, unused) >= 0
                        && Long.compareUnsigned(extended, bytes) <= 0;
        return plausible ? extended : unused;
    }
}
