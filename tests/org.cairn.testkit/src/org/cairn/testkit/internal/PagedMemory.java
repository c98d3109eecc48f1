package org.cairn.testkit.internal;

import org.cairn.memory.Field;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Physical memory of a synthetic machine, from which pages are taken one after the other, and the
 * page tables in it. Each table maps itself as those of Windows do.
 */
public final class PagedMemory {
    /** Bytes of a page. */
    public static final int PAGE = 0x1000;

    /** Present, writable, accessed, dirty. */
    private static final long KERNEL_PAGE = 0x63;

    /** The same for user mode. */
    private static final long USER_PAGE = 0x67;

    private static final long PRESENT = 1;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;
    private static final int SELF_X86 = 0x300;
    private static final int SELF_X64 = 0x1b5;
    private static final int DIRECTORIES = 4;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final PagingMode mode;
    private final MemorySegment bytes;
    private final Map<Long, Long> kernel = new HashMap<>();
    private final long kernelRoot;
    private long next = PAGE;

    /**
     * Makes memory of zeros with the kernel's tables.
     *
     * @param mode of the tables
     * @param size bytes, whole pages
     */
    public PagedMemory(PagingMode mode, int size) {
        this.mode = mode;
        this.bytes = MemorySegment.ofArray(new byte[size]);
        this.kernelRoot = newRoot();
    }

    /** The memory. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** The kernel's top table. */
    public long kernelRoot() {
        return kernelRoot;
    }

    /** Takes a page of zeros. */
    public long allocate() {
        long page = next;
        next += PAGE;
        if (next > bytes.byteSize()) {
            throw new IllegalStateException("the machine has too little memory");
        }
        return page;
    }

    private long newRoot() {
        long root = allocate();
        switch (mode) {
            case X86, X86_PSE -> entry(root, SELF_X86, root | KERNEL_PAGE);
            case PAE -> directories(root);
            case X64, X64_LA57 -> entry(root, SELF_X64, root | KERNEL_PAGE);
        }
        return root;
    }

    private void directories(long root) {
        for (int i = 0; i < DIRECTORIES; i++) {
            entry(root, i, allocate() | PRESENT);
        }
        long last = entry(root, DIRECTORIES - 1) & FRAME;
        for (int i = 0; i < DIRECTORIES; i++) {
            entry(last, i, entry(root, i) & FRAME | KERNEL_PAGE);
        }
    }

    /** Makes tables for a process, with what the kernel's tables map at this time. */
    public long processRoot() {
        long root = newRoot();
        switch (mode) {
            case X86, X86_PSE -> copy(kernelRoot, root, 512, 1024, SELF_X86);
            case PAE -> {
                copyTable(2, root, 0);
                copyTable(3, root, DIRECTORIES);
            }
            case X64, X64_LA57 -> copy(kernelRoot, root, 256, 512, SELF_X64);
        }
        return root;
    }

    private void copyTable(int directory, long root, int first) {
        long from = entry(kernelRoot, directory) & FRAME;
        long to = entry(root, directory) & FRAME;
        copy(from, to, first, 512, -1);
    }

    private void copy(long from, long to, int first, int end, int except) {
        for (int i = first; i < end; i++) {
            if (i != except) {
                entry(to, i, entry(from, i));
            }
        }
    }

    /** Maps a page of the kernel. */
    public long mapKernel(long address) {
        return kernel.computeIfAbsent(
                address & -PAGE,
                page -> {
                    long physical = allocate();
                    map(kernelRoot, page, physical, KERNEL_PAGE);
                    return physical;
                });
    }

    /** Maps a page of the kernel to a frame, which need not be in this memory. */
    public void mapKernel(long address, long frame) {
        map(kernelRoot, address, frame, KERNEL_PAGE);
    }

    /** Maps a page of a process. */
    public long mapUser(long root, long address) {
        long physical = allocate();
        map(root, address, physical, USER_PAGE);
        return physical;
    }

    /** Maps a page of the kernel for the processes of one session. */
    public void mapSession(long root, long address, long physical) {
        map(root, address, physical, KERNEL_PAGE);
    }

    private void map(long root, long address, long physical, long flags) {
        long table = root;
        for (int level = mode.levels(); level > 1; level--) {
            int index = index(address, level);
            long entry = entry(table, index);
            if (entry == 0) {
                entry = allocate() | flags;
                entry(table, index, entry);
            }
            table = entry & FRAME;
        }
        entry(table, index(address, 1), physical | flags);
    }

    /** The page table's entry of a page that is mapped. */
    public long entryOf(long root, long address) {
        return entry(table(root, address), index(address, 1));
    }

    /** Replaces that entry. */
    public void entryOf(long root, long address, long value) {
        entry(table(root, address), index(address, 1), value);
    }

    private long table(long root, long address) {
        long table = root;
        for (int level = mode.levels(); level > 1; level--) {
            table = entry(table, index(address, level)) & FRAME;
        }
        return table;
    }

    private int index(long address, int level) {
        return (int) (address >>> mode.shift(level)) & mode.entries(level) - 1;
    }

    private long entry(long table, int index) {
        return mode.entrySize() == Integer.BYTES
                ? bytes.get(U32, table + (long) index * Integer.BYTES) & 0xffff_ffffL
                : bytes.get(U64, table + (long) index * Long.BYTES);
    }

    private void entry(long table, int index, long value) {
        if (mode.entrySize() == Integer.BYTES) {
            bytes.set(U32, table + (long) index * Integer.BYTES, (int) value);
        } else {
            bytes.set(U64, table + (long) index * Long.BYTES, value);
        }
    }

    /** Writes an integer of the kernel's memory, whose pages are mapped when they are needed. */
    public void put(long address, int size, long value) {
        for (int i = 0; i < size; i++) {
            bytes.set(
                    ValueLayout.JAVA_BYTE, physical(address + i), (byte) (value >>> i * Byte.SIZE));
        }
    }

    /** Writes a field of a structure in the kernel's memory; bits of a unit stay as they are. */
    public void put(long address, Field field, long value) {
        if (!field.isBitField()) {
            put(address + field.offset(), field.size(), value);
            return;
        }
        MemorySegment unit = MemorySegment.ofArray(new byte[field.size()]);
        for (int i = 0; i < field.size(); i++) {
            unit.set(
                    ValueLayout.JAVA_BYTE,
                    i,
                    bytes.get(ValueLayout.JAVA_BYTE, physical(address + field.offset() + i)));
        }
        field.set(unit, -field.offset(), value);
        put(address + field.offset(), unit.toArray(ValueLayout.JAVA_BYTE));
    }

    /** Writes a field of a structure in the kernel's memory. */
    public void put(long address, Structure structure, String field, long value) {
        put(address, structure.field(field), value);
    }

    /** Writes bytes of the kernel's memory. */
    public void put(long address, byte... content) {
        for (int i = 0; i < content.length; i++) {
            bytes.set(ValueLayout.JAVA_BYTE, physical(address + i), content[i]);
        }
    }

    /** The physical address of a byte of the kernel, whose page is mapped if it is not yet. */
    public long physical(long address) {
        return mapKernel(address) + (address & PAGE - 1);
    }
}
