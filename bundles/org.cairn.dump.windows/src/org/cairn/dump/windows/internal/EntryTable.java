package org.cairn.dump.windows.internal;

import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;

/**
 * Entries of one size, one after the other: as many as the stream promises, its size allows, the
 * file holds and Cairn takes.
 *
 * @param bytes of the stream
 * @param first offset of the first entry in the stream
 * @param stride from entry to entry, in bytes
 * @param count number of entries that can be read
 * @param complete whether that is the promised number
 */
record EntryTable(MemorySegment bytes, long first, long stride, long count, boolean complete) {
    private static final Field NUMBER = MinidumpFormat.MINIDUMP_LIST.field("NumberOfEntries");

    /** The entries of a list that begins with a 32-bit number. */
    static EntryTable counted(StreamPart part, Structure entry, long limit, Remarks remarks) {
        if (!part.holds(MinidumpFormat.MINIDUMP_LIST)) {
            remarks.tooShort(part, MinidumpFormat.MINIDUMP_LIST);
            return new EntryTable(part.bytes(), 0, entry.size(), 0, false);
        }
        long promised = NUMBER.get(part.bytes(), 0);
        return of(part, firstEntry(part, entry, promised), entry.size(), promised, limit, remarks);
    }

    /**
     * Some versions of Breakpad's writer align the entries to 8 bytes, so that 4 bytes of padding
     * follow the number; Breakpad's reader accepts both. With 2 modules the stream then has 8 + 2 *
     * 108 bytes instead of 4 + 2 * 108.
     */
    private static long firstEntry(StreamPart part, Structure entry, long promised) {
        boolean padded = part.size() == Long.BYTES + promised * entry.size();
        return padded ? Long.BYTES : MinidumpFormat.MINIDUMP_LIST.size();
    }

    /**
     * The entries of a list that begins with the sizes of its header and of an entry.
     *
     * @param header has the fields {@code SizeOfHeader}, {@code SizeOfEntry} and {@code
     *     NumberOfEntries}
     */
    static EntryTable sized(
            StreamPart part, Structure header, Structure entry, long limit, Remarks remarks) {
        if (!part.holds(header)) {
            remarks.tooShort(part, header);
            return new EntryTable(part.bytes(), 0, entry.size(), 0, false);
        }
        long first = header.field("SizeOfHeader").get(part.bytes(), 0);
        long stride = header.field("SizeOfEntry").get(part.bytes(), 0);
        if (first < header.size() || stride < entry.size()) {
            remarks.warning(
                    "%s: header of %d bytes, entries of %d bytes; the list is not used"
                            .formatted(part.place(), first, stride));
            return new EntryTable(part.bytes(), 0, entry.size(), 0, false);
        }
        long promised = header.field("NumberOfEntries").get(part.bytes(), 0);
        return of(part, first, stride, promised, limit, remarks);
    }

    static EntryTable of(
            StreamPart part, long first, long stride, long promised, long limit, Remarks remarks) {
        long held = Math.max(0, part.bytes().byteSize() - first) / stride;
        long count = Long.compareUnsigned(promised, held) < 0 ? promised : held;
        if (count != promised) {
            remarks.warning(
                    "%s promises %s entries, its %s bytes in the file hold %s"
                            .formatted(
                                    part.place(),
                                    Long.toUnsignedString(promised),
                                    Remarks.number(part.bytes().byteSize()),
                                    Remarks.number(held)));
        }
        if (count > limit) {
            remarks.warning(
                    "%s: only the first %s of %s entries are used"
                            .formatted(part.place(), Remarks.number(limit), Remarks.number(count)));
            count = limit;
        }
        return new EntryTable(part.bytes(), first, stride, count, count == promised);
    }

    /** Where an entry begins in the stream. */
    long at(long index) {
        return first + index * stride;
    }
}
