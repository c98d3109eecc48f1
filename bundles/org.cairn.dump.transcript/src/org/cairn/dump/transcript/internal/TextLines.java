package org.cairn.dump.transcript.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The lines of a text, one at a time in one buffer. Lines end with CR, LF or both. The text is
 * ASCII or anything that contains it, or UTF-16 with a byte order mark; a character of more than
 * one byte is replaced, as none stands in the part of a line that matters.
 */
public final class TextLines {
    /** The longest part of a line that is looked at, in characters; the rest is skipped. */
    public static final int MAX_LINE = 4096;

    private static final int UTF8_MARK = 0xbfbbef;
    private static final int UTF16_MARK = 0xfeff;
    private static final int UTF16_SWAPPED_MARK = 0xfffe;
    private static final byte REPLACEMENT = 0x1a;

    private final MemorySegment text;
    private final long size;
    private final int width;
    private final boolean bigEndian;
    private final byte[] line = new byte[MAX_LINE];
    private long position;
    private int length;
    private long number;
    private long cut;

    /**
     * Starts before the first line.
     *
     * @param text the whole file or its beginning
     */
    public TextLines(MemorySegment text) {
        this.text = text;
        int first = unsigned(0) | unsigned(1) << Byte.SIZE;
        boolean marked16 = first == UTF16_MARK || first == UTF16_SWAPPED_MARK;
        this.width = marked16 ? 2 : 1;
        this.bigEndian = first == UTF16_SWAPPED_MARK;
        this.size = text.byteSize() / width * width;
        if (marked16) {
            position = 2;
        } else if ((first | unsigned(2) << 2 * Byte.SIZE) == UTF8_MARK) {
            position = 3;
        }
    }

    /**
     * Moves to the next line.
     *
     * @return whether there is one
     */
    public boolean next() {
        if (position >= size) {
            return false;
        }
        length = 0;
        boolean whole = true;
        while (position < size) {
            byte character = take();
            if (character == '\n') {
                break;
            }
            if (character == '\r') {
                skipLineFeed();
                break;
            }
            if (length < MAX_LINE) {
                line[length++] = character;
            } else {
                whole = false;
            }
        }
        number++;
        if (!whole) {
            cut++;
        }
        return true;
    }

    private void skipLineFeed() {
        long mark = position;
        if (position < size && take() != '\n') {
            position = mark;
        }
    }

    private byte take() {
        if (width == 1) {
            return text.get(ValueLayout.JAVA_BYTE, position++);
        }
        int low = unsigned(position + (bigEndian ? 1 : 0));
        int high = unsigned(position + (bigEndian ? 0 : 1));
        position += width;
        return high == 0 ? (byte) low : REPLACEMENT;
    }

    private int unsigned(long offset) {
        return offset < text.byteSize()
                ? Byte.toUnsignedInt(text.get(ValueLayout.JAVA_BYTE, offset))
                : 0;
    }

    /**
     * The characters of the line, valid until the next call of {@link #next()}.
     *
     * @return a buffer of which the first {@link #length()} elements count
     */
    public byte[] line() {
        return line;
    }

    /**
     * The number of characters, without the end of the line.
     *
     * @return 0 to {@link #MAX_LINE}
     */
    public int length() {
        return length;
    }

    /**
     * The number of the line.
     *
     * @return 1 for the first
     */
    public long number() {
        return number;
    }

    /**
     * How many lines so far were longer than {@link #MAX_LINE}.
     *
     * @return a count
     */
    public long cut() {
        return cut;
    }

    /**
     * How much was read.
     *
     * @return bytes from the beginning of the text
     */
    public long position() {
        return position;
    }
}
