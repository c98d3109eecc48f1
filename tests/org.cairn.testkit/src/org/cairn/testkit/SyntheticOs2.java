package org.cairn.testkit;

import org.cairn.memory.PagingMode;
import org.cairn.testkit.Os2Truth.Alias;
import org.cairn.testkit.Os2Truth.Arena;
import org.cairn.testkit.Os2Truth.Block;
import org.cairn.testkit.Os2Truth.Context;
import org.cairn.testkit.Os2Truth.Frame;
import org.cairn.testkit.Os2Truth.MemoryObject;
import org.cairn.testkit.Os2Truth.ModuleEntry;
import org.cairn.testkit.Os2Truth.Page;
import org.cairn.testkit.Os2Truth.Selector;
import org.cairn.testkit.Os2Truth.ThreadSlot;
import org.cairn.testkit.internal.Os2Anchor;
import org.cairn.testkit.internal.Os2Heap;
import org.cairn.testkit.internal.Os2Layout;
import org.cairn.testkit.internal.Os2Memory;
import org.cairn.testkit.internal.Os2Modules;
import org.cairn.testkit.internal.Os2Pages;
import org.cairn.testkit.internal.Os2Records;
import org.cairn.testkit.internal.Os2SwappableHeap;
import org.cairn.testkit.internal.Os2Tasks;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A synthetic machine with OS/2: page tables, descriptors, the anchor segment, records of virtual
 * memory, both heaps, modules, processes and threads. Offsets are those of the OS/2 Debugging
 * Handbook, written here a second time and not taken from the code that reads them.
 */
public final class SyntheticOs2 {
    /** Where the resident heap begins. */
    public static final long HEAP = 0xfdf1f000L;

    /** Where the swappable heap begins. */
    public static final long SWAPPABLE = 0xfca5f000L;

    /** A page of the second process that is on the idle list. */
    public static final long IDLE = 0x1_0000L;

    /** A page of the second process that is on disk. */
    public static final long ON_DISK = 0x1_1000L;

    /** Memory that two processes share. */
    public static final long SHARED = 0x1ff0_0000L;

    /** The selector of a driver's code, in an extended block. */
    public static final int DRIVER = 0x21a0;

    /** The selector of a driver's code, in a block of the swappable heap. */
    public static final int SWAPPABLE_DRIVER = 0x8f0;

    /** Where the global table of descriptors lies. */
    public static final long GDT = Os2Anchor.GDT;

    /** Where the descriptors of free space of the swappable heap lie, 12 bytes each. */
    public static final long DESCRIPTORS = 0xfcd00020L;

    private static final int PAGE = 0x1000;
    private static final int MEGABYTES = 4;
    private static final int ROOT = 0x1d_6000;
    private static final int HEAP_PAGES = 16;
    private static final int SWAPPABLE_PAGES = 8;
    private static final long LDT = 0x7a000000L;

    /** A kernel and its build. */
    public enum Release {
        /** Warp 3 with FixPak 11 or later. */
        WARP_3_RETAIL(
                new Os2Layout(false, 0x200, 0x190, 0x150, 0x165, 0x16c, 0x59c, 0x5be, 0x5f2, 30)),
        /** Warp 4, debug kernel. */
        WARP_4_ALLSTRICT(
                new Os2Layout(true, 0x27c, 0x20c, 0x1cc, 0x1e1, 0x1e8, 0x5b4, 0x5d6, 0x60a, 40));

        private final Os2Layout layout;

        Release(Os2Layout layout) {
            this.layout = layout;
        }
    }

    private final Release release;
    private final Os2Memory memory = new Os2Memory(MEGABYTES << 20, ROOT);
    private final Os2Records records = new Os2Records(memory);
    private final Os2Pages pages;
    private final Os2Tasks tasks;
    private final Os2Modules modules;
    private final Os2Anchor anchor;
    private final Os2Heap heap;
    private final Os2SwappableHeap swappable;
    private final List<Block> blocks;
    private final List<Block> swappableBlocks;
    private final Set<Long> absent = new HashSet<>();
    private long semaphore;

