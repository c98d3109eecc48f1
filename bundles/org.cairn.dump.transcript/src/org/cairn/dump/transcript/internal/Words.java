package org.cairn.dump.transcript.internal;

/**
 * Words of one size, one after the other: hexadecimal digits, or question marks for memory that is
 * not there. The number of digits tells the size.
 */
final class Words {
    private static final int MOST = TextLines.MAX_LINE / 3 + 1;

    /** More blanks than this never stand between two words. */
    private static final int WIDEST_GAP = 2;

    private static final int QUAD_DIGITS = 16;
    private static final int HALF_DIGITS = 8;
    private static final int BITS_A_DIGIT = 4;

    private final long[] values = new long[MOST];
    private final boolean[] absent = new boolean[MOST];
    private final int[] ends = new int[MOST];
    private final int[] gaps = new int[MOST];
    private int unit;
    private int count;

    /** Reads as many words as there are. */
    void read(byte[] line, int from, int length) {
        unit = 0;
        count = 0;
        int i = from;
        while (i < length && count < MOST) {
            int end = endOfWord(line, i, length);
            int digits = digits(line, i, end);
            boolean dash = end < length && line[end] == '-';
            boolean closed = end == length || Characters.isBlank(line[end]) || dash && digits == 2;
            int size = size(digits);
            if (!closed || size == 0 || unit != 0 && size != unit || mixed(line, i, end)) {
                return;
            }
            unit = size;
            values[count] = Characters.value(line, i, end);
            absent[count] = line[i] == '?';
            ends[count] = end;
            i = dash ? end + 1 : Characters.skipBlanks(line, end, length);
            gaps[count] = i - end;
            count++;
            if (i - end > WIDEST_GAP) {
                return;
            }
        }
    }

    private static int endOfWord(byte[] line, int from, int length) {
        int i = from;
        while (i < length && (Characters.isHex(line[i]) || line[i] == '?' || line[i] == '`')) {
            i++;
        }
        return i;
    }

    /** The number of digits; a backtick may only stand in the middle of a quadword. */
    private static int digits(byte[] line, int from, int end) {
        int digits = 0;
        for (int i = from; i < end; i++) {
            if (line[i] != '`') {
                digits++;
            } else if (i != from + HALF_DIGITS || end - from != QUAD_DIGITS + 1) {
                return 0;
            }
        }
        return digits;
    }

    private static int size(int digits) {
        return switch (digits) {
            case 2 -> 1;
            case 4 -> 2;
            case HALF_DIGITS -> 4;
            case QUAD_DIGITS -> 8;
            default -> 0;
        };
    }

    private static boolean mixed(byte[] line, int from, int end) {
        boolean marks = line[from] == '?';
        for (int i = from; i < end; i++) {
            if (line[i] != '`' && (line[i] == '?') != marks) {
                return true;
            }
        }
        return false;
    }

    /** Forgets the words from an index on. */
    void limit(int words) {
        count = Math.min(count, words);
    }

    int count() {
        return count;
    }

    /** Bytes of a word. */
    int unit() {
        return unit;
    }

    boolean isAbsent(int index) {
        return absent[index];
    }

    /** The place behind a word. */
    int end(int index) {
        return ends[index];
    }

    /** How many characters separate a word from what follows. */
    int gap(int index) {
        return gaps[index];
    }

    /** Writes all words as they lie in memory, absent ones as zeros. */
    void toBytes(byte[] into) {
        for (int i = 0; i < count; i++) {
            toBytes(i, into, i * unit);
        }
    }

    /** Writes one word as it lies in memory. */
    void toBytes(int index, byte[] into, int at) {
        long value = absent[index] ? 0 : values[index];
        for (int i = 0; i < unit; i++) {
            into[at + i] = (byte) (value >>> i * 2 * BITS_A_DIGIT);
        }
    }
}
