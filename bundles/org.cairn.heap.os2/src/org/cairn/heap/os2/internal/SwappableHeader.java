package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;

/**
 * The header of a busy block of a swappable heap, read at one address after the other. Free space
 * has no header. Source: OS/2 Debugging Handbook, "Kernel Swappable Heap Structures"; the order of
 * owner and selector is that of this chapter and of the printed examples, as in {@code 52008ee0
 * 08f0ff49} for owner {@code ff49} and selector {@code 08f0}. The table in "Swappable Heap Blocks"
 * exchanges them.
 */
final class SwappableHeader {
    static final Structure LAYOUT =
            Structure.named("VMKSHB")
                    .u32("size")
                    .bits("bytes", 0, 24)
                    .bits("signature", 24, 8)
                    .u16("owner")
                    .u16("selector")
                    .build();

    /** The highest byte of the first dword. */
    static final int SIGNATURE = 0x52;

    /** Sizes are multiples of this many bytes. */
    static final int UNIT = 8;

    private static final Field SIZE = LAYOUT.field("bytes");
    private static final Field SIGNATURE_FIELD = LAYOUT.field("signature");
    private static final Field OWNER = LAYOUT.field("owner");
    private static final Field SELECTOR = LAYOUT.field("selector");

    private final MemoryCursor cursor;
    private long address;
    private long size;
    private int owner;
    private int selector;

    SwappableHeader(AddressSpace space) {
        this.cursor = space.cursor();
    }

    /** Reads a header; returns whether one with a right signature and size is there. */
    boolean read(long at) {
        if (!cursor.seek(at, LAYOUT.size()) || SIGNATURE_FIELD.get(cursor) != SIGNATURE) {
            return false;
        }
        address = at;
        size = SIZE.get(cursor);
        owner = (int) OWNER.get(cursor);
        selector = (int) SELECTOR.get(cursor);
        return size >= 2 * UNIT && size % UNIT == 0;
    }

    long address() {
        return address;
    }

    long size() {
        return size;
    }

    long end() {
        return address + size;
    }

    int owner() {
        return owner;
    }

    int selector() {
        return selector;
    }
}