    /**
     * Writes the machine.
     *
     * @param release of its kernel
     */
    public SyntheticOs2(Release release) {
        this.release = release;
        records.object(Os2Records.OBJECTS, 4, 0xfff1, 0);
        records.object(Os2Records.ARENAS, 4, 0xffe3, 0);
        heap = new Os2Heap(memory, HEAP, HEAP_PAGES, records.object(HEAP, HEAP_PAGES, 0xffec, 0));
        int object = records.object(SWAPPABLE, SWAPPABLE_PAGES, 0xffef, 0);
        boolean debug = release.layout.debug();
        swappable = new Os2SwappableHeap(memory, SWAPPABLE, SWAPPABLE_PAGES, object, debug);
        records.object(Os2Records.CONTEXTS, 1, 0xffe5, 0);
        records.object(Os2Records.ALIASES, 1, 0xffe2, 0);
        records.object(Os2Pages.FRAMES, 4, 0xffb4, 0);
        records.object(Os2Pages.PAGES, 4, 0xffb3, 0);
        records.object(GDT, 3, 0xffb7, 0);
        records.object(DESCRIPTORS & -PAGE, 1, 0xffed, 0);
        records.object(Os2Tasks.PTDAS, 4, 0xffcb, 0);
        records.object(Os2Tasks.TCBS, 4, 0xffcc, 0);
        records.object(LDT, 1, 0xffb9, 0);
        // the end of the system arena, and that of the private ones
        records.arena(0xfffc0000L, 0, 3, 0xffc0, 0xf, 0);
        records.arena(0x0400_0000L, 0, 7, 0, 0, 0);
        pages = new Os2Pages(memory, release.layout);
        tasks = new Os2Tasks(memory, records, release.layout);
        modules = new Os2Modules(memory, records, heap, swappable);
        anchor = new Os2Anchor(memory, release.layout);
        int kernel = modules.module("doscalls", "doscalls.dll", 0x8880, true, 0xb00);
        int shell = modules.module("pmshell", "c:\\os2\\pmshell.exe", 0x0690_3140, true, 0xc00);
        modules.module("cdfs", "c:\\os2\\cdfs.ifs", 0x0428_a1c9, false, 0xd00);
        String path = "e:\\ibmlan\\netwksta.200";
        int driver = modules.module("netwksta", path, 0x0428_a1c9, false, DRIVER);
        semaphores(release == Release.WARP_3_RETAIL ? 0xff49 : driver);
        tasks(kernel, shell);
        blocks = heap.finish();
        swappableBlocks = swappable.finish(DESCRIPTORS);
        records.finish();
        tasks.finish();
        anchor.finish(HEAP, SWAPPABLE, modules.head(), tasks.slots(), 2);
        for (MemoryObject heaps : List.of(at(HEAP), at(SWAPPABLE))) {
            pages.mapped(heaps);
        }
        pages.free(0x3f0, 0x3f1, 0x3f2);
        pages.free(0x3f1, 0x3f2, 0x3f0);
        pages.free(0x3f2, 0x3f0, 0x3f1);
    }

    private MemoryObject at(long start) {
        return records.objects().stream()
                .filter(object -> object.start() == start)
                .findFirst()
                .orElseThrow();
    }

    private void semaphores(int driverOwner) {
        boolean debug = release.layout.debug();
        heap.regular(0xffbf, 8);
        heap.free(0x40);
        semaphore = heap.regular(0xffc2, debug ? 0x14 : 0xc);
        memory.u16(semaphore, 0x10);
        memory.u16(semaphore + 8, 1);
        if (debug) {
            memory.u32(semaphore + 0xa, 0x00a7_c428);
            memory.text(semaphore + 0xe, "PEVT");
        }
        long driver = heap.extended(driverOwner, DRIVER, 0x1c4);
        anchor.global(DRIVER, driver, 0x1c3, true);
        heap.free(0x1c);
        for (int i = 0; i < 200; i++) {
            heap.regular(new int[] {0xffa4, 0xffc7, 0xff9e}[i % 3], 8 + 4 * (i % 9));
        }
        heap.regular(0xff42, 0x7c);
        heap.extended(0xff61, 0, 0x9004);
        swappable.free(0x60);
        long name = swappable.busy(0xffc1, 0, 0x18);
        memory.text(name, "WORKPLAC\\LAZYWRIT.SEM");
        long code = swappable.busy(driverOwner, SWAPPABLE_DRIVER, 0x1d0);
        anchor.global(SWAPPABLE_DRIVER, code, 0x1cb, true);
        for (int i = 0; i < 60; i++) {
            swappable.busy(0xff60, 0, 0x20 + 8 * (i % 30));
            if (i % 20 == 7) {
                swappable.free(0x100);
            }
        }
    }

