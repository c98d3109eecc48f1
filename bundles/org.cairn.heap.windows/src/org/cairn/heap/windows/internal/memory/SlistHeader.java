package org.cairn.heap.windows.internal.memory;

/**
 * An {@code _SLIST_HEADER}: the first element and the number of elements. Documented as a union in
 * the platform's headers: on x86 a pointer and a 16-bit depth; on x64 packed into eight bytes (39
 * bits of address from bit 25, depth in the low 16 bits), or, when bit 0 of the second eight bytes
 * is set, 60 bits of address in those.
 *
 * @param next the first element, 0 when there is none
 * @param depth the number of elements
 */
public record SlistHeader(long next, int depth) {
    /** The bits of the number of elements. */
    public static final int DEPTH_MASK = 0xffff;

    private static final int X86_DEPTH = 4;
    private static final int PACKED_NEXT = 25;
    private static final int ALIGNMENT_BITS = 4;
    private static final int WIDE = 1;

    /**
     * Reads a header of 8 or later, where the second eight bytes on x64 hold the address as it is;
     * what is absent counts as zero.
     *
     * @param memory holds it
     * @param address of it
     * @return the header
     */
    public static SlistHeader readModern(ProcessMemory memory, long address) {
        if (memory.pointerSize() == Integer.BYTES) {
            return read(memory, address);
        }
        long second = memory.pointer(address + Long.BYTES, 0);
        return new SlistHeader(second >>> ALIGNMENT_BITS << ALIGNMENT_BITS, memory.u16(address, 0));
    }

    /**
     * Reads a header; what is absent counts as zero.
     *
     * @param memory holds it
     * @param address of it
     * @return the header
     */
    public static SlistHeader read(ProcessMemory memory, long address) {
        if (memory.pointerSize() == Integer.BYTES) {
            return new SlistHeader(memory.u32(address, 0), memory.u16(address + X86_DEPTH, 0));
        }
        long first = memory.pointer(address, 0);
        long second = memory.pointer(address + Long.BYTES, 0);
        long next =
                (second & WIDE) != 0
                        ? second >>> ALIGNMENT_BITS << ALIGNMENT_BITS
                        : first >>> PACKED_NEXT << ALIGNMENT_BITS;
        return new SlistHeader(next, (int) first & DEPTH_MASK);
    }
}
