package org.cairn.dump.windows.internal;

import org.cairn.dump.windows.MinidumpStreamType;
import org.cairn.memory.Addresses;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;

/**
 * A stream of the directory.
 *
 * @param type its type
 * @param offset where it begins in the file
 * @param size in bytes, as the directory says
 * @param bytes what of it is in the file, at least one byte
 */
record StreamPart(MinidumpStreamType type, long offset, long size, MemorySegment bytes) {
    /** Whether a structure at the stream's beginning is there as a whole. */
    boolean holds(Structure structure) {
        return bytes.byteSize() >= structure.size();
    }

    /** The stream for remarks. */
    String place() {
        return type.label() + " at offset " + Addresses.hex(offset);
    }
}
