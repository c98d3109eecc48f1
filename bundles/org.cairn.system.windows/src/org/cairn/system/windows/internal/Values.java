package org.cairn.system.windows.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;

import java.util.OptionalLong;

/** Reads single values that may not be in the dump. For one thread. */
final class Values {
    private final MemoryCursor cursor;

    Values(AddressSpace space) {
        this.cursor = space.cursor();
    }

    /**
     * Reads a field.
     *
     * @param address of the structure
     * @param field of the structure, 1, 2, 4 or 8 bytes
     * @return the value, or empty when the structure is not in the dump up to the field's end
     */
    OptionalLong field(long address, Field field) {
        return cursor.seek(address, (long) field.offset() + field.size())
                ? OptionalLong.of(field.get(cursor))
                : OptionalLong.empty();
    }

    /** Reads a pointer of 4 or 8 bytes. */
    OptionalLong pointer(long address, int size) {
        return cursor.seek(address, size)
                ? OptionalLong.of(cursor.pointer(0, size))
                : OptionalLong.empty();
    }

    /** Reads a field, 0 when it is not in the dump; only its own bytes have to be there. */
    long get(long address, Field field) {
        return integer(address + field.offset(), field.size());
    }

    /** Reads an integer of 1, 2, 4 or 8 bytes, 0 when it is not in the dump. */
    long integer(long address, int size) {
        if (!cursor.seek(address, size)) {
            return 0;
        }
        return switch (size) {
            case 1 -> cursor.u8(0);
            case 2 -> cursor.u16(0);
            case 4 -> cursor.u32(0);
            default -> cursor.u64(0);
        };
    }

    /** Reads a pointer of 4 or 8 bytes, 0 when it is not in the dump. */
    long pointerOrZero(long address, int size) {
        return pointer(address, size).orElse(0);
    }

    /** Whether bytes are in the dump. */
    boolean isPresent(long address, int count) {
        return cursor.seek(address, count);
    }

    /** Reads single-byte text up to its end mark; empty when it is not in the dump. */
    String ascii(long address, int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes && cursor.seek(address + i, 1); i++) {
            int c = cursor.u8(0);
            if (c == 0) {
                break;
            }
            text.append(c < ' ' ? '\uFFFD' : (char) c);
        }
        return text.toString();
    }

    /** Reads UTF-16 text of some bytes up to its end mark; empty when it is not in the dump. */
    String text(long address, int bytes) {
        if (bytes < Character.BYTES || !cursor.seek(address, bytes)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < bytes; i += Character.BYTES) {
            char c = (char) cursor.u16(i);
            if (c == 0) {
                break;
            }
            text.append(Character.isISOControl(c) ? '\uFFFD' : c);
        }
        return text.toString();
    }

    /** Why the last value was not there. */
    String absence() {
        return cursor.absence().label();
    }
}
