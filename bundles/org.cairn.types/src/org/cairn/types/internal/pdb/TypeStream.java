package org.cairn.types.internal.pdb;

import org.cairn.types.TypeFormatException;

/**
 * The type records. They are numbered in their order; of each, only the place is kept.
 *
 * <p>Header: {@code HDR} in {@code tpi.h}.
 */
final class TypeStream {
    private static final int STREAM = 2;
    private static final int HEADER_SIZE_AT = 4;
    private static final int FIRST_AT = 8;
    private static final int END_AT = 12;
    private static final int RECORD_BYTES_AT = 16;
    private static final int MIN_HEADER_SIZE = 56;

    /** Numbers below are those of {@link SimpleType}. */
    private static final int MIN_FIRST = 0x1000;

    /** The length of a record counts its kind, but not itself. */
    private static final int LENGTH_SIZE = Short.BYTES;

    private static final int MAX_SIZE = 128 << 20;
    private static final int MAX_RECORDS = 8 << 20;

    /** {@code CV_prop_t}. */
    private static final int FORWARD = 0x80;

    private static final int HAS_UNIQUE_NAME = 0x200;

    private final MsfStream stream;
    private final int first;

    /** Where the content of each record begins, behind its length. */
    private final int[] starts;

    TypeStream(MsfFile file) throws TypeFormatException {
        stream = file.stream(STREAM);
        int headerSize = stream.u32(HEADER_SIZE_AT);
        first = stream.u32(FIRST_AT);
        int count = stream.u32(END_AT) - first;
        int bytes = stream.u32(RECORD_BYTES_AT);
        if (stream.size() > MAX_SIZE) {
            throw stream.malformed(0, stream.size() + " bytes of types, more than " + MAX_SIZE);
        }
        if (headerSize < MIN_HEADER_SIZE
                || headerSize > stream.size()
                || bytes < 0
                || bytes > stream.size() - headerSize) {
            throw stream.malformed(
                    HEADER_SIZE_AT,
                    "%d bytes of records behind %d bytes"
                            .formatted(
                                    Integer.toUnsignedLong(bytes),
                                    Integer.toUnsignedLong(headerSize)));
        }
        if (first < MIN_FIRST
                || count < 0
                || count > Math.min(MAX_RECORDS, bytes / Integer.BYTES)) {
            throw stream.malformed(
                    FIRST_AT,
                    "%d types from %#x on".formatted(Integer.toUnsignedLong(count), first));
        }
        starts = starts(count, headerSize, headerSize + bytes);
    }

    private int[] starts(int count, int from, int to) throws TypeFormatException {
        int[] result = new int[count];
        StreamCursor cursor = new StreamCursor(stream, from, to);
        for (int i = 0; i < count; i++) {
            int length = cursor.u16();
            result[i] = cursor.position();
            if (length < Short.BYTES) {
                throw cursor.malformed("a type of " + length + " bytes");
            }
            cursor.skip(length);
        }
        return result;
    }

    /** The number of the first record's type. */
    int first() {
        return first;
    }

    /** The number behind the last record's type. */
    int end() {
        return first + starts.length;
    }

    /** The number of bytes. */
    int size() {
        return stream.size();
    }

    /** The kind of a type's record, with the form of names. */
    int leaf(int type) throws TypeFormatException {
        return stream.u16(start(type));
    }

    /** A reader that stands behind the kind of a type's record. */
    StreamCursor record(int type) throws TypeFormatException {
        int start = start(type);
        int length = stream.u16(start - LENGTH_SIZE);
        StreamCursor cursor = new StreamCursor(stream, start, start + length);
        cursor.skip(Short.BYTES);
        return cursor;
    }

    private int start(int type) throws TypeFormatException {
        if (type < first || type >= end()) {
            throw stream.malformed(
                    FIRST_AT, "type %#x is used, the last one is %#x".formatted(type, end() - 1));
        }
        return starts[type - first];
    }

    /** Whether a type has a record that {@link #userType} reads. */
    boolean isUserType(int type) throws TypeFormatException {
        return switch (Leaf.withoutForm(leaf(type))) {
            case Leaf.LF_CLASS,
                    Leaf.LF_STRUCTURE,
                    Leaf.LF_INTERFACE,
                    Leaf.LF_UNION,
                    Leaf.LF_ENUM,
                    Leaf.LF_CLASS2,
                    Leaf.LF_STRUCTURE2,
                    Leaf.LF_INTERFACE2,
                    Leaf.LF_UNION2 ->
                    true;
            default -> false;
        };
    }

    /** Reads the record of a structure, class, union or enumeration. */
    UserType userType(int type) throws TypeFormatException {
        int form = leaf(type);
        int leaf = Leaf.withoutForm(form);
        StreamCursor cursor = record(type);
        boolean wide = leaf >= Leaf.LF_CLASS2;
        if (!wide) {
            cursor.skip(Short.BYTES);
        }
        int properties = wide ? cursor.u32() : cursor.u16();
        int underlying = leaf == Leaf.LF_ENUM ? cursor.u32() : 0;
        int members = cursor.u32();
        if (leaf != Leaf.LF_ENUM && leaf != Leaf.LF_UNION && leaf != Leaf.LF_UNION2) {
            cursor.skip(2 * Integer.BYTES);
        }
        if (wide) {
            cursor.numeric();
        }
        int size = leaf == Leaf.LF_ENUM ? 0 : cursor.length();
        boolean counted = Leaf.hasCountedNames(form);
        String name = cursor.name(counted);
        boolean unique = (properties & HAS_UNIQUE_NAME) != 0;
        return new UserType(
                leaf,
                (properties & FORWARD) != 0,
                members,
                underlying,
                size,
                name,
                unique ? cursor.name(counted) : "");
    }
}
