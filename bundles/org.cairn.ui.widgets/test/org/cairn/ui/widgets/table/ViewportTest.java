package org.cairn.ui.widgets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ViewportTest {
    private static final int ROW = 20;
    private static final long HUGE = 1L << 40;

    private final Viewport viewport = new Viewport();

    private void show(long count, int height) {
        viewport.setCount(count);
        viewport.setSize(ROW, height);
    }

    @Test
    void countsRowsSeenInFullAndInPart() {
        show(100, 210);

        assertThat(viewport.page()).isEqualTo(10);
        assertThat(viewport.shown()).isEqualTo(11);
        assertThat(viewport.end()).isEqualTo(11);
    }

    @Test
    void showsNoMoreRowsThanThereAre() {
        show(3, 210);

        assertThat(viewport.shown()).isEqualTo(3);
        assertThat(viewport.moveTo(1)).isFalse();
    }

    @Test
    void endsWithTheLastRowInFull() {
        show(100_000_000, 210);

        viewport.moveTo(Long.MAX_VALUE);

        assertThat(viewport.top()).isEqualTo(99_999_990);
        assertThat(viewport.end()).isEqualTo(100_000_000);
    }

    @Test
    void movesBackWhenRowsGo() {
        show(1000, 200);
        viewport.moveTo(990);

        viewport.setCount(100);

        assertThat(viewport.top()).isEqualTo(90);
    }

    @Test
    void movesBackWhenItGrows() {
        show(100, 200);
        viewport.moveTo(90);

        viewport.setSize(ROW, 400);

        assertThat(viewport.top()).isEqualTo(80);
    }

    @Test
    void doesNotOverflowWhenMovedFar() {
        show(Long.MAX_VALUE, 200);

        viewport.moveBy(Long.MAX_VALUE);
        viewport.moveBy(Long.MAX_VALUE);
        assertThat(viewport.top()).isEqualTo(Long.MAX_VALUE - 10);

        viewport.moveBy(Long.MIN_VALUE);
        assertThat(viewport.top()).isZero();
    }

    @Test
    void countsAScrollBarByRowsWhileItCan() {
        show(100_000_000, 200);
        viewport.moveTo(54_321);

        assertThat(viewport.barMaximum()).isEqualTo(100_000_000);
        assertThat(viewport.barThumb()).isEqualTo(10);
        assertThat(viewport.barSelection()).isEqualTo(54_321);
        assertThat(viewport.topOf(77_777)).isEqualTo(77_777);
    }

    @Test
    void reachesBothEndsOfMoreRowsThanAScrollBarCounts() {
        show(HUGE, 200);
        int end = viewport.barMaximum() - viewport.barThumb();

        assertThat(viewport.barMaximum()).isEqualTo(Viewport.BAR_LIMIT);
        assertThat(viewport.topOf(0)).isZero();
        assertThat(viewport.topOf(end)).isEqualTo(HUGE - 10);

        viewport.moveTo(HUGE);
        assertThat(viewport.barSelection()).isEqualTo(end);
        viewport.moveTo(0);
        assertThat(viewport.barSelection()).isZero();
    }

    @Test
    void standsInTheMiddleOfAScrollBarInTheMiddle() {
        show(HUGE, 200);

        viewport.moveTo(HUGE / 2);

        assertThat(viewport.barSelection())
                .isBetween(Viewport.BAR_LIMIT / 2 - 10, Viewport.BAR_LIMIT / 2 + 10);
        assertThat(viewport.topOf(Viewport.BAR_LIMIT / 2))
                .isBetween(HUGE / 2 - 20_000, HUGE / 2 + 20_000);
    }

    @Test
    void hasAScrollBarWithoutRows() {
        show(0, 200);

        assertThat(viewport.barMaximum()).isEqualTo(1);
        assertThat(viewport.barThumb()).isEqualTo(1);
        assertThat(viewport.barSelection()).isZero();
        assertThat(viewport.shown()).isZero();
    }

    @Test
    void staysWhenARowIsSeenInFull() {
        show(1000, 210);
        viewport.moveTo(100);

        assertThat(viewport.reveal(100)).isFalse();
        assertThat(viewport.reveal(109)).isFalse();
    }

    @Test
    void movesNoFurtherThanNeededToARowNearby() {
        show(1000, 210);
        viewport.moveTo(100);

        viewport.reveal(110);
        assertThat(viewport.top()).isEqualTo(101);
        viewport.reveal(95);
        assertThat(viewport.top()).isEqualTo(95);
    }

    @Test
    void bringsAFarRowToTheMiddle() {
        show(1000, 200);

        viewport.reveal(500);

        assertThat(viewport.top()).isEqualTo(495);
    }

    @Test
    void findsRowsByHeight() {
        show(1000, 200);
        viewport.moveTo(100);

        assertThat(viewport.rankAt(0)).isEqualTo(100);
        assertThat(viewport.rankAt(19)).isEqualTo(100);
        assertThat(viewport.rankAt(20)).isEqualTo(101);
        assertThat(viewport.rankAt(-1)).isEqualTo(99);
        assertThat(viewport.yOf(103)).isEqualTo(60);
    }

    @Test
    void refusesLessThanNoRows() {
        assertThatThrownBy(() -> viewport.setCount(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
