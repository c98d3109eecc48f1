package org.cairn.testkit;

import org.cairn.memory.PagingMode;
import org.cairn.testkit.internal.Os2Heap;
import org.cairn.testkit.internal.Os2Memory;
import org.cairn.testkit.internal.Os2SwappableHeap;

import java.util.ArrayList;
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

    /** The selector of a driver's code, in an extended block. */
    public static final int DRIVER = 0x21a0;

    private static final int PAGE = 0x1000;
    private static final int MEGABYTES = 4;
    private static final int ROOT = 0x1d_6000;
    private static final int HEAP_PAGES = 16;
    private static final long ARENAS = 0xfef1f000L;
    private static final long OBJECTS = 0xfec80000L;
    private static final long CONTEXTS = 0xffe4b000L;
    private static final long ALIASES = 0xffe61000L;
    private static final long FRAMES = 0xffdf5000L;
    private static final long PAGES = 0xff1df000L;
    private static final long GDT = 0x7c3e5000L;
    private static final long LDT = 0x7a000000L;
    private static final long DESCRIPTORS = 0xfcd00000L;
    private static final long PTDAS = 0x7bdf0000L;
    private static final long TCBS = 0x7bde0000L;
    private static final long TSDS = 0x7bd1f000L;
    private static final long SAS = 0xfff04000L;
    private static final long VARIABLES = 0xfff13300L;
    private static final long SLOTS = 0xfff14000L;
    private static final long INFORMATION = 0xffe00000L;
    private static final int TABLE_HEADER = 0x20;

    /** A kernel and its build. */
    public enum Release {
        /** Warp 3 with FixPak 11 or later. */
        WARP_3_RETAIL(false, 0x200, 0x190, 0x150, 0x165, 0x16c, 0x59c, 0x5be, 0x5f2, 30),
        /** Warp 4, debug kernel. */
        WARP_4_ALLSTRICT(true, 0x27c, 0x20c, 0x1cc, 0x1e1, 0x1e8, 0x5b4, 0x5d6, 0x60a, 40);

        private final boolean debug;
        private final int threadSize;
        private final int sleepId;
        private final int semaphore;
        private final int state;
        private final int priority;
        private final int handle;
        private final int information;
        private final int signature;
        private final int version;

        Release(
                boolean debug,
                int threadSize,
                int sleepId,
                int semaphore,
                int state,
                int priority,
                int handle,
                int information,
                int signature,
                int version) {
            this.debug = debug;
            this.threadSize = threadSize;
            this.sleepId = sleepId;
            this.semaphore = semaphore;
            this.state = state;
            this.priority = priority;
            this.handle = handle;
            this.information = information;
            this.signature = signature;
            this.version = version;
        }

        private int processSize() {
            return signature + 2;
        }
    }

    /**
     * A block of a heap.
     *
     * @param address of its header
     * @param size with header and trailer
     * @param kind as the decoders name it
     * @param owner 16 bits, 0 for none
     * @param selector 0 for none
     */
    public record Block(long address, int size, String kind, int owner, int selector) {}

    /**
     * An object with its range of memory.
     *
     * @param hob its handle
     * @param har handle of the arena record, 0 for a pseudo-object
     * @param start linear address
     * @param pages of its range, 0 for a pseudo-object
     * @param owner 16 bits
     */
    public record MemoryObject(int hob, int har, long start, int pages, int owner) {}

    private final Release release;
    private final Os2Memory memory = new Os2Memory(MEGABYTES << 20, ROOT);
    private final List<MemoryObject> objects = new ArrayList<>();
    private final Os2Heap heap;
    private final Os2SwappableHeap swappable;
    private final List<Block> blocks;
    private final List<Block> swappableBlocks;
    private final Set<Long> absent = new HashSet<>();
    private int arenas;
    private long lastModule;
    private long semaphore;
    private int driverModule;

    /**
     * Writes the machine.
     *
     * @param release of its kernel
     */
    public SyntheticOs2(Release release) {
        this.release = release;
        object(OBJECTS, 4, 0xfff1, 0, 0);
        object(ARENAS, 4, 0xffe3, 0, 0);
        int heapObject = object(HEAP, HEAP_PAGES, 0xffec, 0, 0);
        heap = new Os2Heap(memory, HEAP, HEAP_PAGES, heapObject);
        int swappableObject = object(SWAPPABLE, 8, 0xffef, 0, 0);
        swappable = new Os2SwappableHeap(memory, SWAPPABLE, 8, swappableObject, release.debug);
        object(CONTEXTS, 1, 0xffe5, 0, 0);
        object(ALIASES, 1, 0xffe2, 0, 0);
        object(FRAMES, 4, 0xffb4, 0, 0);
        object(PAGES, 4, 0xffb3, 0, 0);
        object(GDT, 3, 0xffb7, 0, 0);
        object(DESCRIPTORS, 1, 0xffed, 0, 0);
        object(PTDAS, 4, 0xffcb, 0, 0);
        object(TCBS, 4, 0xffcc, 0, 0);
        object(LDT, 1, 0xffb9, 0, 0);
        sentinels();
        modules();
        semaphores();
        tasks();
        blocks = heap.finish();
        swappableBlocks = swappable.finish(DESCRIPTORS + TABLE_HEADER);
        tables();
        descriptors();
        anchor();
    }

    /** The records that bound arenas: the end of the system arena, and that of the private ones. */
    private void sentinels() {
        arena(0xfffc0000L, 0, 3, 0xffc0, 0xf);
        arena(0x0400_0000L, 0, 7, 0, 0);
    }

    private int arena(long start, int pages, int flags, int hob, int context) {
        long at = ARENAS + TABLE_HEADER + arenas * 0x16L;
        arenas++;
        memory.dwords(at, pages, start | flags);
        memory.words(at + 8, arenas + 1, arenas - 1, 0, 0, hob, context, 0);
        return arenas;
    }

    /** A range of memory with its arena and object records; returns the object's handle. */
    private int object(long start, int pages, int owner, int requester, int context) {
        int hob = objects.size() + 1;
        int har = arena(start, pages, 1, hob, context);
        objects.add(new MemoryObject(hob, har, start, pages, owner));
        long at = OBJECTS + TABLE_HEADER + (hob - 1) * 0x10L;
        memory.words(at, har, 0, 0, owner, requester, 0, 0x0600, 0);
        return hob;
    }

    /** A piece of a heap with an object record; returns its handle. */
    private int pseudo(long address, int owner) {
        int hob = objects.size() + 1;
        objects.add(new MemoryObject(hob, 0, address, 0, owner));
        long at = OBJECTS + TABLE_HEADER + (hob - 1) * 0x10L;
        memory.u32(at, address);
        memory.words(at + 4, 0x8000, owner, 0, 0, 0, 0);
        return hob;
    }

    private void modules() {
        module("doscalls", "doscalls.dll", 0x8880, true);
        module("pmshell", "c:\\os2\\pmshell.exe", 0x0690_3140, true);
        module("cdfs", "c:\\os2\\cdfs.ifs", 0x0428_a1c9, false);
        driverModule = module("netwksta", "e:\\ibmlan\\netwksta.200", 0x0428_a1c9, false);
    }

    private int module(String name, String path, int flags, boolean flat) {
        long entry = heap.regular(0xffa6, 0x20);
        int handle = pseudo(entry, 0xffa6);
        int row = flat ? 0x18 : 0xc;
        long more = swappable.busy(0xffa6, 0, 0x84 + 2 * row + path.length() + 1);
        memory.words(entry, flat ? 2 : 1, handle);
        memory.dwords(entry + 4, more, lastModule, flags, 0);
        memory.words(entry + 0x14, 7, 1);
        memory.text(entry + 0x18, name);
        long table = more + 0x84;
        memory.dwords(more + 0x1c, table, 2);
        memory.u32(more + 0x68, table + 2L * row);
        memory.u16(more + 0x7c, path.length() + 1);
        memory.text(table + 2L * row, path);
        for (int i = 0; i < 2; i++) {
            long at = table + (long) i * row;
            int selector = DRIVER + 8 * i + (path.endsWith("200") ? 0 : 0x100 * handle);
            if (flat) {
                memory.dwords(at, 0x2345, 0x1a00_0000L + handle * 0x10_0000L, 0x2015, 1, 3);
                memory.words(at + 0x14, selector, 0);
            } else {
                memory.words(at, 3 + i, 0xbd5c, 0x8d60, 0xbd5c, 0, selector);
            }
        }
        lastModule = entry;
        return handle;
    }

    private void semaphores() {
        heap.regular(0xffbf, 8);
        heap.free(0x40);
        semaphore = heap.regular(0xffc2, release.debug ? 0x14 : 0xc);
        memory.u16(semaphore, 0x10);
        memory.u16(semaphore + 8, 1);
        if (release.debug) {
            memory.u32(semaphore + 0xa, 0x00a7_c428);
            memory.text(semaphore + 0xe, "PEVT");
        }
        int owner = release == Release.WARP_3_RETAIL ? 0xff49 : driverModule;
        long driver = heap.extended(owner, DRIVER, 0x1c4);
        selector(GDT, DRIVER, driver, 0x1c3, true);
        heap.free(0x1c);
        for (int i = 0; i < 200; i++) {
            heap.regular(new int[] {0xffa4, 0xffc7, 0xff9e}[i % 3], 8 + 4 * (i % 9));
        }
        heap.regular(0xff42, 0x7c);
        heap.extended(0xff61, 0, 0x9004);
        swappable.free(0x60);
        long name = swappable.busy(0xffc1, 0, 0x18);
        memory.text(name, "WORKPLAC\\LAZYWRIT.SEM");
        for (int i = 0; i < 60; i++) {
            swappable.busy(0xff60, 0, 0x20 + 8 * (i % 30));
            if (i % 20 == 7) {
                swappable.free(0x100);
            }
        }
    }

    private void selector(long table, int selector, long base, int limit, boolean code) {
        long at = table + (selector & ~7);
        memory.words(at, limit & 0xffff, (int) base & 0xffff);
        memory.u16(at + 4, (int) (base >>> 16) & 0xff | (code ? 0x9b00 : 0x9300));
        memory.u16(at + 6, limit >>> 16 & 0xf | (int) (base >>> 24) << 8);
    }

    private void tasks() {
        int shell = moduleHandle(1);
        long first = process(0, 1, 0, moduleHandle(0), 0);
        long second = process(1, 2, 1, shell, LDT);
        thread(1, 1, first, 5, 0, 0);
        thread(2, 1, second, 2, semaphore, 0x0001_00ce);
        thread(3, 2, second, 2, 0xfffe_000eL, 0x074b_06d6);
        thread(5, 3, second, 2, (long) DRIVER << 16 | 0x10, 0);
        selector(LDT, 0xf, 0x1_0000, 0x1fff, false);
        long page = objects.size();
        object(IDLE, 2, (int) hobOf(second), shell, 0);
        idle((int) page + 1);
    }

    private int moduleHandle(int index) {
        return objects.stream()
                .filter(object -> object.owner() == 0xffa6)
                .toList()
                .get(index)
                .hob();
    }

    private long hobOf(long ptda) {
        return objects.stream()
                .filter(object -> object.start() == ptda && object.pages() == 0)
                .findFirst()
                .orElseThrow()
                .hob();
    }

    private long process(int index, int pid, int parent, int module, long localTable) {
        long at = PTDAS + TABLE_HEADER + (long) index * release.processSize();
        int handle = pseudo(at, 0xffcb);
        memory.u32(at + 4, at);
        memory.words(at + release.handle, handle, module);
        memory.u32(at + release.handle + 8, localTable);
        memory.words(at + release.information, pid, parent);
        memory.text(at + release.signature, "TD");
        return at;
    }

    private void thread(int slot, int ordinal, long ptda, int state, long waits, long semInfo) {
        long at = TCBS + TABLE_HEADER + (long) slot * release.threadSize;
        memory.words(at, ordinal, slot);
        memory.dwords(at + 8, ptda, TSDS + slot * 0x2000L);
        memory.u8(at + release.state, state);
        memory.u16(at + release.priority, 0x200);
        memory.u32(at + release.sleepId, waits);
        memory.u32(at + release.semaphore, semInfo);
        memory.u32(SLOTS + slot * 4L, at);
    }

    /** Two pages that the processor does not find: one is still in memory, one on disk. */
    private void idle(int hob) {
        memory.text(IDLE, "still in memory");
        int size = release.debug ? 0xc : 0xa;
        long inMemory = PAGES + 3L * size;
        long onDisk = PAGES + 4L * size;
        int frame = memory.notPresent(IDLE, 3 * PAGE);
        memory.u32(inMemory, frame / PAGE | 0x018L << 20);
        memory.words(inMemory + 4, 0, hob, 1);
        memory.text(ON_DISK, "not here");
        memory.notPresent(ON_DISK, 4 * PAGE);
        memory.u32(onDisk, 0x77L | 0x020L << 20);
        memory.words(onDisk + 4, 1, hob, 1);
    }

    private void tables() {
        table(ARENAS, arenas, 0x16);
        table(OBJECTS, objects.size(), 0x10);
        table(CONTEXTS, 2, 5);
        memory.words(CONTEXTS + TABLE_HEADER, 2, moduleHandle(1));
        memory.u8(CONTEXTS + TABLE_HEADER + 4, 0x11);
        table(ALIASES, 1, 8);
        memory.words(ALIASES + TABLE_HEADER, 3, moduleHandle(0), 5, 0x0010);
        table(PTDAS, 2, release.processSize());
        table(TCBS, 6, release.threadSize);
        memory.dwords(VARIABLES, ARENAS + TABLE_HEADER, OBJECTS + TABLE_HEADER);
        memory.dwords(VARIABLES + 8, CONTEXTS + TABLE_HEADER, FRAMES, lastModule);
        memory.dwords(VARIABLES + 0x14, PTDAS + TABLE_HEADER, SLOTS);
        memory.words(VARIABLES + 0x1c, 2, 4);
    }

    private void table(long start, int records, int size) {
        long end = start + TABLE_HEADER + (long) records * size;
        memory.dwords(start, 0, end, end, end, 0, 0, 0);
        memory.words(start + 0x1c, size, 1);
    }

    private void descriptors() {
        selector(GDT, 0x08, GDT, 0x2fff, false);
        selector(GDT, 0x70, SAS, 0x3ff, false);
        selector(GDT, 0x80, INFORMATION, 0xff, false);
        memory.u8(INFORMATION + 0x15, 20);
        memory.u8(INFORMATION + 0x16, release.version);
    }

    /** The array of heaps; the debug kernel's holds pointers, since both readings are possible. */
    private void heapArray() {
        long array = VARIABLES + 0x100;
        for (int i = 1; i <= 6; i++) {
            long entry = release.debug ? VARIABLES + 0x200 + i * 8L : array + i * 8L;
            if (release.debug) {
                memory.u32(array + i * 4L, entry);
            }
            boolean resident = i != 3 && i != 4;
            memory.dwords(entry, resident ? 0x402 : 2, resident ? HEAP : SWAPPABLE);
        }
    }

    private void anchor() {
        heapArray();
        memory.text(SAS, "SAS ");
        memory.words(SAS + 4, 0x16, 0x168, 0x1e, 0x20, 0x2c, 0x5c, 0x6e, 0x74, 0x80);
        memory.words(SAS + 0x16, 8, 0, 0x18, 0x108);
        memory.dwords(SAS + 0x2c, VARIABLES, VARIABLES + 4, VARIABLES + 8, 0xfff0_a891L);
        memory.dwords(SAS + 0x3c, VARIABLES + 0x10, VARIABLES + 0xc, 0, 0, 0, 0);
        memory.u32(SAS + 0x54, VARIABLES + 0x100);
        memory.u32(SAS + 0x58, VARIABLES + 0x10);
        memory.u16(SAS + 0x5c, 0x30);
        memory.dwords(SAS + 0x5e, VARIABLES + 0x14, VARIABLES + 0x18);
        memory.dwords(SAS + 0x66, VARIABLES + 0x1c, VARIABLES + 0x1e);
        memory.u16(SAS + 0x80, 0x80);
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
        return List.copyOf(objects);
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
