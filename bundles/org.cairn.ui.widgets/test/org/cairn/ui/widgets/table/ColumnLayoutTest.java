package org.cairn.ui.widgets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class ColumnLayoutTest {
    private static final String FIRST = "address=100;size=50;owner=200";

    private final ColumnLayout layout =
            new ColumnLayout(List.of("address", "size", "owner"), new int[] {100, 50, 200});

    @Test
    void writesAllColumnsInTheirOrder() {
        assertThat(layout.write()).isEqualTo(FIRST);
    }

    @Test
    void readsWhatItWrote() {
        layout.move(2, 0);
        layout.setShown(1, false);
        layout.setWidth(0, 123);
        String text = layout.write();
        assertThat(text).isEqualTo("owner=200;address=123;-size=50");

        ColumnLayout other =
                new ColumnLayout(List.of("address", "size", "owner"), new int[] {30, 30, 30});
        other.read(text);

        assertThat(other.write()).isEqualTo(text);
        assertThat(other.shown()).containsExactly(2, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ";;;", "=", "=5;-=7", "nothing=12", "-", "\0\uFFFF", "{\"address\":1}"})
    void keepsItsOwnForRubbish(String rubbish) {
        layout.read(rubbish);

        assertThat(layout.write()).isEqualTo(FIRST);
    }

    @Test
    void takesWhatItCanOfWidths() {
        layout.read("address=-5;size=99999999999999;owner=abc");
        assertThat(layout.write()).isEqualTo(FIRST);

        layout.read("address=1;size=5000");
        assertThat(layout.width(0)).isEqualTo(ColumnLayout.LEAST);
        assertThat(layout.width(1)).isEqualTo(ColumnLayout.MOST);
    }

    @Test
    void placesColumnsThatAreNotNamedAfterTheirPredecessor() {
        layout.read("owner=10;address=100");

        assertThat(layout.write()).isEqualTo("owner=24;address=100;size=50");
    }

    @Test
    void takesAColumnOnceOnly() {
        layout.read("size=60;size=70;-size=80");

        assertThat(layout.width(1)).isEqualTo(60);
        assertThat(layout.isShown(1)).isTrue();
    }

    @Test
    void neverHidesAll() {
        layout.read("-address=100;-size=50;-owner=200");
        assertThat(layout.shown()).hasSize(3);

        assertThat(layout.setShown(0, false)).isTrue();
        assertThat(layout.setShown(1, false)).isTrue();
        assertThat(layout.setShown(2, false)).isFalse();
        assertThat(layout.shown()).containsExactly(2);
    }

    @Test
    void returnsAHiddenColumnToItsPlace() {
        layout.setShown(1, false);
        assertThat(layout.shown()).containsExactly(0, 2);

        layout.setShown(1, true);

        assertThat(layout.shown()).containsExactly(0, 1, 2);
    }

    @Test
    void movesAmongColumnsThatAreShown() {
        layout.setShown(1, false);

        assertThat(layout.move(0, 2)).isTrue();
        assertThat(layout.shown()).containsExactly(2, 0);
        assertThat(layout.move(0, 2)).isFalse();
        assertThat(layout.move(2, 0)).isFalse();
    }

    @Test
    void findsColumnsEdgesAndGaps() {
        assertThat(layout.totalWidth()).isEqualTo(350);
        assertThat(layout.columnAt(99)).isZero();
        assertThat(layout.columnAt(100)).isEqualTo(1);
        assertThat(layout.columnAt(350)).isEqualTo(-1);
        assertThat(layout.edgeAt(147, 4)).isEqualTo(1);
        assertThat(layout.edgeAt(120, 4)).isEqualTo(-1);
        assertThat(layout.gapAt(49)).isZero();
        assertThat(layout.gapAt(51)).isEqualTo(1);
        assertThat(layout.gapAt(349)).isEqualTo(3);
        assertThat(layout.xOf(2)).isEqualTo(150);
    }

    @Test
    void refusesTwoColumnsOfOneName() {
        assertThatThrownBy(() -> new ColumnLayout(List.of("a", "a"), new int[] {50, 50}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
