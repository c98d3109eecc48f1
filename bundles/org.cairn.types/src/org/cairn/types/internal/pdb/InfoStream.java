package org.cairn.types.internal.pdb;

import org.cairn.types.TypeFormatException;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The stream that tells the file's own identity and the numbers of the streams that have names.
 *
 * @param guid its 32 digits in the order of the text form, in capitals
 * @param age how often the file was changed
 * @param streams numbers of streams by name, such as {@code /names}
 */
public record InfoStream(String guid, int age, Map<String, Integer> streams) {
    private static final int STREAM = 1;

    /** {@code PDBImpvVC70}; later versions have the same beginning. */
    private static final int VERSION_70 = 20000404;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int DATA4_LENGTH = 8;
    private static final int MAX_NAMES = 1024;
    private static final int MAX_TEXT = 1 << 16;

    /**
     * Reads the stream.
     *
     * @param file holds it
     * @return what it says
     * @throws TypeFormatException when it is damaged
     */
    public static InfoStream read(MsfFile file) throws TypeFormatException {
        MsfStream stream = file.stream(STREAM);
        StreamCursor cursor = new StreamCursor(stream, 0, stream.size());
        int version = cursor.u32();
        if (version < VERSION_70) {
            throw stream.malformed(
                    0, "version " + Integer.toUnsignedString(version) + " is not supported");
        }
        cursor.skip(Integer.BYTES);
        int age = cursor.u32();
        String guid = guid(cursor);
        return new InfoStream(guid, age, names(cursor));
    }

    private static String guid(StreamCursor cursor) throws TypeFormatException {
        StringBuilder text =
                new StringBuilder(HEX.toHexDigits(cursor.u32()))
                        .append(HEX.toHexDigits((short) cursor.u16()))
                        .append(HEX.toHexDigits((short) cursor.u16()));
        for (int i = 0; i < DATA4_LENGTH; i++) {
            text.append(HEX.toHexDigits((byte) cursor.u8()));
        }
        return text.toString();
    }

    /** A hash table from places of names in a block of text to numbers. */
    private static Map<String, Integer> names(StreamCursor cursor) throws TypeFormatException {
        int length = cursor.u32();
        int from = cursor.position();
        cursor.skip(length);
        int count = cursor.u32();
        if (length > MAX_TEXT || count < 0 || count > MAX_NAMES) {
            throw cursor.malformed(
                    "%d names in %d bytes".formatted(Integer.toUnsignedLong(count), length));
        }
        cursor.skip(Integer.BYTES);
        skipBits(cursor);
        skipBits(cursor);
        Map<String, Integer> result = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int name = cursor.u32();
            int number = cursor.u32();
            result.put(nameAt(cursor, from, length, name), number);
        }
        return Map.copyOf(result);
    }

    private static void skipBits(StreamCursor table) throws TypeFormatException {
        int words = table.u32();
        if (words < 0 || words > table.remaining() / Integer.BYTES) {
            throw table.malformed("a table of " + Integer.toUnsignedString(words) + " words");
        }
        table.skip(words * Integer.BYTES);
    }

    private static String nameAt(StreamCursor table, int from, int length, int name)
            throws TypeFormatException {
        if (name < 0 || name >= length) {
            throw table.malformed("a name at " + Integer.toUnsignedString(name) + " of " + length);
        }
        return table.part(from + name, from + length).name(false);
    }
}
