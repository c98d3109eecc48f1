package org.cairn.testkit.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Physical memory with one page directory, in which linear pages are mapped as they are written.
 * Drawn by the Intel manual and the OS/2 Debugging Handbook, not by the code that reads it.
 */
public final class Os2Memory {
    private static final int PAGE = 0x1000;
    private static final int PRESENT = 0x63;

    private final ByteBuffer bytes;
    private final Map<Long, Integer> frames = new HashMap<>();
    private final int root;
    private int next;

    /**
     * Makes memory of zeros.
     *
     * @param size bytes, whole pages
     * @param root physical address of the page directory
     */
    public Os2Memory(int size, int root) {
        this.bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        this.root = root;
        this.next = PAGE;
    }

    /** The memory. */
    public byte[] bytes() {
        return bytes.array();
    }

    private int take() {
        if (next == root) {
            next += PAGE;
        }
        int page = next;
        next += PAGE;
        return page;
    }

    /** The physical address of a byte, whose page is mapped if it is not yet. */
    public int physical(long address) {
        int frame = frames.computeIfAbsent(address & -PAGE, page -> map(page, take() | PRESENT));
        return (frame & -PAGE) + (int) (address & PAGE - 1);
    }

    /** Whether the processor finds the page of an address. */
    public boolean isMapped(long address) {
        return frames.containsKey(address & -PAGE)
                && (bytes.getInt(entryAt(address & -PAGE)) & 1) != 0;
    }

    /** The word at an address. */
    int word(long address) {
        return Short.toUnsignedInt(bytes.getShort(physical(address)));
    }

    /** The entry of the page table that maps a page. */
    private int entryAt(long page) {
        int directory = root + (int) (page >>> 22) * 4;
        if (bytes.getInt(directory) == 0) {
            bytes.putInt(directory, take() | PRESENT);
        }
        return (bytes.getInt(directory) & -PAGE) + (int) (page >>> 12 & 0x3ff) * 4;
    }

    private int map(long page, int entry) {
        bytes.putInt(entryAt(page), entry);
        return entry;
    }

    /** Makes the entry of a page one that the processor does not find; its frame stays. */
    public int notPresent(long address, int entry) {
        int frame = physical(address) & -PAGE;
        bytes.putInt(entryAt(address & -PAGE), entry);
        return frame;
    }

    /** Writes a byte. */
    public void u8(long address, int value) {
        bytes.put(physical(address), (byte) value);
    }

    /** Writes a word. */
    public void u16(long address, int value) {
        u8(address, value);
        u8(address + 1, value >>> 8);
    }

    /** Writes a dword. */
    public void u32(long address, long value) {
        u16(address, (int) value & 0xffff);
        u16(address + 2, (int) (value >>> 16) & 0xffff);
    }

    /** Writes dwords, one behind the other. */
    public void dwords(long address, long... values) {
        for (int i = 0; i < values.length; i++) {
            u32(address + 4L * i, values[i]);
        }
    }

    /** Writes words, one behind the other. */
    public void words(long address, int... values) {
        for (int i = 0; i < values.length; i++) {
            u16(address + 2L * i, values[i]);
        }
    }

    /** Writes characters, without a zero behind them. */
    public void text(long address, String text) {
        byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < characters.length; i++) {
            u8(address + i, characters[i]);
        }
    }
}
