package org.cairn.system.os2.internal;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.SoftwareEntries;
import org.cairn.memory.Structure;
import org.cairn.system.os2.VirtualPage;

/**
 * Entries of page tables that are not present: the number of a virtual page record (VP) stands in
 * place of the frame. A page whose record says that its frame is idle is still in memory (OS/2
 * Debugging Handbook, "Page Tables", ".MP").
 *
 * @param space the kernel's memory as the processor sees it
 * @param pages address of the array of VP
 * @param layout of one, which differs in ALLSTRICT kernels
 */
record IdlePages(AddressSpace space, long pages, Structure layout) implements SoftwareEntries {
    private static final int FRAME_SHIFT = 12;

    /** The bits of an entry that are the system's: 1 and 3 mark memory that has no VP. */
    private static final int KIND_SHIFT = 9;

    private static final int KIND_MASK = 7;
    private static final int WITHOUT_RECORD = 1;

    @Override
    public Resolution resolve(long address, int level, long entry) {
        MemoryCursor cursor = space.cursor();
        long kind = entry >>> KIND_SHIFT & KIND_MASK;
        long page = pages + (entry >>> FRAME_SHIFT) * layout.size();
        if (level != 1
                || (kind & WITHOUT_RECORD) != 0
                || !cursor.seek(page, layout.size())
                || layout.field("vp_cRef").get(cursor) == 0) {
            return new Resolution.Missing(Absence.NOT_PRESENT);
        }
        long flags = layout.field("vp_f").get(cursor);
        if ((flags & VirtualPage.IN_IDLE_FRAME) != 0) {
            return new Resolution.Resident(layout.field("vp_frame").get(cursor) << FRAME_SHIFT);
        }
        return new Resolution.Missing(
                (flags & VirtualPage.ON_DISK) != 0 ? Absence.PAGED_OUT : Absence.NOT_PRESENT);
    }
}