    private void tasks(int kernel, int shell) {
        long first = tasks.process(1, 0, kernel, 0);
        long second = tasks.process(2, 1, shell, LDT);
        tasks.thread(1, 1, first, "doscalls.dll", 0, 0, true);
        tasks.thread(2, 1, second, "pmshell.exe", semaphore, 0x0001_00ce, true);
        tasks.thread(3, 2, second, "pmshell.exe", 0xfffe_000eL, 0x074b_06d6, true);
        tasks.thread(5, 3, second, "pmshell.exe", (long) DRIVER << 16 | 0x10, 0, false);
        anchor.descriptor(LDT, 0xf, 0x1_0000, 0x1fff, false);
        records.object(Os2Tasks.TSDS, 0xc, 0xffcd, 0);
        int owner = handleOf(second);
        memory.text(IDLE, "still in memory");
        memory.text(ON_DISK, "not here");
        int hob = records.object(IDLE, 2, owner, shell);
        pages.free();
        pages.idle(IDLE, hob, 0);
        pages.onDisk(ON_DISK, hob, 1);
        int shared = records.object(SHARED, 2, shell, shell, 0x201, 1, 1);
        records.context(2, owner, 0x11);
        records.context(0, handleOf(first), 0x14);
        records.alias(harOf(shared), owner, 5, 0x21);
        records.selectors(harOf(shared), 0x56, 0xd446, 1, 0x13);
    }

    private int handleOf(long ptda) {
        return at(ptda).hob();
    }

    private int harOf(int hob) {
        return records.objects().get(hob - 1).har();
    }

    /** The blocks of the resident heap, by address. */
    public List<Block> blocks() {
        return blocks;
    }

    /** The blocks of the swappable heap, by address. */
    public List<Block> swappableBlocks() {
        return swappableBlocks;
    }

    /** The objects, by handle. */
    public List<MemoryObject> objects() {
        return records.objects();
    }

    /** The arena records, by handle. */
    public List<Arena> arenas() {
        return records.arenas();
    }

    /** The context records, by handle. */
    public List<Context> contexts() {
        return records.contexts();
    }

    /** The alias records, by handle. */
    public List<Alias> aliases() {
        return records.aliases();
    }

    /** The virtual pages in use, by number. */
    public List<Page> pages() {
        return pages.pages();
    }

    /** The page frames that exist, ascending. */
    public List<Frame> frames() {
        return pages.frames();
    }

    /** The modules, the one that was loaded last first. */
    public List<ModuleEntry> modules() {
        return modules.modules();
    }

    /** The threads, by slot. */
    public List<ThreadSlot> threads() {
        return tasks.threads();
    }

    /** The descriptors of the global table, ascending. */
    public List<Selector> selectors() {
        return anchor.selectors();
    }

    /** Address of the semaphore for which slot 2 waits. */
    public long semaphore() {
        return semaphore;
    }

    /** Changes a dword after all was written, to damage something. */
    public void put(long address, long value) {
        memory.u32(address, value);
    }

    /** Leaves the frame of a page out of dumps that can leave pages out. */
    public void leaveOut(long address) {
        absent.add((long) memory.physical(address) / PAGE);
    }

    /** The memory from physical address 0 on, all of it. */
    public byte[] memory() {
        return Arrays.copyOf(memory.bytes(), memory.bytes().length);
    }

    /** The machine for a {@link Container}. */
    public PagedImage image() {
        return PagedImage.machine(PagingMode.X86, memory(), ROOT, absent);
    }
}
