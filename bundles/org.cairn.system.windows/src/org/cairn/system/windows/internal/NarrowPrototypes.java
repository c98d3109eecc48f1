package org.cairn.system.windows.internal;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.memory.TranslatedMemory;

import java.util.Optional;

/**
 * Where page-table entries of 4 bytes have their prototypes. Up to 2003 an entry holds in two parts
 * how far its prototype lies from {@code MmPagedPoolStart}, as {@code MI_MAKE_PROTOTYPE_PTE} of
 * ReactOS writes it. Since Vista the parts have one bit more, enough for half of the address space:
 * inferred to be that of the kernel.
 *
 * @param low the lower part, in entries
 * @param high the upper part
 * @param base what both are added to
 */
record NarrowPrototypes(Field low, Field high, long base) {
    private static final long UPPER_HALF = 0x8000_0000L;
    private static final int ENTRY_SHIFT = 2;

    /** Both parts and the shift, when all of the upper half can be reached. */
    private static final int HALF_BITS = 31;

    /**
     * The prototypes of a kernel.
     *
     * @return empty when its entries are wider, or the beginning of paged pool is not known
     */
    static Optional<NarrowPrototypes> of(
            TranslatedMemory kernel, KernelTypes types, Optional<DebuggerData> data) {
        Optional<Structure> entry =
                types.table()
                        .find("_MMPTE_PROTOTYPE")
                        .filter(structure -> structure.size() == Integer.BYTES);
        if (entry.isEmpty() || kernel.tables().mode().entrySize() != Integer.BYTES) {
            return Optional.empty();
        }
        Field low = entry.get().field("ProtoAddressLow");
        Field high = entry.get().field("ProtoAddressHigh");
        NarrowPrototypes half = new NarrowPrototypes(low, high, UPPER_HALF);
        if (half.isInferred()) {
            return Optional.of(half);
        }
        long pool =
                data.map(block -> block.get("MmPagedPoolStart"))
                        .map(variable -> new Values(kernel).integer(variable, Integer.BYTES))
                        .orElse(0L);
        return pool == 0 ? Optional.empty() : Optional.of(new NarrowPrototypes(low, high, pool));
    }

    /** Whether no document says what the parts are added to. */
    boolean isInferred() {
        return low.bitCount() + high.bitCount() + ENTRY_SHIFT == HALF_BITS;
    }

    /** The address of the prototype of an entry. */
    long address(long entry) {
        long index = part(high, entry) << low.bitCount() | part(low, entry);
        return base + (index << ENTRY_SHIFT) & 0xffff_ffffL;
    }

    private static long part(Field field, long entry) {
        return entry >>> field.firstBit() & (1L << field.bitCount()) - 1;
    }
}
