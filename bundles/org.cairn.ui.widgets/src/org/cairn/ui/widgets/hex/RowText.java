package org.cairn.ui.widgets.hex;

import org.eclipse.jdt.annotation.Nullable;

import java.util.Arrays;

/** The characters of a row and how each is drawn. One object serves row after row. */
final class RowText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final char DOT = '\u00b7';
    private static final char UNKNOWN = '?';
    private static final char ELLIPSIS = '\u2026';
    private static final char BETWEEN_HALVES = '`';
    private static final int NOTE_SPACE = 2;
    private static final int NOTE_ROOM = 48;
    private static final int DIGIT_BITS = 4;

    private final RowLayout layout;
    private final char[] chars;
    private final Ink[] inks;
    private int length;

    RowText(RowLayout layout) {
        this.layout = layout;
        chars = new char[layout.columns() + NOTE_SPACE + NOTE_ROOM];
        inks = new Ink[chars.length];
    }

    /** The most columns that there can be. */
    int capacity() {
        return chars.length;
    }

    /** How many columns there are now, with a note beyond the text. */
    int length() {
        return length;
    }

    char at(int column) {
        return chars[column];
    }

    Ink ink(int column) {
        return inks[column];
    }

    /** The row as it is painted, without the spaces at its end. */
    String line() {
        return new String(chars, 0, length).stripTrailing();
    }

    /**
     * Becomes the heading: for each word the offset of its lowest byte, for each character the last
     * digit of its offset.
     */
    void header() {
        clear();
        for (int i = 0; i < layout.bytesPerRow(); i++) {
            if (i % layout.wordSize() == 0) {
                digits(layout.byteColumn(i), i, 2, Ink.ADDRESS);
            }
            if (i % layout.encoding().unit() == 0) {
                digits(layout.textColumn(i), i, 1, Ink.ADDRESS);
            }
        }
    }

    /**
     * Becomes a row.
     *
     * @param address of its first byte
     * @param cells its bytes
     * @param note what to say of absent bytes
     */
    void row(long address, int[] cells, @Nullable Note note) {
        clear();
        address(address);
        for (int i = 0; i < layout.bytesPerRow(); i += layout.wordSize()) {
            word(i, cells);
        }
        int unit = layout.encoding().unit();
        for (int i = 0; i < layout.bytesPerRow(); i += unit) {
            text(layout.textColumn(i), Cells.value(cells, i, unit));
        }
        if (note != null) {
            note(note);
        }
    }

    /** An address as it is shown. */
    static String address(long address, int digits) {
        RowText text = new RowText(new RowLayout(digits, 1, 8, TextEncoding.ASCII));
        text.clear();
        text.address(address);
        return text.line();
    }

    private void clear() {
        Arrays.fill(chars, ' ');
        Arrays.fill(inks, Ink.NONE);
        length = layout.columns();
    }

    private void address(long address) {
        int half = Integer.SIZE / DIGIT_BITS;
        if (layout.addressDigits() > half) {
            digits(0, address >>> Integer.SIZE, half, Ink.ADDRESS);
            put(half, BETWEEN_HALVES, Ink.ADDRESS);
            digits(half + 1, address, half, Ink.ADDRESS);
        } else {
            digits(0, address, half, Ink.ADDRESS);
        }
    }

    /** Zeros before the value are muted. */
    private void word(int at, int[] cells) {
        boolean leading = true;
        for (int i = at + layout.wordSize() - 1; i >= at; i--) {
            leading &= cells[i] == 0;
            digits(layout.byteColumn(i), cells[i], leading);
        }
    }

    private void digits(int column, int cell, boolean leadingZero) {
        switch (cell) {
            case Cells.PENDING -> {
                put(column, DOT, Ink.MUTED);
                put(column + 1, DOT, Ink.MUTED);
            }
            case Cells.ABSENT -> {
                put(column, UNKNOWN, Ink.ABSENT);
                put(column + 1, UNKNOWN, Ink.ABSENT);
            }
            default -> digits(column, cell, 2, leadingZero ? Ink.MUTED : Ink.PLAIN);
        }
    }

    private void text(int column, Cells.Value code) {
        switch (code.state()) {
            case Cells.PENDING -> put(column, DOT, Ink.MUTED);
            case Cells.ABSENT -> put(column, ' ', Ink.NONE);
            default -> {
                char glyph = layout.encoding().glyph((int) code.bits());
                put(column, glyph, glyph == code.bits() ? Ink.PLAIN : Ink.MUTED);
            }
        }
    }

    private void note(Note note) {
        int column =
                note.last() == layout.bytesPerRow() - 1
                        ? layout.textColumn(note.first()) + (note.first() > 0 ? 1 : 0)
                        : layout.columns() + NOTE_SPACE;
        String reason = note.reason();
        int room = Math.min(NOTE_ROOM, chars.length - column);
        for (int i = 0; i < Math.min(reason.length(), room); i++) {
            char c = reason.charAt(i);
            boolean cut = i == room - 1 && reason.length() > room;
            put(column + i, cut ? ELLIPSIS : Character.isISOControl(c) ? ' ' : c, Ink.NOTE);
        }
        length = Math.max(length, column + Math.min(reason.length(), room));
    }

    private void digits(int column, long value, int count, Ink ink) {
        for (int i = 0; i < count; i++) {
            int digit = (int) (value >>> (DIGIT_BITS * (count - 1 - i))) & (HEX.length - 1);
            put(column + i, HEX[digit], ink);
        }
    }

    private void put(int column, char c, Ink ink) {
        chars[column] = c;
        inks[column] = ink;
    }

    /**
     * Why some bytes of a row are absent.
     *
     * @param first the index of the first of them
     * @param last the index of the last of them
     * @param reason a few words
     */
    record Note(int first, int last, String reason) {}
}
