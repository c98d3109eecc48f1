package org.cairn.ui.widgets.hex;

import java.util.Arrays;

/**
 * How rows are to be laid out: what was asked for, of which the row's length may follow the room.
 */
final class RowFormat {
    private static final int[] LENGTHS = {64, 32, 16, 8};

    private int addressDigits = 16;
    private int wordSize = 1;
    private int bytesPerRow = 16;
    private TextEncoding encoding = TextEncoding.ASCII;

    void addressDigits(int digits) {
        addressDigits = choice(digits, 8, 16);
    }

    void wordSize(int bytes) {
        wordSize = choice(bytes, 1, 2, 4, 8);
    }

    void bytesPerRow(int bytes) {
        bytesPerRow = choice(bytes, HexCanvas.AUTO, 8, 16, 32, 64);
    }

    TextEncoding encoding() {
        return encoding;
    }

    void encoding(TextEncoding textEncoding) {
        encoding = textEncoding;
    }

    /** The last address that can be written with the digits. */
    long lastAddress() {
        return addressDigits == 8 ? Viewport.LAST_32 : Viewport.LAST_64;
    }

    /**
     * Lays a row out.
     *
     * @param width of the canvas
     * @param cell width of a character
     */
    RowLayout layout(int width, float cell) {
        int length = bytesPerRow == HexCanvas.AUTO ? fittingLength(width, cell) : bytesPerRow;
        return new RowLayout(addressDigits, wordSize, length, encoding);
    }

    private int fittingLength(int width, float cell) {
        return Arrays.stream(LENGTHS)
                .filter(
                        length ->
                                Geometry.width(
                                                RowLayout.columns(addressDigits, wordSize, length),
                                                cell)
                                        <= width)
                .findFirst()
                .orElse(LENGTHS[LENGTHS.length - 1]);
    }

    private static int choice(int value, int... choices) {
        if (Arrays.stream(choices).noneMatch(choice -> choice == value)) {
            throw new IllegalArgumentException(value + " is none of " + Arrays.toString(choices));
        }
        return value;
    }
}
