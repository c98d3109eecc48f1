package org.cairn.heap.windows.internal.layout;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.Optional;

/** Looks up the fields of one structure and remembers whether one was missing. */
public final class Offsets {
    /** The offset of a field that this version of a structure does not have. */
    public static final int NONE = -1;

    private final Optional<Structure> structure;
    private boolean complete;

    /**
     * Prepares for a structure.
     *
     * @param table of one build
     * @param type name of the structure
     */
    public Offsets(TypeTable table, String type) {
        structure = table.find(type);
        complete = structure.isPresent();
    }

    /** The offset of a field without which the structure cannot be used. */
    public int of(String field) {
        int offset = ifThere(field);
        complete &= offset != NONE;
        return offset;
    }

    /** The offset of a field that only some versions have, or {@link #NONE}. */
    public int ifThere(String field) {
        return structure.flatMap(s -> s.find(field)).map(Field::offset).orElse(NONE).intValue();
    }

    /** Whether this version of the structure has a field. */
    public boolean has(String field) {
        return ifThere(field) != NONE;
    }

    /** Bytes of the structure, 0 when it is not there. */
    public int size() {
        return structure.map(Structure::size).orElse(0).intValue();
    }

    /** Whether the structure and all fields asked for with {@link #of} are there. */
    public boolean isComplete() {
        return complete;
    }
}
