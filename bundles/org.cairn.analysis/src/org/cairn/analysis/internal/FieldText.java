package org.cairn.analysis.internal;

import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;
import org.cairn.types.Enumeration;
import org.cairn.types.TypeTable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values as a person reads them. A type is a text as in {@link org.cairn.memory.Field#type()}:
 * {@code _HEAP_SEGMENT*[64]} is an array of 64 pointers; integers are named as in C.
 */
final class FieldText {
    /** How many elements of an array are shown in one text. */
    static final int SHOWN = 8;

    private static final String ENUM = "enum ";
    private static final int MAX_TEXT = 512;
    private static final Set<String> SIGNED =
            Set.of(
                    "char",
                    "signed char",
                    "short",
                    "short int",
                    "int",
                    "long",
                    "long int",
                    "long long",
                    "long long int",
                    "__int64");
    private static final Set<String> CHARACTERS = Set.of("char", "signed char");
    private static final Set<String> WIDE_CHARACTERS = Set.of("wchar", "wchar_t", "char16_t");
    private static final String UNICODE_STRING = "_UNICODE_STRING";
    private static final String LIST_ENTRY = "_LIST_ENTRY";

    private final TypeTable table;
    private final MemoryCursor cursor;
    private final PointerText pointers;
    private final int pointerSize;

    FieldText(TypeTable table, MemoryCursor cursor, PointerText pointers) {
        this.table = table;
        this.cursor = cursor;
        this.pointers = pointers;
        this.pointerSize = table.id().architecture().pointerSize();
    }

    /**
     * The value of a field whose bytes are there.
     *
     * @return empty for a structure that has no value of its own
     */
    String of(String type, long address, int size, int firstBit, int bits) {
        if (type.endsWith("]")) {
            return array(type, address, size);
        }
        boolean scalar = size == 1 || size == 2 || size == 4 || size == 8;
        if (table.find(type).isPresent()) {
            return structure(type, address);
        }
        return scalar ? scalar(type, unit(address, size), firstBit, bits) : "";
    }

    private long unit(long address, int size) {
        if (!cursor.seek(address, size)) {
            throw new IllegalStateException("absent bytes at " + Addresses.hex(address));
        }
        return switch (size) {
            case 1 -> cursor.u8(0);
            case 2 -> cursor.u16(0);
            case 4 -> cursor.u32(0);
            default -> cursor.u64(0);
        };
    }

    private String scalar(String type, long unit, int firstBit, int bits) {
        int above = Long.SIZE - bits;
        long value = unit << above - firstBit >>> above;
        if (type.endsWith("*")) {
            return pointers.of(value);
        }
        if (type.startsWith(ENUM)) {
            return named(type.substring(ENUM.length()), value, bits);
        }
        if (type.equals("double") && bits == Double.SIZE) {
            return Double.toString(Double.longBitsToDouble(value));
        }
        if (type.equals("float") && bits == Float.SIZE) {
            return Float.toString(Float.intBitsToFloat((int) value));
        }
        if (WIDE_CHARACTERS.contains(type)) {
            return number(value, value) + character((char) value);
        }
        return number(value, SIGNED.contains(type) ? value << above >> above : value);
    }

    private String named(String type, long value, int bits) {
        Optional<Enumeration> enumeration = table.enumeration(type);
        if (enumeration.isEmpty()) {
            return number(value, value) + ", values not in the table";
        }
        return enumeration.get().nameOf(value, bits).orElse("no name") + " (" + value + ")";
    }

    private static String number(long bits, long value) {
        String decimal = value == bits ? Long.toUnsignedString(value) : Long.toString(value);
        return decimal.length() == 1 ? decimal : Addresses.hex(bits) + " (" + decimal + ")";
    }

    private static String character(char value) {
        return value >= ' ' && value < 0x7f ? " '" + value + "'" : "";
    }

    private String array(String type, long address, int size) {
        String element = element(type);
        int count = count(type);
        int each = count == 0 ? 0 : size / count;
        if (each == 0 || table.find(element).isPresent() || element.endsWith("]")) {
            return "";
        }
        if (CHARACTERS.contains(element) || WIDE_CHARACTERS.contains(element)) {
            return text(address, Math.min(count, MAX_TEXT), each);
        }
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(count, SHOWN); i++) {
            shown.add(scalar(element, unit(address + (long) i * each, each), 0, each * Byte.SIZE));
        }
        String more = count > SHOWN ? ", and " + (count - SHOWN) + " more" : "";
        return "[" + String.join(", ", shown) + more + "]";
    }

    /** What an array is made of: the last brackets are the outermost. */
    static String element(String type) {
        return type.substring(0, Math.max(type.lastIndexOf('['), 0));
    }

    /** The length of an array; 0 when it is open. */
    static int count(String type) {
        try {
            return Integer.parseInt(type, type.lastIndexOf('[') + 1, type.length() - 1, 10);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private String text(long address, int count, int each) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < count; i++) {
            char next = (char) unit(address + (long) i * each, each);
            if (next == 0) {
                break;
            }
            text.append(next);
        }
        return text.append('"').toString();
    }

    private String structure(String type, long address) {
        return switch (type) {
            case UNICODE_STRING -> unicodeString(address);
            case LIST_ENTRY -> {
                if (!cursor.seek(address, 2L * pointerSize)) {
                    yield "";
                }
                String next = Addresses.hex(cursor.pointer(0, pointerSize));
                yield "["
                        + next
                        + " - "
                        + Addresses.hex(cursor.pointer(pointerSize, pointerSize))
                        + "]";
            }
            default -> "";
        };
    }

    private String unicodeString(long address) {
        if (!cursor.seek(address, 2L * pointerSize)) {
            return "";
        }
        int length = Math.min(cursor.u16(0), MAX_TEXT);
        long buffer = cursor.pointer(pointerSize, pointerSize);
        if (length == 0 || !cursor.seek(buffer, length)) {
            return length == 0
                    ? "\"\""
                    : "text at " + Addresses.hex(buffer) + " " + cursor.absence().label();
        }
        return "\"" + new String(cursor.bytes(0, length), StandardCharsets.UTF_16LE) + "\"";
    }
}
