package org.cairn.testkit;

import org.cairn.memory.PagingMode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Physical memory with page tables in it, of known content: pages that are there, pages that no
 * dump holds, large pages, and entries that only Windows can interpret. The tables are written as
 * the Intel manual (volume 3, chapter 4) draws them, not by the code that reads them.
 */
public final class PagedImage {
    /** Bytes of a page. */
    public static final int PAGE = 1 << 12;

    /** What a virtual page is. */
    public enum Kind {
        /** Its bytes are in the dump. */
        PRESENT,
        /** It is mapped, but its frame is not in the dump. */
        NOT_CAPTURED,
        /** Its entry is not zero, but not present for the processor. */
        NOT_PRESENT
    }

    /**
     * A virtual page.
     *
     * @param address its first virtual address
     * @param frame number of the physical page; of no meaning when it is not present
     * @param kind what it is
     */
    public record Mapping(long address, long frame, Kind kind) {}

    /** Below it lie the tables and pages. */
    private static final long FIRST_FRAME = 0x10;

    /** No dump holds this frame and those after it. */
    private static final long ABSENT_FRAME = 0x5000;

    private static final int VALID = 1;
    private static final int WRITABLE = 2;
    private static final int LARGE = 1 << 7;

    /** Entries that the processor skips: demand zero, transition, prototype, page file. */
    private static final long[] SOFTWARE_ENTRIES = {0x80, 0x5000_0880, 0x1234_0400, 0x9_0060};

    private final PagingMode mode;
    private final Random random;
    private final SortedMap<Long, byte[]> pages = new TreeMap<>();
    private final List<Mapping> mappings = new ArrayList<>();
    private final long root;
    private long nextFrame = FIRST_FRAME;

    private PagedImage(PagingMode mode, long seed) {
        this.mode = mode;
        this.random = new Random(seed);
        this.root = table();
    }

    /**
     * An image with all kinds of pages.
     *
     * @param mode how its tables are built
     * @param seed of the content
     * @return the image
     */
    public static PagedImage of(PagingMode mode, long seed) {
        PagedImage image = small(mode, seed);
        if (mode != PagingMode.X86) {
            image.mapLarge();
        }
        for (int i = 0; i < 24; i++) {
            image.map(image.high() + (long) i * PAGE, image.data());
        }
        return image;
    }

    /**
     * An image of a few pages, for tests that read it very often.
     *
     * @param mode how its tables are built
     * @param seed of the content
     * @return the image
     */
    public static PagedImage small(PagingMode mode, long seed) {
        PagedImage image = new PagedImage(mode, seed);
        long low = 0x40_0000;
        image.map(low, image.data());
        image.map(low + PAGE, image.data());
        image.nextFrame += 3;
        image.map(low + 3 * PAGE, image.data());
        image.absent(low + 5 * PAGE, ABSENT_FRAME);
        image.map(image.high() - PAGE, image.data());
        for (int i = 0; i < SOFTWARE_ENTRIES.length; i++) {
            long address = low + (long) (8 + i) * PAGE;
            image.enter(address, 1, SOFTWARE_ENTRIES[i]);
            image.mappings.add(new Mapping(address, 0, Kind.NOT_PRESENT));
        }
        return image;
    }

    /**
     * The memory of a machine that somebody else wrote.
     *
     * @param mode how its tables are built
     * @param memory from address 0 on, whole pages
     * @param root physical address of its top table
     * @param absent numbers of pages that no dump holds
     * @return the image, without a list of what its tables map
     */
    public static PagedImage machine(PagingMode mode, byte[] memory, long root, Set<Long> absent) {
        PagedImage image = new PagedImage(mode, root, memory);
        image.pages.keySet().removeAll(absent);
        return image;
    }

    private PagedImage(PagingMode mode, long root, byte[] memory) {
        this.mode = mode;
        this.random = new Random(root);
        this.root = root / PAGE;
        for (int at = 0; at < memory.length; at += PAGE) {
            pages.put((long) at / PAGE, Arrays.copyOfRange(memory, at, at + PAGE));
        }
    }

    /** An address of the kernel. */
    private long high() {
        return mode.architecture().pointerSize() == Integer.BYTES
                ? 0x8050_0000L
                : mode == PagingMode.X64 ? 0xffff_f800_0050_0000L : 0xff10_0000_0050_0000L;
    }

    private long table() {
        long frame = nextFrame++;
        pages.put(frame, new byte[PAGE]);
        return frame;
    }

    /** A page whose content repeats, so that it can be packed, and differs from all others. */
    private long data() {
        long frame = nextFrame++;
        byte[] content = new byte[PAGE];
        byte[] pattern = new byte[61];
        random.nextBytes(pattern);
        for (int i = 0; i < PAGE; i++) {
            content[i] = pattern[i % pattern.length];
        }
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(8, frame);
        pages.put(frame, content);
        return frame;
    }

    private void map(long address, long frame) {
        enter(address, 1, frame * PAGE | VALID | WRITABLE);
        mappings.add(new Mapping(address, frame, Kind.PRESENT));
    }

    private void absent(long address, long frame) {
        enter(address, 1, frame * PAGE | VALID);
        mappings.add(new Mapping(address, frame, Kind.NOT_CAPTURED));
    }

