package org.cairn.dump.transcript.internal;

/**
 * A line that shows memory: an address and words of one size, perhaps with a column of characters
 * behind them. One object reads all lines of a text, each in place of the one before.
 *
 * <p>The forms are those of the {@code d} commands of WinDbg and KD (Debugging Tools for Windows,
 * "d, da, db, dc, dd, dD, df, dp, dq, du, dw") and of the OS/2 kernel debugger and Dump Formatter
 * (OS/2 Debugging Handbook, "D - Display Memory").
 */
final class MemoryLine {
    /** What kind of address a line has. */
    enum Place {
        /** Not a memory line. */
        NONE,
        /** A linear address. */
        LINEAR,
        /** A protected-mode selector and an offset. */
        SEGMENTED,
        /** A physical or a real-mode address, which belongs to another address space. */
        ELSEWHERE
    }

    private static final int SHORT_ADDRESS = 8;
    private static final int LONG_ADDRESS = 16;
    private static final int SELECTOR_DIGITS = 4;
    private static final int OFFSET_DIGITS = 8;

    /** Bytes are printed in rows of this many, unless the user asks for more columns. */
    private static final int BYTES_A_ROW = 16;

    /** As many bytes are taken for memory even if the characters behind them do not agree. */
    private static final int CONVINCING_BYTES = 8;

    /** Columns are further apart than words. */
    private static final int COLUMN_GAP = 2;

    /** How many places are tried as the beginning of the characters, from either side. */
    private static final int MOST_TRIES = 16;

    private final Words words = new Words();
    private final byte[] bytes = new byte[TextLines.MAX_LINE];
    private Place place = Place.NONE;
    private boolean marked;
    private boolean wide;
    private boolean quoted;
    private int selector;
    private long address;
    private int position;

    /**
     * Reads a line.
     *
     * @param line holds it
     * @param from its first character that is not blank
     * @param length its end
     * @param listing what the last command prints
     * @return whether it shows memory
     */
    boolean read(byte[] line, int from, int length, Listing listing) {
        position = from;
        if (!readAddress(line, length)) {
            place = Place.NONE;
            return false;
        }
        int blanks = Characters.skipBlanks(line, position, length) - position;
        boolean column = blanks >= COLUMN_GAP;
        words.read(line, position + blanks, length);
        int count = listing == Listing.OTHER ? 0 : count(line, length, listing, column);
        if (count == 0) {
            place = Place.NONE;
            return false;
        }
        words.limit(count);
        return true;
    }

    /** Whether the line begins like a memory line, whatever follows. */
    boolean hasAddress() {
        return position > 0;
    }

    private boolean readAddress(byte[] line, int length) {
        int i = position;
        position = 0;
        marked = false;
        wide = false;
        quoted = false;
        place = Place.LINEAR;
        boolean segmented = false;
        if (i < length && line[i] == '%') {
            marked = true;
            i++;
            if (i < length && line[i] == '%') {
                place = Place.ELSEWHERE;
                i++;
            }
        } else if (i < length && (line[i] == '#' || line[i] == '&')) {
            segmented = true;
            place = line[i] == '&' ? Place.ELSEWHERE : Place.LINEAR;
            i++;
        } else if (i + 1 < length && line[i] == '0' && (line[i + 1] | 0x20) == 'x') {
            i += 2;
        }
        int end = Characters.skipHex(line, i, length);
        int digits = end - i;
        if (!marked
                && end < length
                && line[end] == ':'
                && digits >= 1
                && digits <= SELECTOR_DIGITS) {
            int offset = end + 1;
            int stop = Characters.skipHex(line, offset, length);
            if (stop > offset && stop - offset <= OFFSET_DIGITS) {
                selector = (int) Characters.value(line, i, end);
                address = Characters.value(line, offset, stop);
                place = place == Place.ELSEWHERE ? place : Place.SEGMENTED;
                return endOfAddress(line, stop, length);
            }
        }
        if (segmented) {
            return false;
        }
        if (digits == SHORT_ADDRESS && end < length && line[end] == '`') {
            int stop = Characters.skipHex(line, end + 1, length);
            quoted = true;
            wide = true;
            digits = stop - end - 1;
            end = stop;
        } else if (digits == LONG_ADDRESS) {
            wide = true;
            digits -= SHORT_ADDRESS;
        }
        if (digits != SHORT_ADDRESS) {
            return false;
        }
        address = Characters.value(line, i, end);
        return endOfAddress(line, end, length);
    }

