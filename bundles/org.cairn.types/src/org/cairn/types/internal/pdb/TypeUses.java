package org.cairn.types.internal.pdb;

import org.cairn.types.TypeFormatException;
import org.cairn.types.internal.TypeSizes;
import org.eclipse.jdt.annotation.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spells types and knows their sizes. A type that is only announced ("forward reference") has the
 * size of the record that defines it, found by its unique name or else by its name; of several
 * definitions of a name the last one counts.
 */
final class TypeUses {
    /** Names of types without a name, as Microsoft's compilers and LLVM's write them. */
    private static final List<String> UNNAMED =
            List.of("<unnamed-tag>", "<anonymous-tag>", "__unnamed");

    private static final int MAX_DEPTH = 64;
    private static final int MAX_DEFINITIONS = 500_000;

    /**
     * How long the texts may be together; those of a kernel have less than a million characters.
     */
    private static final int MAX_TEXT = 32 << 20;

    private static final String FUNCTION = "function";

    /** {@code lfPointerAttr}: the kind, and the size in bytes, which older compilers leave 0. */
    private static final int POINTER_KIND = 0x1f;

    private static final int POINTER_SIZE_SHIFT = 13;
    private static final int POINTER_SIZE = 0x3f;
    private static final int NEAR_32 = 0x0a;
    private static final int NEAR_64 = 0x0c;

    private final TypeStream types;
    private final int pointerSize;
    private final Map<String, @Nullable Integer> byName = new HashMap<>();
    private final Map<String, @Nullable Integer> byUniqueName = new HashMap<>();
    private final Map<Integer, @Nullable TypeUse> known = new HashMap<>();
    private int textLength;

    /**
     * Creates it.
     *
     * @param types the records
     * @param pointerSize in bytes
     */
    TypeUses(TypeStream types, int pointerSize) {
        this.types = types;
        this.pointerSize = pointerSize;
    }

    /** Notes the record of a structure, class, union or enumeration that is no announcement. */
    void define(int type, UserType definition) throws TypeFormatException {
        if (unnamed(definition.name()) == null) {
            byName.put(definition.name(), type);
        }
        if (!definition.uniqueName().isEmpty()) {
            byUniqueName.put(definition.uniqueName(), type);
        }
        if (Math.max(byName.size(), byUniqueName.size()) > MAX_DEFINITIONS) {
            throw types.record(type).malformed("more than " + MAX_DEFINITIONS + " types");
        }
    }

    /**
     * The name that a structure, class, union or enumeration has in a table: types without a name
     * get their number as Volatility writes it, so that each has its own.
     */
    static String name(int type, UserType user) {
        String unnamed = unnamed(user.name());
        if (unnamed == null) {
            return user.name();
        }
        String word = unnamed.equals("<anonymous-tag>") ? "__anonymous_" : "__unnamed_";
        return user.name().substring(0, user.name().length() - unnamed.length())
                + word
                + Integer.toHexString(type);
    }

    private static @Nullable String unnamed(String name) {
        for (String ending : UNNAMED) {
            if (name.equals(ending) || name.endsWith("::" + ending)) {
                return ending;
            }
        }
        return null;
    }

    /** A type's text and size. */
    TypeUse of(int type) throws TypeFormatException {
        return of(type, 0);
    }

    private TypeUse of(int type, int depth) throws TypeFormatException {
        if (Integer.compareUnsigned(type, types.first()) < 0) {
            return SimpleType.of(type, pointerSize);
        }
        @Nullable TypeUse use = known.get(type);
        if (use == null) {
            if (depth > MAX_DEPTH) {
                throw types.record(type).malformed("types are nested too deeply");
            }
            use = read(type, depth + 1);
            textLength += use.text().length();
            if (textLength > MAX_TEXT) {
                throw types.record(type).malformed("the names of types are too long");
            }
            known.put(type, use);
        }
        return use;
    }

    private TypeUse read(int type, int depth) throws TypeFormatException {
        int leaf = Leaf.withoutForm(types.leaf(type));
        StreamCursor record = types.record(type);
        return switch (leaf) {
            case Leaf.LF_MODIFIER, Leaf.LF_ALIAS -> of(record.u32(), depth);
            case Leaf.LF_POINTER -> pointer(record, depth);
            case Leaf.LF_ARRAY -> array(record, 2 * Integer.BYTES, depth);
            case Leaf.LF_STRIDED_ARRAY -> array(record, 3 * Integer.BYTES, depth);
            case Leaf.LF_BITFIELD -> bitField(record, depth);
            case Leaf.LF_PROCEDURE, Leaf.LF_MFUNCTION -> TypeUse.whole(FUNCTION, 0);
            case Leaf.LF_VTSHAPE -> TypeUse.whole(FUNCTION + "*", 0);
            default ->
                    types.isUserType(type)
                            ? user(type, depth)
                            : TypeUse.whole("unknown type 0x" + Integer.toHexString(leaf), 0);
        };
    }

    private TypeUse pointer(StreamCursor record, int depth) throws TypeFormatException {
        TypeUse target = of(record.u32(), depth);
        int attributes = record.u32();
        int size = attributes >> POINTER_SIZE_SHIFT & POINTER_SIZE;
        if (size == 0) {
            size =
                    switch (attributes & POINTER_KIND) {
                        case NEAR_32 -> Integer.BYTES;
                        case NEAR_64 -> Long.BYTES;
                        default -> pointerSize;
                    };
        }
        return TypeUse.whole(target.text() + "*", size);
    }

    private TypeUse array(StreamCursor record, int header, int depth) throws TypeFormatException {
        int start = record.position();
        TypeUse element = of(record.u32(), depth);
        record.skip(header - (record.position() - start));
        long size = record.numeric();
        long count = element.size() == 0 ? 0 : Math.max(size, 0) / element.size();
        return TypeUse.whole(element.text() + "[" + count + "]", size);
    }

    private TypeUse bitField(StreamCursor record, int depth) throws TypeFormatException {
        TypeUse unit = of(record.u32(), depth);
        int bits = record.u8();
        int firstBit = record.u8();
        if (bits == 0 || firstBit + bits > Math.multiplyFull(unit.size(), Byte.SIZE)) {
            throw record.malformed(
                    "bits %d+%d in a %s of %d bytes"
                            .formatted(firstBit, bits, unit.text(), unit.size()));
        }
        return new TypeUse(unit.text(), unit.size(), firstBit, bits);
    }

    private TypeUse user(int type, int depth) throws TypeFormatException {
        UserType user = types.userType(type);
        String name = name(type, user);
        if (user.isEnumeration()) {
            return TypeUse.whole(TypeSizes.ENUM + name, of(user.underlying(), depth).size());
        }
        if (!user.forward()) {
            return TypeUse.whole(name, user.size());
        }
        @Nullable Integer definition = byUniqueName.get(user.uniqueName());
        if (definition == null) {
            definition = byName.get(user.name());
        }
        return TypeUse.whole(name, definition == null ? 0 : types.userType(definition).size());
    }
}
