package org.cairn.types.internal.pdb;

import org.cairn.types.TypeFormatException;

import java.nio.charset.StandardCharsets;

/** Reads a part of a stream from its beginning to its end, such as a record. */
final class StreamCursor {
    /** The lowest kind of a number that does not stand for itself ({@code LF_NUMERIC}). */
    private static final int LF_NUMERIC = 0x8000;

    private static final int LF_CHAR = 0x8000;
    private static final int LF_SHORT = 0x8001;
    private static final int LF_USHORT = 0x8002;
    private static final int LF_LONG = 0x8003;
    private static final int LF_ULONG = 0x8004;
    private static final int LF_QUADWORD = 0x8009;
    private static final int LF_UQUADWORD = 0x800a;

    private final MsfStream stream;
    private final int end;
    private int position;

    /**
     * Creates a reader.
     *
     * @param stream is read
     * @param from its first byte
     * @param to the byte behind its last one
     */
    StreamCursor(MsfStream stream, int from, int to) {
        this.stream = stream;
        this.position = from;
        this.end = to;
    }

    /** A reader of another part of the same stream. */
    StreamCursor part(int from, int to) {
        return new StreamCursor(stream, from, to);
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    /** The next byte, which stays the next one. */
    int peek() throws TypeFormatException {
        return stream.u8(position);
    }

    int u8() throws TypeFormatException {
        return stream.u8(advance(Byte.BYTES));
    }

    int u16() throws TypeFormatException {
        return stream.u16(advance(Short.BYTES));
    }

    int u32() throws TypeFormatException {
        return stream.u32(advance(Integer.BYTES));
    }

    void skip(int length) throws TypeFormatException {
        advance(length);
    }

    private int advance(int length) throws TypeFormatException {
        if (length < 0 || length > end - position) {
            throw malformed(
                    "%d bytes of %d".formatted(Integer.toUnsignedLong(length), end - position));
        }
        int at = position;
        position += length;
        return at;
    }

    /**
     * Reads a number of any length: below {@code LF_NUMERIC} it stands for itself, else its kind
     * stands before it.
     */
    long numeric() throws TypeFormatException {
        int kind = u16();
        if (kind < LF_NUMERIC) {
            return kind;
        }
        return switch (kind) {
            case LF_CHAR -> (byte) u8();
            case LF_SHORT -> (short) u16();
            case LF_USHORT -> u16();
            case LF_LONG -> u32();
            case LF_ULONG -> Integer.toUnsignedLong(u32());
            case LF_QUADWORD, LF_UQUADWORD ->
                    Integer.toUnsignedLong(u32()) | (long) u32() << Integer.SIZE;
            default -> throw malformed("number of kind 0x" + Integer.toHexString(kind));
        };
    }

    /** Reads a number that is a size or an offset in bytes. */
    int length() throws TypeFormatException {
        long value = numeric();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw malformed("a size or offset of " + Long.toUnsignedString(value) + " bytes");
        }
        return (int) value;
    }

    /** Reads a name that a zero ends, or, as compilers before 2002 wrote it, its length begins. */
    String name(boolean counted) throws TypeFormatException {
        int length = counted ? u8() : untilZero();
        byte[] text = stream.bytes(advance(length), length);
        skip(counted ? 0 : 1);
        return new String(text, StandardCharsets.UTF_8);
    }

    void skipName(boolean counted) throws TypeFormatException {
        skip(counted ? u8() : untilZero() + 1);
    }

    private int untilZero() throws TypeFormatException {
        int zero = stream.indexOfZero(position, end);
        if (zero < end) {
            return zero - position;
        }
        throw malformed("a name without an end");
    }

    TypeFormatException malformed(String reason) {
        return stream.malformed(position, reason);
    }
}
