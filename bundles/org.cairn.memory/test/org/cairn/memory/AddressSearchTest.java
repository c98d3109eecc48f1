package org.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Addresses are unsigned: those of a kernel are above those of its processes. */
class AddressSearchTest {
    private static final long[] STARTS = {0x1000, 0x7ffe_0000L, 0xffff_8000_0000_0000L, -0x1000L};

    @Test
    void findsTheLastStartThatIsNotAbove() {
        assertThat(AddressSearch.atOrBefore(STARTS, 0x1000)).isZero();
        assertThat(AddressSearch.atOrBefore(STARTS, 0x7ffd_ffffL)).isZero();
        assertThat(AddressSearch.atOrBefore(STARTS, Long.MAX_VALUE)).isEqualTo(1);
        assertThat(AddressSearch.atOrBefore(STARTS, Long.MIN_VALUE)).isEqualTo(1);
        assertThat(AddressSearch.atOrBefore(STARTS, 0xffff_8000_0000_0000L)).isEqualTo(2);
        assertThat(AddressSearch.atOrBefore(STARTS, -1L)).isEqualTo(3);
    }

    @Test
    void findsNothingBelowTheFirstStart() {
        assertThat(AddressSearch.atOrBefore(STARTS, 0xfff)).isEqualTo(-1);
        assertThat(AddressSearch.atOrBefore(STARTS, 0)).isEqualTo(-1);
        assertThat(AddressSearch.atOrBefore(new long[0], -1L)).isEqualTo(-1);
    }
}
