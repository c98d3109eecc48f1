package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelLayouts;

import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A table of records of one size, which handles number from 1 (OS/2 Debugging Handbook, "Block
 * Management Package"). Its header, VMBH, stands in front of the first record.
 *
 * @param space the kernel's memory
 * @param first address of the first record
 * @param stride bytes of a record
 * @param end address behind the last record that was ever used
 */
record RecordTable(AddressSpace space, long first, int stride, long end) {
    /** Handles have 16 bits, those of contexts one more. */
    private static final int MOST = 0x1_ffff;

    /**
     * The table whose first record is at an address.
     *
     * @param layout of its records
     * @return empty when no header stands in front of it, or that of other records
     */
    static Optional<RecordTable> at(
            AddressSpace space, long first, Structure layout, KernelLayouts layouts) {
        Structure header = layouts.get("VMBH");
        MemoryCursor cursor = space.cursor();
        if (!cursor.seek(first - header.size(), header.size())
                || header.field("bh_cbRecord").get(cursor) != layout.size()) {
            return Optional.empty();
        }
        long end = header.field("bh_pbEndValid").get(cursor);
        return end < first
                ? Optional.empty()
                : Optional.of(new RecordTable(space, first, layout.size(), end));
    }

    /** The table to which a variable points. */
    static Optional<RecordTable> behind(
            AddressSpace space, long variable, Structure layout, KernelLayouts layouts) {
        MemoryCursor cursor = space.cursor();
        return cursor.seek(variable, Integer.BYTES)
                ? at(space, cursor.u32(0), layout, layouts)
                : Optional.empty();
    }

    /** The address of a record. */
    long address(int handle) {
        return first + (long) (handle - 1) * stride;
    }

    /** The handle of the record at an address. */
    int handle(long address) {
        return (int) ((address - first) / stride) + 1;
    }

    /** The number of records that were ever used. */
    int count() {
        return (int) Math.min(MOST, (end - first) / stride);
    }

    /**
     * Reads all records that are there.
     *
     * @param cursor stands at each record in turn
     * @param record is told its handle
     */
    void forEach(MemoryCursor cursor, IntConsumer record) {
        int count = count();
        for (int handle = 1; handle <= count; handle++) {
            if (cursor.seek(address(handle), stride)) {
                record.accept(handle);
            }
        }
    }
}
