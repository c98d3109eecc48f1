package org.cairn.heap.windows.internal.segment.layout;

import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.Optional;

/** Looks up the fields of one structure and remembers whether one was missing. */
final class TypeFields {
    /** The offset of a field that this version of a structure does not have. */
    static final int NONE = -1;

    private final Optional<Structure> structure;
    private boolean complete;

    TypeFields(TypeTable table, String type) {
        structure = table.find(type);
        complete = structure.isPresent();
    }

    /** The offset of a field without which the structure cannot be used. */
    int of(String field) {
        return bits(field).offset();
    }

    /** The offset of a field that only some versions have, or {@link #NONE}. */
    int ifThere(String field) {
        return bitsIfThere(field).offset();
    }

    /** A field without which the structure cannot be used, under the name of the version. */
    Bits bits(String... names) {
        Bits bits = bitsIfThere(names);
        complete &= bits.exist();
        return bits;
    }

    /** A field that only some versions have. */
    Bits bitsIfThere(String... names) {
        for (String name : names) {
            Bits bits =
                    structure.flatMap(known -> known.find(name)).map(Bits::of).orElse(Bits.NONE);
            if (bits.exist()) {
                return bits;
            }
        }
        return Bits.NONE;
    }

    boolean has(String field) {
        return bitsIfThere(field).exist();
    }

    int size() {
        return structure.map(Structure::size).orElse(0).intValue();
    }

    boolean isComplete() {
        return complete;
    }
}
