package org.cairn.types.internal.pdb;

import org.cairn.memory.Progress;
import org.cairn.types.Enumeration;
import org.cairn.types.Enumeration.Constant;
import org.cairn.types.TypeFormatException;

import java.util.ArrayList;
import java.util.List;

/** Reads the names of enumerations' values. */
public final class EnumerationReader {
    private static final int MAX_CONSTANTS = 1_000_000;

    private final TypeStream types;
    private final TypeUses uses;
    private final Progress progress;
    private int count;

    /**
     * Prepares to read the enumerations.
     *
     * @param file holds them
     * @param pointerSize in bytes
     * @param progress may cancel
     * @throws TypeFormatException when the stream of types is damaged
     */
    public EnumerationReader(MsfFile file, int pointerSize, Progress progress)
            throws TypeFormatException {
        this.types = new TypeStream(file);
        this.uses = new TypeUses(types, pointerSize);
        this.progress = progress;
    }

    /**
     * Reads the enumerations.
     *
     * @return in order of their records
     * @throws TypeFormatException when a record is damaged
     */
    public List<Enumeration> read() throws TypeFormatException {
        List<Enumeration> result = new ArrayList<>();
        for (int type = types.first(); type < types.end(); type++) {
            progress.checkCancelled();
            if (types.isUserType(type)) {
                UserType user = types.userType(type);
                if (user.isEnumeration() && !user.forward()) {
                    TypeUse base = uses.of(user.underlying());
                    String name = TypeUses.name(type, user);
                    result.add(new Enumeration(name, base.size(), constants(user, base)));
                }
            }
        }
        return result;
    }

    /** Some compilers write -1 as a number without a sign. */
    private List<Constant> constants(UserType user, TypeUse base) throws TypeFormatException {
        boolean signed =
                !base.text().startsWith("unsigned") && base.size() > 0 && base.size() < Long.BYTES;
        int unused = signed ? Long.SIZE - base.size() * Byte.SIZE : 0;
        List<Constant> constants = new ArrayList<>();
        int list = user.members();
        while (list != 0) {
            list = members(list, unused, constants);
        }
        return constants;
    }

    /** Reads a list of constants and returns the list that goes on with it, or 0. */
    private int members(int list, int unused, List<Constant> constants) throws TypeFormatException {
        StreamCursor record = types.record(list);
        if (types.leaf(list) != Leaf.LF_FIELDLIST) {
            throw record.malformed("type %#x is no list of members".formatted(list));
        }
        limit(record);
        while (record.remaining() > 0) {
            int form = record.u16();
            if (form == Leaf.LF_INDEX) {
                record.skip(Short.BYTES);
                return record.u32();
            }
            if (Leaf.withoutForm(form) != Leaf.LF_ENUMERATE) {
                throw record.malformed("a member of kind 0x%x in an enumeration".formatted(form));
            }
            record.skip(Short.BYTES);
            long value = record.numeric() << unused >> unused;
            constants.add(new Constant(record.name(Leaf.hasCountedNames(form)), value));
            limit(record);
            TypeReader.skipPadding(record);
        }
        return 0;
    }

    /** Counts lists as well, so that lists which go on with each other end. */
    private void limit(StreamCursor record) throws TypeFormatException {
        if (++count > MAX_CONSTANTS) {
            throw record.malformed("more than " + MAX_CONSTANTS + " constants");
        }
    }
}
