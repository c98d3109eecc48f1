package org.cairn.system.windows.internal;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Run;
import org.cairn.memory.SoftwareEntries;
import org.cairn.memory.TranslatedMemory;

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

    /** A prototype address that stands for the virtual address descriptor. */
    private static final long DESCRIPTOR = 0xffff_ffff_ffff_0000L;

    private static final int UPPER_HALF = 32;

    private final TranslatedMemory kernel;
    private final AddressSpace physical;
    private final PagingMode mode;
    private final long highest;

    /**
     * Prepares for a kernel.
     *
     * @param kernel its space as the processor sees it
     */
    WindowsEntries(TranslatedMemory kernel) {
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
        if (mode.entrySize() == Integer.BYTES) {
            return missing(Absence.NOT_PRESENT);
        }
        long address = mode == PagingMode.PAE ? entry >>> UPPER_HALF : entry >> PROTOTYPE_SHIFT_X64;
        MemoryCursor cursor = kernel.cursor();
        if (address == DESCRIPTOR || !cursor.seek(address, Long.BYTES)) {
            return missing(Absence.NOT_PRESENT);
        }
        long prototype = cursor.u64(0);
        boolean resident = (prototype & PRESENT) != 0 || (prototype & KIND) == TRANSITION;
        if (resident) {
            return new Resolution.Resident(frame(prototype));
        }
        return (prototype & PROTOTYPE) != 0 ? missing(Absence.PAGED_OUT) : software(prototype);
    }

    /** In a page file, or of zeros that nobody has touched yet. */
    private Resolution software(long entry) {
        int shift = mode.entrySize() == Integer.BYTES ? 12 : UPPER_HALF;
        return missing(entry >>> shift == 0 ? Absence.NOT_PRESENT : Absence.PAGED_OUT);
    }

    private static Resolution missing(Absence why) {
        return new Resolution.Missing(why);
    }
}
