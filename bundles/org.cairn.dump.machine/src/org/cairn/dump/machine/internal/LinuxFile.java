package org.cairn.dump.machine.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A mapping of a file, as the note NT_FILE lists it: a count, the page size, three words for each
 * mapping (first address, end, offset in pages), then the names.
 *
 * @param start first address
 * @param end address after the last
 * @param name path of the file
 */
record LinuxFile(long start, long end, String name) {
    /** Above the default limit of mappings of a process (65,530). */
    static final int MAX_FILES = 1 << 17;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER_WORDS = 2;
    private static final int WORDS = 3;

    /** The mapping together with another of the same file. */
    LinuxFile with(LinuxFile other) {
        return new LinuxFile(
                Long.compareUnsigned(other.start, start) < 0 ? other.start : start,
                Long.compareUnsigned(other.end, end) > 0 ? other.end : end,
                name);
    }

    /** Reads the mappings whose words and names are in the note. */
    static List<LinuxFile> read(MemorySegment note, int word) {
        List<LinuxFile> files = new ArrayList<>();
        long header = (long) HEADER_WORDS * word;
        if (note.byteSize() < header) {
            return files;
        }
        long room = (note.byteSize() - header) / ((long) WORDS * word);
        long promised = word(note, 0, word);
        long count = Long.compareUnsigned(promised, room) < 0 ? promised : room;
        long name = header + count * WORDS * word;
        for (long i = 0; i < Math.min(count, MAX_FILES) && name < note.byteSize(); i++) {
            long at = header + i * WORDS * word;
            String text = Words.text(note, name, note.byteSize());
            files.add(new LinuxFile(word(note, at, word), word(note, at + word, word), text));
            name = afterEndMark(note, name);
        }
        return files;
    }

    private static long afterEndMark(MemorySegment note, long from) {
        long position = from;
        while (position < note.byteSize() && note.get(ValueLayout.JAVA_BYTE, position) != 0) {
            position++;
        }
        return position + 1;
    }

    private static long word(MemorySegment bytes, long at, int size) {
        return size == Long.BYTES ? bytes.get(U64, at) : Integer.toUnsignedLong(bytes.get(U32, at));
    }
}
