package org.cairn.types.internal.pdb;

import org.cairn.memory.Field;
import org.cairn.memory.Progress;
import org.cairn.memory.Structure;
import org.cairn.types.TypeFormatException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes layouts of all structures, classes and unions. A base class is a field that has the name of
 * its type; the pointers that the compiler adds have the names of its layout report ({@code
 * /d1reportAllClassLayout}). Where a virtual base class lies is not in the file.
 */
public final class TypeReader {
    private static final String VFPTR = "{vfptr}";
    private static final String VBPTR = "{vbptr}";

    private static final int MAX_FIELDS = 1_000_000;

    /**
     * Lists of members may be shared, but not so much that reading them takes much longer than
     * reading the file: how many times its size may be read.
     */
    private static final int MAX_SHARING = 16;

    private static final int MIN_WORK = 1 << 20;

    /** Fills up to four bytes between members; the low half of the byte counts the bytes. */
    private static final int LF_PAD0 = 0xf0;

    private static final int PAD_LENGTH = 0x0f;

    /** {@code CV_fldattr_t}: the kind of a method; two kinds begin a virtual table's slot. */
    private static final int METHOD_KIND_SHIFT = 2;

    private static final int METHOD_KIND = 7;
    private static final int INTRODUCING_VIRTUAL = 4;
    private static final int PURE_INTRODUCING_VIRTUAL = 6;

    private final TypeStream types;
    private final TypeUses uses;
    private final Progress progress;
    private final Map<String, String> names = new HashMap<>();
    private int fieldCount;
    private long work;

    /**
     * Prepares to read the types.
     *
     * @param file holds them
     * @param pointerSize in bytes
     * @param progress counts records and may cancel
     * @throws TypeFormatException when the stream of types is damaged
     */
    public TypeReader(MsfFile file, int pointerSize, Progress progress) throws TypeFormatException {
        this.types = new TypeStream(file);
        this.uses = new TypeUses(types, pointerSize);
        this.progress = progress;
        this.work = MIN_WORK + MAX_SHARING * (long) types.size();
    }

    /**
     * Reads the types.
     *
     * @return the layouts, in order of their records
     * @throws TypeFormatException when a record is damaged
     */
    public List<Structure> read() throws TypeFormatException {
        progress.total(types.end() - types.first());
        int[] layouts = definitions();
        List<Structure> result = new ArrayList<>(layouts.length);
        for (int type : layouts) {
            progress.checkCancelled();
            result.add(structure(type));
        }
        return result;
    }

    /** Notes all definitions; those that have a layout are returned. */
    private int[] definitions() throws TypeFormatException {
        List<Integer> layouts = new ArrayList<>();
        for (int type = types.first(); type < types.end(); type++) {
            progress.step(1);
            progress.checkCancelled();
            if (types.isUserType(type)) {
                UserType user = types.userType(type);
                if (!user.forward()) {
                    uses.define(type, user);
                    if (!user.isEnumeration()) {
                        layouts.add(type);
                    }
                }
            }
        }
        return layouts.stream().mapToInt(Integer::intValue).toArray();
    }

    private Structure structure(int type) throws TypeFormatException {
        UserType user = types.userType(type);
        List<Field> fields = new ArrayList<>();
        int list = user.members();
        while (list != 0) {
            list = members(list, fields);
        }
        return new Structure(TypeUses.name(type, user), user.size(), fields);
    }

    /** Reads a list of members and returns the list that goes on with it, or 0. */
    private int members(int list, List<Field> fields) throws TypeFormatException {
        StreamCursor record = types.record(list);
        if (types.leaf(list) != Leaf.LF_FIELDLIST) {
            throw record.malformed("type %#x is no list of members".formatted(list));
        }
        work -= record.remaining() + Integer.BYTES;
        if (work < 0) {
            throw record.malformed("lists of members are shared by too many types");
        }
        while (record.remaining() > 0) {
            int form = record.u16();
            if (form == Leaf.LF_INDEX) {
                record.skip(Short.BYTES);
                return record.u32();
            }
            member(record, form, fields);
            skipPadding(record);
        }
        return 0;
    }

    /** Skips what fills up to four bytes between members. */
    static void skipPadding(StreamCursor record) throws TypeFormatException {
        if (record.remaining() > 0) {
            int next = record.peek();
            if (next >= LF_PAD0) {
                record.skip(Math.min(next & PAD_LENGTH, record.remaining()));
            }
        }
    }

    private void member(StreamCursor record, int form, List<Field> fields)
            throws TypeFormatException {
        boolean counted = Leaf.hasCountedNames(form);
        int attributes = record.u16();
        int type = record.u32();
        switch (Leaf.withoutForm(form)) {
            case Leaf.LF_MEMBER -> {
                int offset = record.length();
                add(fields, record, record.name(counted), uses.of(type), offset);
            }
            case Leaf.LF_BCLASS, Leaf.LF_BINTERFACE -> {
                TypeUse base = uses.of(type);
                add(fields, record, base.text(), base, record.length());
            }
            case Leaf.LF_VBCLASS, Leaf.LF_IVBCLASS -> {
                TypeUse pointer = uses.of(record.u32());
                int offset = record.length();
                record.numeric();
                if (Leaf.withoutForm(form) == Leaf.LF_VBCLASS) {
                    add(fields, record, VBPTR, pointer, offset);
                }
            }
            case Leaf.LF_VFUNCTAB -> add(fields, record, VFPTR, uses.of(type), 0);
            case Leaf.LF_VFUNCOFF -> add(fields, record, VFPTR, uses.of(type), record.u32());
            case Leaf.LF_STMEMBER,
                    Leaf.LF_METHOD,
                    Leaf.LF_NESTTYPE,
                    Leaf.LF_NESTTYPEEX,
                    Leaf.LF_FRIENDFCN ->
                    record.skipName(counted);
            case Leaf.LF_ONEMETHOD -> {
                int kind = attributes >> METHOD_KIND_SHIFT & METHOD_KIND;
                if (kind == INTRODUCING_VIRTUAL || kind == PURE_INTRODUCING_VIRTUAL) {
                    record.skip(Integer.BYTES);
                }
                record.skipName(counted);
            }
            case Leaf.LF_FRIENDCLS -> {
                // has no more
            }
            default -> throw record.malformed("a member of kind 0x" + Integer.toHexString(form));
        }
    }

    private void add(List<Field> fields, StreamCursor record, String name, TypeUse use, int offset)
            throws TypeFormatException {
        fieldCount++;
        if (fieldCount > MAX_FIELDS || offset < 0) {
            throw record.malformed(
                    offset < 0
                            ? "a field at a negative offset"
                            : "more than " + MAX_FIELDS + " fields");
        }
        String shared = names.computeIfAbsent(name, key -> key);
        fields.add(
                use.bits() == 0
                        ? new Field(shared, use.text(), offset, use.size())
                        : new Field(
                                shared,
                                use.text(),
                                offset,
                                use.size(),
                                use.firstBit(),
                                use.bits()));
    }
}
