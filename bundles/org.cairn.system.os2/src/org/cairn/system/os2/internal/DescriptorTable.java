package org.cairn.system.os2.internal;

import org.cairn.dump.DumpSelector;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of segment descriptors, global or local (Intel 64 and IA-32 Architectures Software
 * Developer's Manual, volume 3, 3.4.5).
 */
final class DescriptorTable {
    private static final Structure DESCRIPTOR =
            Structure.named("descriptor")
                    .u64("all")
                    .bits("limit", 0, 16)
                    .bits("base", 16, 24)
                    .bits("executable", 43, 1)
                    .bits("segment", 44, 1)
                    .bits("present", 47, 1)
                    .bits("limitHigh", 48, 4)
                    .bits("pages", 55, 1)
                    .bits("baseHigh", 56, 8)
                    .build();

    private static final Field LIMIT = DESCRIPTOR.field("limit");
    private static final Field BASE = DESCRIPTOR.field("base");
    private static final Field EXECUTABLE = DESCRIPTOR.field("executable");
    private static final Field SEGMENT = DESCRIPTOR.field("segment");
    private static final Field PRESENT = DESCRIPTOR.field("present");
    private static final Field LIMIT_HIGH = DESCRIPTOR.field("limitHigh");
    private static final Field PAGES = DESCRIPTOR.field("pages");
    private static final Field BASE_HIGH = DESCRIPTOR.field("baseHigh");
    private static final int LOCAL = 4;
    private static final int PAGE_SHIFT = 12;
    private static final long PAGE_MASK = 0xfff;
    private static final int HIGH_BASE_SHIFT = 24;

    private final MemoryCursor cursor;
    private final long address;

    DescriptorTable(AddressSpace space, long address) {
        this.cursor = space.cursor();
        this.address = address;
    }

    /** The descriptor of a segment that is present. */
    Optional<DumpSelector> get(int selector) {
        int offset = selector & ~(DumpSelector.PRIVILEGE | LOCAL);
        if (!cursor.seek(address + offset, DESCRIPTOR.size())
                || SEGMENT.get(cursor) == 0
                || PRESENT.get(cursor) == 0) {
            return Optional.empty();
        }
        long units = LIMIT_HIGH.get(cursor) << Short.SIZE | LIMIT.get(cursor);
        long limit = PAGES.get(cursor) == 0 ? units : units << PAGE_SHIFT | PAGE_MASK;
        long base = BASE_HIGH.get(cursor) << HIGH_BASE_SHIFT | BASE.get(cursor);
        String type = EXECUTABLE.get(cursor) == 0 ? "Data" : DumpSelector.CODE;
        return Optional.of(new DumpSelector(selector, base, limit, type));
    }

    /**
     * The segments of a table.
     *
     * @param size bytes of the table, at most 64 KB
     * @param local whether its selectors have the bit of local tables
     */
    List<DumpSelector> all(long size, boolean local) {
        List<DumpSelector> all = new ArrayList<>();
        for (int offset = 0; offset + DESCRIPTOR.size() <= size; offset += DESCRIPTOR.size()) {
            get(offset | (local ? LOCAL : 0)).ifPresent(all::add);
        }
        return all;
    }
}
