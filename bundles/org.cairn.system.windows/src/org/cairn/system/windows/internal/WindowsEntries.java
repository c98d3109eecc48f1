package org.cairn.system.windows.internal;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Run;
import org.cairn.memory.SoftwareEntries;
import org.cairn.memory.TranslatedMemory;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Page-table entries that NT marks as not present: pages in transition, which are still in memory;
 * pages of sections, whose prototype entry tells; pages in a page file. Facts: the layouts of
 * {@code _MMPTE_TRANSITION}, {@code _MMPTE_PROTOTYPE} and {@code _MMPTE_SOFTWARE} in the symbols of
 * kernels.
 */
final class WindowsEntries implements SoftwareEntries {
    private static final int PAGE_TABLE = 1;
    private static final long PRESENT = 1;
    private static final long PROTOTYPE = 1 << 10;
    private static final long TRANSITION = 1 << 11;
    private static final long KIND = PRESENT | PROTOTYPE | TRANSITION;
    private static final long FRAME = 0x0000_ffff_ffff_f000L;
    private static final long FRAME_X86 = 0xffff_f000L;

    /** Where a 64-bit entry holds the address of its prototype, sign-extended. */
    private static final int PROTOTYPE_SHIFT_X64 = 16;

    /** Where an entry holds a place in a page file, or on PAE the address of its prototype. */
    private static final int PLACE_SHIFT = 32;

    private static final int PLACE_SHIFT_X86 = 12;
    private static final long PROTECTION = 0x1f << 5;

    /** {@code MM_DECOMMIT} of ReactOS: committed once, but no longer. */
    private static final long DECOMMITTED = 0x10 << 5;

    private final TranslatedMemory kernel;
    private final AddressSpace physical;
    private final PagingMode mode;
    private final long highest;
    private final Optional<NarrowPrototypes> narrow;

    /**
     * Prepares for a kernel.
     *
     * @param kernel its space as the processor sees it
     * @param narrow where entries of 4 bytes have their prototypes, if that is known
     */
    WindowsEntries(TranslatedMemory kernel, Optional<NarrowPrototypes> narrow) {
        this.narrow = narrow;
        this.kernel = kernel;
        this.physical = kernel.physical();
        this.mode = kernel.tables().mode();
        this.highest = highest(physical);
    }

    /** A mask of the bits that addresses of the memory have. */
    private static long highest(AddressSpace physical) {
        long last = 0;
        for (Run.Mapped run : physical.mapped(0, -1L)) {
            last |= run.last();
        }
        return last == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(last);
    }

    @Override
    public Resolution resolve(long address, int level, long entry) {
        if (level != PAGE_TABLE) {
            return missing(Absence.NOT_PRESENT);
        }
        if ((entry & KIND) == TRANSITION) {
            return new Resolution.Resident(frame(entry));
        }
        return (entry & PROTOTYPE) != 0 ? prototype(entry) : software(entry);
    }

    /**
     * The frame of an entry. Kernels since 1803 set bits above the memory in some of their entries
     * that are not present, against speculation; they are taken away.
     */
    private long frame(long entry) {
        if (mode.entrySize() == Integer.BYTES) {
            return entry & FRAME_X86;
        }
        long frame = entry & FRAME;
        return physical.runAt(frame) instanceof Run.Mapped ? frame : frame & highest;
    }

    private Resolution prototype(long entry) {
        MemoryCursor cursor = kernel.cursor();
        OptionalLong address = prototypeOf(entry);
        if (address.isEmpty() || !cursor.seek(address.getAsLong(), mode.entrySize())) {
            return missing(Absence.NOT_PRESENT);
        }
        long prototype = cursor.pointer(0, mode.entrySize());
        if ((prototype & PRESENT) != 0 || (prototype & KIND) == TRANSITION) {
            return new Resolution.Resident(frame(prototype));
        }
        if (prototype == 0) {
            return missing(Absence.UNMAPPED);
        }
        return (prototype & PROTOTYPE) != 0 ? missing(Absence.PAGED_OUT) : software(prototype);
    }

    /** Where the prototype of an entry is; empty when the address descriptor has to tell. */
    private OptionalLong prototypeOf(long entry) {
        if (place(entry) == place(-1L)) {
            return OptionalLong.empty();
        }
        return switch (mode) {
            case X86, X86_PSE ->
                    narrow.isPresent()
                            ? OptionalLong.of(narrow.get().address(entry))
                            : OptionalLong.empty();
            case PAE -> OptionalLong.of(entry >>> PLACE_SHIFT);
            case X64, X64_LA57 -> OptionalLong.of(entry >> PROTOTYPE_SHIFT_X64);
        };
    }

    /** In a page file, or of zeros that nobody has touched yet. */
    private Resolution software(long entry) {
        if (place(entry) != 0) {
            return missing(Absence.PAGED_OUT);
        }
        return missing(
                (entry & PROTECTION) == DECOMMITTED ? Absence.UNMAPPED : Absence.DEMAND_ZERO);
    }

    /** The place in a page file, 0 for none. */
    private long place(long entry) {
        return mode.entrySize() == Integer.BYTES
                ? (entry & FRAME_X86) >>> PLACE_SHIFT_X86
                : entry >>> PLACE_SHIFT;
    }

    private static Resolution missing(Absence why) {
        return new Resolution.Missing(why);
    }
}
