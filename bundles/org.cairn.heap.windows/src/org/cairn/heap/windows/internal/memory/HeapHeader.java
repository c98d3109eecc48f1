package org.cairn.heap.windows.internal.memory;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapFields;
import org.cairn.heap.windows.internal.layout.HeapLayout;

/**
 * What {@code _HEAP} says, as far as it is there.
 *
 * @param address of the heap
 * @param flags {@code Flags}, 0 when absent
 * @param key what headers are combined with by XOR; 0 when they are plain
 * @param checked whether headers carry a checksum
 * @param readable whether it is known how headers are encoded
 * @param totalFreeUnits {@code TotalFreeSize}, {@link #UNKNOWN} when absent
 * @param frontEndHeap {@code FrontEndHeap}, 0 when absent
 * @param frontEndHeapType {@code FrontEndHeapType}, 0 when absent
 * @param totalReserved {@code Counters.TotalMemoryReserved}, {@link #UNKNOWN} when absent
 */
public record HeapHeader(
        long address,
        int flags,
        long key,
        boolean checked,
        boolean readable,
        long totalFreeUnits,
        long frontEndHeap,
        int frontEndHeapType,
        long totalReserved) {
    /** A number that is not there. */
    public static final long UNKNOWN = -1;

    /** {@code Flags}: freed neighbours are not joined (HEAP_DISABLE_COALESCE_ON_FREE). */
    public static final int DISABLE_COALESCE = 0x80;

    /** {@code FrontEndHeapType}: lookaside lists, XP and 2003. */
    public static final int LOOKASIDE = 1;

    /** {@code FrontEndHeapType}: low-fragmentation heap. */
    public static final int LFH = 2;

    /**
     * Reads a header.
     *
     * @param memory of the process, with the heap's layout
     * @param address of the heap
     * @return what is there
     */
    public static HeapHeader read(HeapMemory memory, long address) {
        HeapLayout layout = memory.layout();
        HeapFields heap = layout.heap();
        long mask = 0;
        long key = 0;
        boolean readable = true;
        if (heap.encoding() >= 0) {
            mask = memory.u32(address + heap.encodeFlagMask(), 0) & HeapLayout.ENCODED;
            readable =
                    memory.isPresent(address + heap.encodeFlagMask(), Integer.BYTES)
                            && memory.hasHeader(address + heap.encoding());
            key = readable && mask != 0 ? memory.rawHeader() : 0;
        }
        return new HeapHeader(
                address,
                (int) memory.u32(address + heap.flags(), 0),
                key,
                mask != 0,
                readable,
                memory.pointer(address + heap.totalFreeSize(), UNKNOWN),
                memory.pointer(address + heap.frontEndHeap(), 0),
                memory.u8(address + heap.frontEndHeapType(), 0),
                heap.totalReserved() < 0
                        ? UNKNOWN
                        : memory.pointer(address + heap.totalReserved(), UNKNOWN));
    }

    /** The same with another encoding. */
    HeapHeader encoded(long encoding) {
        return new HeapHeader(
                address,
                flags,
                encoding,
                true,
                true,
                totalFreeUnits,
                frontEndHeap,
                frontEndHeapType,
                totalReserved);
    }

    /** The same with its lookaside lists at an address. */
    public HeapHeader withLookaside(long lists) {
        return new HeapHeader(
                address,
                flags,
                key,
                checked,
                readable,
                totalFreeUnits,
                lists,
                LOOKASIDE,
                totalReserved);
    }

    /** Whether a header's checksum holds, where headers have one. */
    public boolean checksumHolds(EntryFormat entry, long header) {
        return !checked || entry.checksum(header) == entry.smallTagIndex(header);
    }
}
