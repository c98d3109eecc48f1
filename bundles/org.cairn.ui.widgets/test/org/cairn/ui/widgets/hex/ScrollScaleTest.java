package org.cairn.ui.widgets.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrollScaleTest {
    @Test
    void hasAStepForEachRowOfAShortRange() {
        ScrollScale scale = ScrollScale.of(0x1008, 0x1fff, 16, 30);
        assertThat(scale.maximum()).isEqualTo(256);
        assertThat(scale.thumb()).isEqualTo(30);
        assertThat(scale.selection(0x1020)).isEqualTo(2);
        assertThat(scale.top(2)).isEqualTo(0x1020);
        assertThat(scale.top(256 - 30)).isEqualTo(0x2000 - 30 * 16);
    }

    @Test
    void staysAtItsEndsBeyondTheRange() {
        ScrollScale scale = ScrollScale.of(0x1000, 0x1fff, 16, 30);
        assertThat(scale.selection(0)).isZero();
        assertThat(scale.selection(0xffff_8000_0000_0000L)).isEqualTo(256 - 30);
    }

    @Test
    void hasStepsOfManyRowsOverAllOfMemory() {
        // 2^60 rows in 2^30 steps of 2^30 rows, which are 2^34 bytes
        ScrollScale scale = ScrollScale.of(0, -1, 16, 30);
        assertThat(scale.maximum()).isEqualTo(1 << 30);
        assertThat(scale.thumb()).isEqualTo(1);
        assertThat(scale.top(1)).isEqualTo(1L << 34);
        assertThat(scale.top(1 << 29)).isEqualTo(1L << 63);
        assertThat(scale.top((1 << 30) - 1)).isEqualTo(-30L * 16);
        assertThat(scale.selection(1L << 63)).isEqualTo(1 << 29);
        assertThat(scale.selection(-30L * 16)).isEqualTo((1 << 30) - 1);
    }

    @Test
    void fillsTheBarWhenAllIsSeen() {
        ScrollScale scale = ScrollScale.of(-32, -1, 16, 30);
        assertThat(scale.maximum()).isEqualTo(2);
        assertThat(scale.thumb()).isEqualTo(2);
        assertThat(scale.top(0)).isEqualTo(-32);
    }
}
