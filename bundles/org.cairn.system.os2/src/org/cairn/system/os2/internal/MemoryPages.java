package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.PageFrame;
import org.cairn.system.os2.PageFrame.State;
import org.cairn.system.os2.VirtualPage;

import java.util.ArrayList;
import java.util.List;

/**
 * The arrays of page frames and virtual pages in the kernel's memory, which have no header: they
 * end with their memory objects. A frame whose record is zero does not exist.
 *
 * @param space the kernel's memory
 * @param frameTable where the frames lie, from the first one on
 * @param pageTable where the virtual pages lie
 * @param page layout of a virtual page, which differs in ALLSTRICT kernels
 * @param layouts of the frames
 */
record MemoryPages(
        AddressSpace space,
        Range frameTable,
        Range pageTable,
        Structure page,
        KernelLayouts layouts)
        implements PageRecords {
    /** Frames of 4 KB in the 4 GB that a kernel without PAE reaches. */
    private static final int MOST = 1 << 20;

    private static final int LINK_SHIFT = 8;

    /** The addresses of an array, the last one exclusive. */
    record Range(long start, long end) {
        static final Range NONE = new Range(0, 0);

        /** From an address to the end of the object in which it lies. */
        static Range from(long start, List<ArenaRecord> arenas) {
            return arenas.stream()
                    .filter(arena -> arena.holds(start))
                    .findFirst()
                    .map(arena -> new Range(start, arena.end()))
                    .orElse(NONE);
        }

        int count(Structure record) {
            return (int) Math.min(MOST, (end - start) / record.size());
        }
    }

    @Override
    public List<PageFrame> frames() {
        Structure used = layouts.get("PF");
        Structure listed = layouts.get("PF.list");
        List<PageFrame> frames = new ArrayList<>();
        MemoryCursor cursor = space.cursor();
        MemoryCursor pages = space.cursor();
        int count = frameTable.count(used);
        for (int frame = 0; frame < count; frame++) {
            long address = frameTable.start + (long) frame * used.size();
            if (!cursor.seek(address, used.size())
                    || (cursor.u32(0) | cursor.u32(4) | cursor.u32(8)) == 0) {
                continue;
            }
            long in = used.field("pf_pvp").get(cursor);
            int flags = (int) used.field("pf_f").get(cursor);
            State state = state(flags, in, pages);
            boolean inUse = state == State.IN_USE;
            int next =
                    (int)
                            (listed.field("pf_flinkHigh").get(cursor) << LINK_SHIFT
                                    | listed.field("pf_flinkLow").get(cursor));
            frames.add(
                    new PageFrame(
                            frame,
                            address,
                            state,
                            state == State.FREE ? 0 : in,
                            flags,
                            inUse ? (int) used.field("pf_cRef").get(cursor) : 0,
                            inUse ? (int) used.field("pf_cLockLong").get(cursor) : 0,
                            inUse ? (int) used.field("pf_cLockShort").get(cursor) : 0,
                            inUse ? 0 : next,
                            inUse ? 0 : (int) listed.field("pf_blink").get(cursor),
                            (int) used.field("pf_block").get(cursor)));
        }
        return frames;
    }

    /** That a frame is idle says the record of the page that is still in it. */
    private State state(int flags, long in, MemoryCursor pages) {
        if ((flags & PageFrame.IS_FREE) != 0) {
            return State.FREE;
        }
        boolean idle =
                in != 0
                        && pages.seek(in, page.size())
                        && (page.field("vp_f").get(pages) & VirtualPage.IN_IDLE_FRAME) != 0;
        return idle ? State.IDLE : State.IN_USE;
    }

    /** A record without a reference is free. */
    @Override
    public List<VirtualPage> pages() {
        List<VirtualPage> pages = new ArrayList<>();
        MemoryCursor cursor = space.cursor();
        int count = pageTable.count(page);
        for (int number = 0; number < count; number++) {
            long address = pageTable.start + (long) number * page.size();
            if (cursor.seek(address, page.size()) && page.field("vp_cRef").get(cursor) != 0) {
                pages.add(
                        new VirtualPage(
                                number,
                                address,
                                (int) page.field("vp_frame").get(cursor),
                                (int) page.field("vp_f").get(cursor),
                                (int) page.field("vp_pgInObject").get(cursor),
                                (int) page.field("vp_hob").get(cursor),
                                (int) page.field("vp_cRef").get(cursor)));
            }
        }
        return pages;
    }
}
