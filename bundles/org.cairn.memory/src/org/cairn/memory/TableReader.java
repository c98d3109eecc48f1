package org.cairn.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Reads the entries of page tables. */
final class TableReader {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final AddressSpace physical;
    private final PagingMode mode;

    TableReader(AddressSpace physical, PagingMode mode) {
        this.physical = physical;
        this.mode = mode;
    }

    /** The entries up to the first that is absent. */
    long[] read(int level, long table) {
        int size = mode.entrySize();
        byte[] bytes = new byte[mode.entries(level) * size];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        long[] entries = new long[(int) (physical.read(table, segment) / size)];
        for (int i = 0; i < entries.length; i++) {
            long at = (long) i * size;
            entries[i] =
                    size == Long.BYTES
                            ? segment.get(U64, at)
                            : Integer.toUnsignedLong(segment.get(U32, at));
        }
        return entries;
    }

    /** Why an entry is absent. */
    Absence absence(long table, int entry) {
        long address = table + (long) entry * mode.entrySize();
        for (int i = 0; i < mode.entrySize(); i++) {
            if (physical.runAt(address + i) instanceof Run.Absent run) {
                return run.why();
            }
        }
        return Absence.CORRUPT;
    }
}
