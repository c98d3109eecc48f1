package org.cairn.ui.widgets.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ViewportTest {
    private static final long KERNEL = 0xffff_8000_0000_0000L;

    private final Viewport viewport = new Viewport();

    ViewportTest() {
        viewport.rows(30);
    }

    @Test
    void placesAnAddressAtAThird() {
        viewport.place(KERNEL + 0x1008);
        assertThat(viewport.top()).isEqualTo(KERNEL + 0x1000 - 10 * 16);
        assertThat(viewport.end(30)).isEqualTo(KERNEL + 0x1000 + 20 * 16 - 1);
        assertThat(viewport.rowIndex(KERNEL + 0x100f)).isEqualTo(10);
    }

    @Test
    void stopsAtAddressZero() {
        viewport.place(0x20);
        assertThat(viewport.top()).isZero();
        viewport.scrollTo(0x40);
        viewport.scrollBy(-3);
        assertThat(viewport.top()).isEqualTo(0x10);
        viewport.scrollBy(-3);
        assertThat(viewport.top()).isZero();
        assertThat(viewport.before(30)).isZero();
        viewport.scrollBy(Long.MIN_VALUE + 1);
        assertThat(viewport.top()).isZero();
    }

    @Test
    void stopsAtTheLastAddress() {
        viewport.place(-1);
        assertThat(viewport.top()).isEqualTo(-30L * 16);
        assertThat(viewport.end(30)).isEqualTo(-1);
        assertThat(viewport.end(31)).isEqualTo(-1);
        viewport.scrollBy(Long.MAX_VALUE);
        assertThat(viewport.top()).isEqualTo(-30L * 16);
        viewport.scrollBy(-1);
        assertThat(viewport.top()).isEqualTo(-31L * 16);
        assertThat(viewport.end(30)).isEqualTo(-17);
    }

    @Test
    void scrollsOverTheMiddleWhereSignedNumbersEnd() {
        viewport.scrollTo(0x7fff_ffff_ffff_fff0L);
        viewport.scrollBy(2);
        assertThat(viewport.top()).isEqualTo(0x8000_0000_0000_0010L);
        assertThat(viewport.rowIndex(0x7fff_ffff_ffff_ffffL)).isEqualTo(-2);
        viewport.scrollBy(-2);
        assertThat(viewport.top()).isEqualTo(0x7fff_ffff_ffff_fff0L);
    }

    @Test
    void endsWithThirtyTwoBits() {
        viewport.limit(Viewport.LAST_32);
        viewport.scrollTo(KERNEL);
        assertThat(viewport.top()).isEqualTo(0x1_0000_0000L - 30 * 16);
        assertThat(viewport.within(KERNEL)).isEqualTo(0xffff_ffffL);
        assertThat(viewport.atMost(0xffff_fffeL, 7)).isEqualTo(1);
        assertThat(viewport.atMost(0, 7)).isEqualTo(7);
    }

    @Test
    void revealsWithAsLittleScrollingAsCanBe() {
        viewport.scrollTo(0x1000);
        viewport.reveal(0x1000 + 29 * 16);
        assertThat(viewport.top()).isEqualTo(0x1000);
        viewport.reveal(0x1000 + 30 * 16);
        assertThat(viewport.top()).isEqualTo(0x1010);
        viewport.reveal(0xfff);
        assertThat(viewport.top()).isEqualTo(0xff0);
        viewport.reveal(-1);
        assertThat(viewport.end(30)).isEqualTo(-1);
        viewport.reveal(0);
        assertThat(viewport.top()).isZero();
    }

    @Test
    void alignsToLongerRows() {
        viewport.scrollTo(0x1030);
        viewport.bytesPerRow(64);
        assertThat(viewport.top()).isEqualTo(0x1000);
        assertThat(viewport.rowIndex(0x1040)).isEqualTo(1);
        assertThat(viewport.rowIndex(-1)).isEqualTo(Integer.MAX_VALUE);
    }
}
