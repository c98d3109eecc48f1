package org.cairn.testkit.internal;

import org.cairn.testkit.Os2Truth.Frame;
import org.cairn.testkit.Os2Truth.MemoryObject;
import org.cairn.testkit.Os2Truth.Page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes virtual pages and page frames (VP, PF), and the entries of pages that are not mapped. */
public final class Os2Pages {
    /** Where the page frames lie. */
    public static final long FRAMES = 0xffdf5000L;

    /** Where the virtual pages lie. */
    public static final long PAGES = 0xff1df000L;

    private static final int PAGE = 0x1000;
    private static final int FRAME = 0xc;
    private static final int IN_FRAME = 0x410;
    private static final int IDLE_FRAME = 0x018;
    private static final int ON_DISK = 0x020;
    private static final int FREE = 4;

    private final Os2Memory memory;
    private final int size;
    private final List<Page> pages = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private int next;

    /** Starts with empty arrays. */
    public Os2Pages(Os2Memory memory, Os2Layout layout) {
        this.memory = memory;
        this.size = layout.pageSize();
    }

    /** A page that the processor does not find although it is still in memory. */
    public void idle(long address, int hob, int page) {
        int number = next;
        int frame = memory.notPresent(address, number * PAGE) / PAGE;
        long at = page(frame, IDLE_FRAME, page, hob, 1);
        frames.add(new Frame(frame, "idle", at, 0, 0, 0x127a, 0x1261));
        memory.dwords(FRAMES + (long) frame * FRAME, at, link(0x1261, 0, 0x127a));
        memory.u32(FRAMES + (long) frame * FRAME + 8, 0x0004bL | 0x12L << 20);
    }

    /** A page that is on disk only. */
    public void onDisk(long address, int hob, int page) {
        memory.notPresent(address, next * PAGE);
        page(0x77, ON_DISK, page, hob, 1);
    }

    /** A record that no page uses: links to others, without a reference. */
    public void free() {
        memory.dwords(PAGES + (long) next * size, PAGES, PAGES);
        next++;
    }

    private long page(int place, int flags, int page, int hob, int references) {
        long at = PAGES + (long) next * size;
        memory.u32(at, place | (long) flags << 20);
        memory.words(at + 4, page, hob, references);
        pages.add(new Page(next, at, place, flags, page, hob, references));
        next++;
        return at;
    }

    /** The first dword of links: the one backward, flags, and the low byte of the one forward. */
    private static long link(int backward, int flags, int forward) {
        return backward | (long) flags << 20 | (forward & 0xffL) << 24;
    }

    /** The pages of an object that are mapped, locked as those of resident heaps are. */
    public void mapped(MemoryObject object) {
        for (int i = 0; i < object.pages(); i++) {
            long address = object.start() + (long) i * PAGE;
            if (memory.isMapped(address)) {
                int frame = memory.physical(address) / PAGE;
                long at = page(frame, IN_FRAME, i, object.hob(), 1);
                frames.add(new Frame(frame, "in use", at, 0, 1, 0, 0));
                memory.dwords(FRAMES + (long) frame * FRAME, at, 1 | 2L << 24, 1L << 24);
            }
        }
    }

    /** A frame that nothing is in. */
    public void free(int frame, int forward, int backward) {
        frames.add(new Frame(frame, "free", 0, FREE, 0, forward, backward));
        long at = FRAMES + (long) frame * FRAME;
        memory.dwords(at, 0, link(backward, FREE, forward), 1 | (long) forward >>> 8 << 20);
    }

    /** The virtual pages in use, by number. */
    public List<Page> pages() {
        return List.copyOf(pages);
    }

    /** The page frames that exist, ascending. */
    public List<Frame> frames() {
        return frames.stream().sorted(Comparator.comparingInt(Frame::frame)).toList();
    }
}
