package org.cairn.ui.widgets.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class BarLayoutTest {
    /** 6 at both ends, 12 before each column. */
    private static final BarLayout WIDE = BarLayout.of(500, 100, List.of(60, 50));

    @Test
    void givesBarsWhatNamesAndFiguresLeave() {
        assertThat(WIDE.names()).isEqualTo(100);
        assertThat(WIDE.barX()).isEqualTo(6 + 100 + 12);
        assertThat(WIDE.barWidth()).isEqualTo(500 - 6 - 100 - 12 - 12 - 60 - 12 - 50 - 6);
    }

    @Test
    void endsFiguresAtTheRight() {
        assertThat(WIDE.figureEnds()).containsExactly(500 - 6 - 50 - 12, 500 - 6);
    }

    @Test
    void shortensNamesBeforeBarsAreTooShort() {
        BarLayout narrow = BarLayout.of(300, 1000, List.of(60));
        assertThat(narrow.names()).isEqualTo(300 - 12 - 72 - 12 - 40);
        assertThat(narrow.barWidth()).isEqualTo(40);
    }

    @Test
    void doesWithoutBarsWhereThereIsNoRoom() {
        BarLayout tight = BarLayout.of(150, 1000, List.of(60));
        assertThat(tight.barWidth()).isZero();
        assertThat(tight.names()).isEqualTo(150 - 12 - 72);
        assertThat(tight.length(1, 1)).isZero();
        assertThat(BarLayout.of(0, 10, List.of(60)).names()).isZero();
    }

    @Test
    void showsEvenTheSmallestAmount() {
        assertThat(WIDE.length(0, 100)).isZero();
        assertThat(WIDE.length(0.0001, 100)).isEqualTo(1);
        assertThat(WIDE.length(50, 100)).isEqualTo(WIDE.barWidth() / 2);
        assertThat(WIDE.length(100, 100)).isEqualTo(WIDE.barWidth());
        assertThat(WIDE.length(0, 0)).isZero();
    }
}
