package org.cairn.dump.windows.internal;

import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Field;

import java.lang.foreign.MemorySegment;

/**
 * A {@code MINIDUMP_LOCATION_DESCRIPTOR}.
 *
 * @param size in bytes, unsigned 32-bit
 * @param rva offset in the file, unsigned 32-bit
 */
record Location(long size, long rva) {
    private static final Field SIZE = MinidumpFormat.MINIDUMP_LOCATION_DESCRIPTOR.field("DataSize");
    private static final Field RVA = MinidumpFormat.MINIDUMP_LOCATION_DESCRIPTOR.field("Rva");

    static Location read(MemorySegment bytes, long at) {
        return new Location(SIZE.get(bytes, at), RVA.get(bytes, at));
    }
}
