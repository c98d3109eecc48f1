package org.cairn.types.internal;

import org.cairn.types.TypeFormatException;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;

/**
 * The type of a field in the Intermediate Symbol Format, an object with a {@code kind}.
 *
 * @param text the type as {@link TypeSizes} reads it, for a bit field the type of its unit
 * @param firstBit the lowest bit of a bit field
 * @param bits the number of bits of a bit field, 0 for other fields
 */
record IsfType(String text, int firstBit, int bits) {
    /**
     * Reads a type.
     *
     * @param json stands at the object
     */
    static IsfType read(JsonText json) throws IOException, TypeFormatException {
        long offset = json.offset();
        String kind = "";
        String name = "";
        IsfType inner = null;
        int count = 0;
        int firstBit = 0;
        int bits = 0;
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "kind" -> kind = json.string();
                case "name" -> name = json.string();
                case "subtype", "type" -> inner = json.isObject() ? read(json) : null;
                case "count" -> count = json.number();
                case "bit_position" -> firstBit = json.number();
                case "bit_length" -> bits = json.number();
                default -> json.skip();
            }
        }
        return switch (kind) {
            case "base", "struct", "union", "class" -> whole(name);
            case "enum" -> whole(TypeSizes.ENUM + name);
            case "function" -> whole(kind);
            case "pointer" -> whole((inner == null ? "void" : inner.text) + "*");
            case "array" -> whole(unit(json, offset, inner) + "[" + count + "]");
            case "bitfield" -> bitField(json, offset, unit(json, offset, inner), firstBit, bits);
            default -> throw json.malformed(offset, "unknown kind of type '" + kind + "'");
        };
    }

    private static IsfType whole(String text) {
        return new IsfType(text, 0, 0);
    }

    private static IsfType bitField(JsonText json, long offset, String unit, int firstBit, int bits)
            throws TypeFormatException {
        if (bits == 0) {
            throw json.malformed(offset, "a bit field has no bits");
        }
        return new IsfType(unit, firstBit, bits);
    }

    private static String unit(JsonText json, long offset, @Nullable IsfType inner)
            throws TypeFormatException {
        if (inner == null) {
            throw json.malformed(offset, "the type of elements or bits is missing");
        }
        return inner.text;
    }
}
