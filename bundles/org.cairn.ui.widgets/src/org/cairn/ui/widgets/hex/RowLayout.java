package org.cairn.ui.widgets.hex;

import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Where the parts of a row stand, in columns of one character: the address, the words, the text.
 * Words are little endian: their lowest byte is on the right.
 */
final class RowLayout {
    private static final int SPACE = 3;
    private static final int GROUP = 8;
    private static final int HALF_GROUP = 4;
    private static final int DIGITS_OF_HALF = 8;

    private final int addressDigits;
    private final int wordSize;
    private final int bytesPerRow;
    private final TextEncoding encoding;
    private final int[] byteColumns;
    private final int textColumn;
    private final Area words;
    private final Area text;

    /**
     * A layout.
     *
     * @param addressDigits 8 or 16
     * @param wordSize 1, 2, 4 or 8
     * @param bytesPerRow a power of two from 8
     * @param encoding of the text
     */
    RowLayout(int addressDigits, int wordSize, int bytesPerRow, TextEncoding encoding) {
        this.addressDigits = addressDigits;
        this.wordSize = wordSize;
        this.bytesPerRow = bytesPerRow;
        this.encoding = encoding;
        byteColumns = new int[bytesPerRow];
        int column = addressColumns() + SPACE;
        int[] starts = new int[bytesPerRow];
        int[] ends = new int[bytesPerRow];
        for (int place = 0; place < bytesPerRow; place++) {
            byteColumns[byteAtPlace(place)] = column;
            boolean wordEnds = (place + 1) % wordSize == 0;
            int gap = wordEnds ? gapAfter(place + 1) : 0;
            starts[place] = place == 0 ? 2 * column - 1 : ends[place - 1];
            ends[place] = 2 * (column + 2) + (place + 1 == bytesPerRow ? 1 : gap);
            column += 2 + gap;
        }
        words = new Area(starts, ends);
        textColumn = column - gapAfter(bytesPerRow) + SPACE;
        text = textArea(textColumn, bytesPerRow);
    }

    int addressDigits() {
        return addressDigits;
    }

    int wordSize() {
        return wordSize;
    }

    int bytesPerRow() {
        return bytesPerRow;
    }

    TextEncoding encoding() {
        return encoding;
    }

    /** The columns of the address. */
    int addressColumns() {
        return addressDigits > DIGITS_OF_HALF ? addressDigits + 1 : addressDigits;
    }

    /** The column of the first of the two digits of a byte. */
    int byteColumn(int index) {
        return byteColumns[index];
    }

    /** The column of a byte in the text. */
    int textColumn(int index) {
        return textColumn + index;
    }

    /** How many columns there are. */
    int columns() {
        return textColumn(bytesPerRow);
    }

    /** Where the words are. */
    Area words() {
        return words;
    }

    /** Where the text is. */
    Area text() {
        return text;
    }

    /** Which byte of the row stands at a place among the words, counted from the left. */
    int byteAtPlace(int place) {
        int inWord = place % wordSize;
        return place - inWord + (wordSize - 1 - inWord);
    }

    /** How wide a row with so many bytes would be, in columns. */
    static int columns(int addressDigits, int wordSize, int bytesPerRow) {
        return new RowLayout(addressDigits, wordSize, bytesPerRow, TextEncoding.ASCII).columns();
    }

    /**
     * Adjoining places of the words with the same key.
     *
     * @param keys of the bytes of the row, null for those without
     */
    <K> List<Run<K>> wordRuns(@Nullable K[] keys) {
        return runs(keys, this::byteAtPlace);
    }

    /**
     * Adjoining places of the text with the same key.
     *
     * @param keys of the bytes of the row, null for those without
     */
    <K> List<Run<K>> textRuns(@Nullable K[] keys) {
        return runs(keys, IntUnaryOperator.identity());
    }

    private <K> List<Run<K>> runs(@Nullable K[] keys, IntUnaryOperator byteAt) {
        List<Run<K>> runs = new ArrayList<>();
        int from = 0;
        for (int place = 1; place <= bytesPerRow; place++) {
            K key = keys[byteAt.applyAsInt(from)];
            if (place == bytesPerRow || keys[byteAt.applyAsInt(place)] != key) {
                if (key != null) {
                    runs.add(new Run<>(from, place - 1, key));
                }
                from = place;
            }
        }
        return runs;
    }

    /** Spaces after a word that ends with this many bytes of the row. */
    private int gapAfter(int bytes) {
        if (bytes % GROUP == 0) {
            return wordSize == 1 ? 3 : 2;
        }
        return wordSize == 1 && bytes % HALF_GROUP == 0 ? 2 : 1;
    }

    private static Area textArea(int column, int bytes) {
        int[] starts = new int[bytes];
        int[] ends = new int[bytes];
        for (int i = 0; i < bytes; i++) {
            starts[i] = 2 * (column + i);
            ends[i] = starts[i] + 2;
        }
        starts[0]--;
        ends[bytes - 1]++;
        return new Area(starts, ends);
    }

    /**
     * The words or the text. A place ends where the next one begins; half a gap belongs to either.
     *
     * @param starts where each place begins, in half columns
     * @param ends where it ends
     */
    record Area(int[] starts, int[] ends) {
        /** The place at a half column, or -1. */
        int place(int halfColumn) {
            if (halfColumn < starts[0]) {
                return -1;
            }
            for (int i = 0; i < ends.length; i++) {
                if (halfColumn < ends[i]) {
                    return i;
                }
            }
            return -1;
        }
    }

    /**
     * Adjoining places of an area.
     *
     * @param <K> why they belong together
     * @param from the first place
     * @param to the last place
     * @param key why they belong together
     */
    record Run<K>(int from, int to, K key) {}
}
