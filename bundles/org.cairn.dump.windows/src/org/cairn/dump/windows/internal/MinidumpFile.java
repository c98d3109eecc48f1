package org.cairn.dump.windows.internal;

import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Field;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.Charset;

/**
 * The bytes of a minidump, and the texts in them. Nothing that the file says about itself reaches
 * past its end or into its header.
 */
final class MinidumpFile {
    /** The longest text that Windows itself can hold in a {@code UNICODE_STRING}, in characters. */
    static final int MAX_CHARS = 0xffff / Character.BYTES;

    private static final ValueLayout.OfChar WCHAR =
            ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long HEADER_SIZE = MinidumpFormat.MINIDUMP_HEADER.size();
    private static final Field LENGTH = MinidumpFormat.MINIDUMP_STRING.field("Length");
    private static final long BUFFER = MinidumpFormat.MINIDUMP_STRING.offset("Buffer");
    private static final char REPLACEMENT = '\uFFFD';

    private final MemorySegment bytes;
    private long remainingText;

    MinidumpFile(MemorySegment bytes) {
        this.bytes = bytes;
        this.remainingText = bytes.byteSize();
    }

    MemorySegment bytes() {
        return bytes;
    }

    long size() {
        return bytes.byteSize();
    }

    /** Whether an offset lies in the header, where no stream and no memory can be. */
    static boolean inHeader(long offset) {
        return Long.compareUnsigned(offset, HEADER_SIZE) < 0;
    }

    /**
     * How much of a stretch is in the file.
     *
     * @param offset of the stretch, unsigned
     * @param count its length, unsigned
     * @return 0 to {@code count} bytes
     */
    long present(long offset, long count) {
        if (inHeader(offset) || Long.compareUnsigned(offset, size()) >= 0) {
            return 0;
        }
        long room = size() - offset;
        return Long.compareUnsigned(count, room) < 0 ? count : room;
    }

    /** The bytes of a stretch that are in the file, possibly none. */
    MemorySegment part(long offset, long count) {
        long present = present(offset, count);
        return present == 0 ? MemorySegment.NULL : bytes.asSlice(offset, present);
    }

    /** The {@code MINIDUMP_STRING} at an offset; empty when there is none. */
    String string(long offset) {
        MemorySegment part = part(offset, BUFFER + 2L * MAX_CHARS);
        return part.byteSize() < BUFFER ? "" : utf16(part, BUFFER, LENGTH.get(part, 0));
    }

    /**
     * UTF-16 text up to its end mark, to its length, to the end of the part, or to {@link
     * #MAX_CHARS}.
     */
    String utf16(MemorySegment part, long from, long length) {
        long room = Math.min(Math.min(length, part.byteSize() - from) / 2, budget());
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < room; i++) {
            char c = part.get(WCHAR, from + 2 * i);
            if (c == 0) {
                break;
            }
            text.append(printable(c));
        }
        remainingText -= text.length();
        return text.toString();
    }

    /** Text in a one-byte or UTF-8 encoding, with the same limits. */
    String text(MemorySegment part, long from, Charset charset) {
        long room = Math.min(part.byteSize() - from, budget());
        int length = 0;
        while (length < room && part.get(ValueLayout.JAVA_BYTE, from + length) != 0) {
            length++;
        }
        byte[] copy = part.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
        remainingText -= length;
        StringBuilder text = new StringBuilder(new String(copy, charset));
        for (int i = 0; i < text.length(); i++) {
            text.setCharAt(i, printable(text.charAt(i)));
        }
        return text.toString();
    }

    /**
     * All texts together are not longer than the file: 108 bytes of a module may otherwise name 64
     * KiB of text, the same for each module.
     */
    private long budget() {
        return Math.min(MAX_CHARS, remainingText);
    }

    /** A terminal obeys control characters, and a damaged name may hold any. */
    private static char printable(char c) {
        return Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t' ? REPLACEMENT : c;
    }
}