    private boolean endOfAddress(byte[] line, int end, int length) {
        int i = end;
        if (i < length && line[i] == ':') {
            marked = true;
            i++;
        }
        if (i >= length || !Characters.isBlank(line[i])) {
            return false;
        }
        position = i;
        return true;
    }

    /** How many of the words are memory; the rest is text that looks like words. */
    private int count(byte[] line, int length, Listing listing, boolean column) {
        int most = words.count();
        if (most == 0) {
            return 0;
        }
        if (listing == Listing.FIRST_WORD) {
            return 1;
        }
        words.toBytes(bytes);
        int unit = words.unit();
        int tries = 0;
        for (int n = 1; n < most && tries < MOST_TRIES; n++) {
            if (words.gap(n - 1) >= COLUMN_GAP) {
                if (isText(line, words.end(n - 1), length, n * unit)) {
                    return n;
                }
                tries++;
            }
        }
        boolean sure = marked || place == Place.SEGMENTED || place == Place.ELSEWHERE;
        if (Characters.skipBlanks(line, words.end(most - 1), length) == length) {
            return most > 1 || sure || column || listing == Listing.MEMORY ? most : 0;
        }
        for (int n = most; n > Math.max(0, most - MOST_TRIES); n--) {
            if (isText(line, words.end(n - 1), length, n * unit)) {
                return n;
            }
        }
        boolean convincing = unit == 1 ? most >= CONVINCING_BYTES : most > 1 && sure;
        return listing == Listing.MEMORY || convincing ? firstColumn(most, unit) : 0;
    }

    private int firstColumn(int most, int unit) {
        for (int n = 1; n < most; n++) {
            if (words.gap(n - 1) >= COLUMN_GAP) {
                return n;
            }
        }
        return unit == 1 ? Math.min(most, BYTES_A_ROW) : most;
    }

    /**
     * Whether the rest of the line is the bytes as characters. Blanks at both ends may be lost. A
     * point stands for every byte, and a byte that is no ASCII character may be shown as anything:
     * the Dump Formatter, for one, drops the highest bit.
     */
    private boolean isText(byte[] line, int from, int length, int count) {
        int start = Characters.skipBlanks(line, from, length);
        int end = length;
        while (end > start && Characters.isBlank(line[end - 1])) {
            end--;
        }
        if (start == from || start == end) {
            return false;
        }
        for (int lead = 0; lead + end - start <= count; lead++) {
            if (agrees(line, start, end, lead) && areBlank(lead + end - start, count)) {
                return true;
            }
            if (!isBlankByte(bytes[lead])) {
                break;
            }
        }
        return false;
    }

    private boolean agrees(byte[] line, int start, int end, int lead) {
        for (int i = start; i < end; i++) {
            byte shown = line[i];
            byte held = bytes[lead + i - start];
            boolean printable = held >= ' ' && held < 0x7f;
            if (shown != '.' && shown != '?' && printable && shown != held) {
                return false;
            }
        }
        return true;
    }

    private boolean areBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isBlankByte(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlankByte(byte value) {
        return (value & 0x7f) == ' ';
    }

    Place place() {
        return place;
    }

    /** The address, or the offset of a segmented one. */
    long address() {
        return address;
    }

    int selector() {
        return selector;
    }

    /** Whether a percent sign or a colon marks the address. */
    boolean marked() {
        return marked;
    }

    /** Whether the address has 64 bits. */
    boolean wide() {
        return wide;
    }

    /** Whether the address is written with a backtick. */
    boolean quoted() {
        return quoted;
    }

    Words words() {
        return words;
    }
}
