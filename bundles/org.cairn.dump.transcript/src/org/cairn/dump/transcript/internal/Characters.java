package org.cairn.dump.transcript.internal;

/** What single characters mean in a debugger's output. */
final class Characters {
    private static final byte VERTICAL_TABULATOR = 0xb;

    private Characters() {}

    /** A page break and a vertical tabulator separate as a blank does. */
    static boolean isBlank(byte character) {
        return character == ' '
                || character == '\t'
                || character == '\f'
                || character == VERTICAL_TABULATOR;
    }

    static boolean isHex(byte character) {
        return hex(character) >= 0;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int lower = character | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** The value of hexadecimal digits; other characters between them are skipped. */
    static long value(byte[] line, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = hex(line[i]);
            if (digit >= 0) {
                value = value << 4 | digit;
            }
        }
        return value;
    }

    static int skipBlanks(byte[] line, int from, int length) {
        int i = from;
        while (i < length && isBlank(line[i])) {
            i++;
        }
        return i;
    }

    static int skipHex(byte[] line, int from, int length) {
        int i = from;
        while (i < length && isHex(line[i])) {
            i++;
        }
        return i;
    }

    /**
     * Skips blanks and the marks of a quotation, as in a transcript sent by mail: {@code >
     * %fe04c8d8 00031c3f}.
     */
    static int skipQuotes(byte[] line, int length) {
        int i = 0;
        while (i < length && (isBlank(line[i]) || line[i] == '>')) {
            i++;
        }
        return i;
    }
}
