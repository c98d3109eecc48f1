package org.cairn.heap.windows.internal.segment.layout;

/**
 * Fields of {@code _HEAP_LARGE_ALLOC_DATA}, the node of a block with memory of its own.
 *
 * @param bytes size of the structure
 * @param virtualAddress {@code VirtualAddress}, with the unused bytes in its low bits
 * @param unusedBytes {@code UnusedBytes}
 * @param extraPresent {@code ExtraPresent}
 * @param guardPages {@code GuardPageCount}, from 1809 on
 * @param allocatedPages {@code AllocatedPages}
 */
public record LargeFields(
        int bytes,
        Bits virtualAddress,
        Bits unusedBytes,
        Bits extraPresent,
        Bits guardPages,
        Bits allocatedPages) {
    static LargeFields bind(TypeFields data) {
        return new LargeFields(
                data.size(),
                data.bits("VirtualAddress"),
                data.bits("UnusedBytes"),
                data.bits("ExtraPresent"),
                data.bitsIfThere("GuardPageCount"),
                data.bits("AllocatedPages"));
    }

    /** The address in {@code VirtualAddress}. */
    public long address(long value) {
        return value & -(1L << unusedBytes.width());
    }
}
