package org.cairn.dump.machine.internal;

import org.cairn.memory.Field;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A note.
 *
 * @param name who defines the type
 * @param type number of the type
 * @param offset of the description in the bytes that the notes were read from
 * @param bytes the description, as far as it is there
 */
record ElfNote(String name, long type, long offset, MemorySegment bytes) {
    /** Far above the number of threads or processors in a core, with some notes each. */
    static final int MAX_NOTES = 1 << 18;

    private static final Field NAME_SIZE = ElfFormat.NHDR.field("n_namesz");
    private static final Field DESCRIPTION_SIZE = ElfFormat.NHDR.field("n_descsz");
    private static final Field TYPE = ElfFormat.NHDR.field("n_type");
    private static final int ALIGNMENT = 4;

    /** Reads notes that follow each other, to the end or to the first that cannot be. */
    static List<ElfNote> read(MemorySegment bytes) {
        List<ElfNote> notes = new ArrayList<>();
        long position = 0;
        while (position + ElfFormat.NHDR.size() <= bytes.byteSize() && notes.size() < MAX_NOTES) {
            long name = position + ElfFormat.NHDR.size();
            long nameSize = NAME_SIZE.get(bytes, position);
            long description = name + aligned(nameSize);
            long size = DESCRIPTION_SIZE.get(bytes, position);
            if (description > bytes.byteSize()) {
                break;
            }
            long present = Math.min(size, bytes.byteSize() - description);
            notes.add(
                    new ElfNote(
                            Words.text(bytes, name, nameSize),
                            TYPE.get(bytes, position),
                            description,
                            bytes.asSlice(description, present)));
            position = description + aligned(size);
        }
        return notes;
    }

    boolean is(String who, long number) {
        return type == number && name.equals(who);
    }

    private static long aligned(long size) {
        return size + ALIGNMENT - 1 & -ALIGNMENT;
    }
}
