package org.cairn.ui.widgets.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.IntStream;

class RowTextTest {
    private static final long ADDRESS = 0x0000_023f_81c4_0010L;

    /** "Hi!", a zero, 0x10 to 0x17, 0xfe, three zeros. */
    private static final int[] BYTES = {
        0x48, 0x69, 0x21, 0, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0xfe, 0, 0, 0
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|48 69 21 00  10 11 12 13   14 15 16 17  fe 00 00 00",
                "2|6948 0021 1110 1312  1514 1716 00fe 0000",
                "4|00216948 13121110  17161514 000000fe",
                "8|1312111000216948  000000fe17161514"
            })
    void writesLittleEndianWords(int wordSize, String words) {
        assertThat(row(16, wordSize, 16, TextEncoding.ASCII, BYTES, null).line())
                .isEqualTo("0000023f`81c40010   " + words + "   Hi!.............");
    }

    @Test
    void writesShortAddressesAndRows() {
        int[] bytes = IntStream.range(0x30, 0x38).toArray();
        RowText text = new RowText(new RowLayout(8, 4, 8, TextEncoding.ASCII));
        text.row(0xfffffff8L, bytes, null);
        assertThat(text.line()).isEqualTo("fffffff8   33323130 37363534   01234567");
    }

    @Test
    void writesTheLastAddress() {
        assertThat(RowText.address(-1, 16)).isEqualTo("ffffffff`ffffffff");
        assertThat(RowText.address(0xffff_8000_0000_0000L, 16)).isEqualTo("ffff8000`00000000");
        assertThat(RowText.address(0x12, 8)).isEqualTo("00000012");
    }

    @Test
    void readsTextOfTwoBytes() {
        // U+0048, U+00DF, U+65E5, U+D83D (half of a pair)
        int[] bytes = {0x48, 0, 0xdf, 0, 0xe5, 0x65, 0x3d, 0xd8};
        RowText text = new RowText(new RowLayout(8, 8, 8, TextEncoding.UTF_16LE));
        text.row(0, bytes, null);
        assertThat(text.line()).isEqualTo("00000000   d83d65e500df0048   H \u00df \u65e5 .");
    }

    @Test
    void mutesZerosBeforeAValueAndWhatIsNoText() {
        RowText text = row(16, 4, 16, TextEncoding.ASCII, BYTES, null);
        // 00216948 13121110  17161514 000000fe
        assertThat(inks(text, 20, 56)).isEqualTo("MMPPPPPP PPPPPPPP  PPPPPPPP MMMMMMPP");
        assertThat(inks(text, 59, 75)).isEqualTo("PPPMMMMMMMMMMMMM");
        assertThat(inks(text, 0, 17)).isEqualTo("AAAAAAAAAAAAAAAAA");
    }

    @Test
    void showsWhatIsNotThere() {
        int[] bytes = {1, Cells.PENDING, Cells.ABSENT, 2, 3, 4, 5, 6};
        RowText text = new RowText(new RowLayout(8, 1, 8, TextEncoding.ASCII));
        text.row(0x10, bytes, new RowText.Note(2, 2, "not captured"));
        assertThat(text.line())
                .isEqualTo(
                        "00000010   01 \u00b7\u00b7 ?? 02  03 04 05 06   .\u00b7 .....  not"
                                + " captured");
    }

    @Test
    void writesTheReasonOverTheTextWhenTheRestOfTheRowIsAbsent() {
        int[] bytes = {0x41, 0x42, -2, -2, -2, -2, -2, -2};
        RowText text = new RowText(new RowLayout(8, 8, 8, TextEncoding.ASCII));
        text.row(0x10, bytes, new RowText.Note(2, 7, "paged out"));
        assertThat(text.line()).isEqualTo("00000010   ????????????4241   AB paged out");
        text.row(0x10, new int[] {-2, -2, -2, -2, -2, -2, -2, -2}, new RowText.Note(0, 7, "gone"));
        assertThat(text.line()).isEqualTo("00000010   ????????????????   gone");
    }

    @Test
    void cutsALongReason() {
        RowText text = new RowText(new RowLayout(8, 8, 8, TextEncoding.ASCII));
        text.row(
                0,
                new int[] {-2, -2, -2, -2, -2, -2, -2, -2},
                new RowText.Note(0, 7, "long".repeat(50)));
        assertThat(text.line()).hasSizeLessThanOrEqualTo(text.capacity()).endsWith("\u2026");
    }

    @Test
    void headsColumnsWithOffsets() {
        RowText text = new RowText(new RowLayout(8, 1, 8, TextEncoding.ASCII));
        text.header();
        assertThat(text.line()).isEqualTo("           00 01 02 03  04 05 06 07   01234567");
        text = new RowText(new RowLayout(8, 4, 16, TextEncoding.UTF_16LE));
        text.header();
        assertThat(text.line())
                .isEqualTo("                 00       04        08       0c   0 2 4 6 8 a c e");
    }

    private static RowText row(
            int digits,
            int wordSize,
            int bytesPerRow,
            TextEncoding encoding,
            int[] bytes,
            RowText.@Nullable Note note) {
        RowText text = new RowText(new RowLayout(digits, wordSize, bytesPerRow, encoding));
        text.row(ADDRESS, bytes, note);
        return text;
    }

    /** The first letter of each column's ink. */
    private static String inks(RowText text, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int column = from; column < to; column++) {
            Ink ink = text.ink(column);
            out.append(ink == Ink.NONE ? ' ' : ink.name().charAt(0));
        }
        return out.toString();
    }
}