    /** A large page of which two pages are in the dump. */
    private void mapLarge() {
        long size = entrySize() == Integer.BYTES ? 1L << 22 : 1L << 21;
        long address = high() + 2 * size & -size;
        long frame = size / PAGE;
        enter(address, 2, frame * PAGE | VALID | WRITABLE | LARGE);
        nextFrame = Math.max(nextFrame, frame);
        mappings.add(new Mapping(address, data(), Kind.PRESENT));
        mappings.add(new Mapping(address + PAGE, data(), Kind.PRESENT));
        nextFrame += size / PAGE;
        for (int i = 2; i < 5; i++) {
            mappings.add(new Mapping(address + (long) i * PAGE, frame + i, Kind.NOT_CAPTURED));
        }
    }

    private int entrySize() {
        return mode == PagingMode.X86 || mode == PagingMode.X86_PSE ? Integer.BYTES : Long.BYTES;
    }

    /** Writes an entry of a level, and the tables above it that are not there yet. */
    private void enter(long address, int level, long entry) {
        int indexBits = entrySize() == Integer.BYTES ? 10 : 9;
        int levels =
                switch (mode) {
                    case X86, X86_PSE -> 2;
                    case PAE -> 3;
                    case X64 -> 4;
                    case X64_LA57 -> 5;
                };
        long table = root;
        for (int at = levels; at > level; at--) {
            int index = index(address, at, indexBits);
            long next = read(table, index);
            if (next == 0) {
                boolean pointer = mode == PagingMode.PAE && at == levels;
                next = table() * PAGE | VALID | (pointer ? 0 : WRITABLE);
                write(table, index, next);
            }
            table = next / PAGE;
        }
        write(table, index(address, level, indexBits), entry);
    }

    private static int index(long address, int level, int bits) {
        return (int) (address >>> 12 + (level - 1) * bits) & (1 << bits) - 1;
    }

    private ByteBuffer entries(long table) {
        byte[] page = pages.getOrDefault(table, new byte[0]);
        return ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    }

    private long read(long table, int index) {
        return entrySize() == Integer.BYTES
                ? Integer.toUnsignedLong(entries(table).getInt(index * Integer.BYTES))
                : entries(table).getLong(index * Long.BYTES);
    }

    private void write(long table, int index, long entry) {
        if (entrySize() == Integer.BYTES) {
            entries(table).putInt(index * Integer.BYTES, (int) entry);
        } else {
            entries(table).putLong(index * Long.BYTES, entry);
        }
    }

    /**
     * How the tables are built.
     *
     * @return the mode
     */
    public PagingMode mode() {
        return mode;
    }

    /**
     * Whether the processor is a 64-bit one in long mode.
     *
     * @return whether IA32_EFER.LMA is set
     */
    public boolean isLong() {
        return mode == PagingMode.X64 || mode == PagingMode.X64_LA57;
    }

    /**
     * Control register 0.
     *
     * @return protection and paging are on
     */
    public long cr0() {
        return 0x8001_0033L;
    }

    /**
     * Control register 3.
     *
     * @return physical address of the top table
     */
    public long cr3() {
        return root * PAGE;
    }

    /**
     * Control register 4.
     *
     * @return the bits PSE, PAE and LA57 as the mode demands
     */
    public long cr4() {
        return switch (mode) {
            case X86 -> 0;
            case X86_PSE -> 0x10;
            case PAE -> 0x20;
            case X64 -> 0x6f8;
            case X64_LA57 -> 0x16f8;
        };
    }

    /**
     * The physical pages that a dump holds.
     *
     * @return number and content of each, ascending
     */
    public SortedMap<Long, byte[]> pages() {
        return Collections.unmodifiableSortedMap(pages);
    }

    /**
     * The stretches that the physical pages form.
     *
     * @return first page and number of pages of each, ascending
     */
    public List<long[]> runs() {
        List<long[]> runs = new ArrayList<>();
        for (long page : pages.keySet()) {
            long[] last = runs.isEmpty() ? new long[] {-1, 0} : runs.getLast();
            if (last[0] + last[1] == page && last[1] > 0) {
                last[1]++;
            } else {
                runs.add(new long[] {page, 1});
            }
        }
        return runs;
    }

    /**
     * The content of a stretch of physical pages.
     *
     * @param first number of the first page
     * @param count number of pages, all of which are there
     * @return their bytes
     */
    public byte[] bytes(long first, long count) {
        byte[] bytes = new byte[Math.toIntExact(count * PAGE)];
        for (int i = 0; i < count; i++) {
            byte[] page = pages.getOrDefault(first + i, new byte[PAGE]);
            System.arraycopy(page, 0, bytes, i * PAGE, PAGE);
        }
        return bytes;
    }

    /**
     * What the tables map.
     *
     * @return all pages whose entry is not zero, in no order; large pages in part
     */
    public List<Mapping> mappings() {
        return Collections.unmodifiableList(mappings);
    }

    /**
     * The virtual pages that are there, for dumps of virtual memory.
     *
     * @return address and content of each, by unsigned address
     */
    public SortedMap<Long, byte[]> virtual() {
        SortedMap<Long, byte[]> virtual = new TreeMap<>(Long::compareUnsigned);
        for (Mapping mapping : mappings) {
            if (mapping.kind() == Kind.PRESENT) {
                byte[] content = pages.getOrDefault(mapping.frame(), new byte[0]);
                virtual.put(mapping.address(), Arrays.copyOf(content, PAGE));
            }
        }
        return virtual;
    }
}
