package org.cairn.ui.widgets.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.ui.widgets.hex.RowLayout.Run;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;

class RowLayoutTest {
    @Test
    void joinsBytesWithTheSameKey() {
        RowLayout layout = new RowLayout(16, 1, 8, TextEncoding.ASCII);
        @Nullable String[] keys = {"a", "a", null, "b", "b", "b", "c", "c"};
        assertThat(layout.wordRuns(keys))
                .containsExactly(new Run<>(0, 1, "a"), new Run<>(3, 5, "b"), new Run<>(6, 7, "c"));
        assertThat(layout.textRuns(keys)).isEqualTo(layout.wordRuns(keys));
    }

    @Test
    void turnsBytesAroundWithinWords() {
        RowLayout layout = new RowLayout(16, 4, 8, TextEncoding.ASCII);
        @Nullable String[] keys = {"a", "a", "b", "b", "b", "b", "b", "b"};
        // Places from the left are the bytes 3 2 1 0, 7 6 5 4.
        assertThat(layout.wordRuns(keys))
                .containsExactly(new Run<>(0, 1, "b"), new Run<>(2, 3, "a"), new Run<>(4, 7, "b"));
        assertThat(layout.textRuns(keys))
                .containsExactly(new Run<>(0, 1, "a"), new Run<>(2, 7, "b"));
    }

    @Test
    void leavesNoHoleBetweenPlaces() {
        RowLayout layout = new RowLayout(8, 1, 16, TextEncoding.ASCII);
        RowLayout.Area words = layout.words();
        for (int place = 1; place < 16; place++) {
            assertThat(words.starts()[place]).isEqualTo(words.ends()[place - 1]);
        }
        // Byte 8 stands at column 11 + 8 * 3 + 1 (after 4) + 2 (after 8); the gap before it has 3
        // columns.
        assertThat(layout.byteColumn(8)).isEqualTo(38);
        assertThat(words.starts()[8]).isEqualTo(2 * 38 - 3);
    }

    @Test
    void findsTheByteUnderThePointer() {
        RowLayout layout = new RowLayout(8, 4, 8, TextEncoding.ASCII);
        Geometry geometry = new Geometry(layout, 10, 20, 25, 0);
        // 8 points of margin, then column 11 has the highest byte of the first word.
        assertThat(geometry.hit(8 + 110)).isEqualTo(new Geometry.Hit(3, false));
        assertThat(geometry.hit(8 + 110 + 79)).isEqualTo(new Geometry.Hit(0, false));
        assertThat(geometry.hit(8 + 110 + 90)).isEqualTo(new Geometry.Hit(7, false));
        assertThat(geometry.hit(8 + 310)).isEqualTo(new Geometry.Hit(0, true));
        assertThat(geometry.hit(8 + 389)).isEqualTo(new Geometry.Hit(7, true));
        assertThat(geometry.hit(50)).isNull();
        assertThat(geometry.hit(8 + 400)).isNull();
        assertThat(geometry.row(24)).isEqualTo(-1);
        assertThat(geometry.row(25)).isZero();
        assertThat(geometry.rowsEnded(25 + 59)).isEqualTo(2);
        assertThat(geometry.rowsBegun(25 + 59)).isEqualTo(3);
    }
}
