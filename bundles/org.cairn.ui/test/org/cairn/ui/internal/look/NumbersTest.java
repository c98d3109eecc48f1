package org.cairn.ui.internal.look;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    private static final long GREATEST = -1L;

    @Test
    void groupsDigits() {
        assertThat(Numbers.grouped(0)).isEqualTo("0");
        assertThat(Numbers.grouped(999)).isEqualTo("999");
        assertThat(Numbers.grouped(1000)).isEqualTo("1,000");
        assertThat(Numbers.grouped(1_234_567)).isEqualTo("1,234,567");
        assertThat(Numbers.grouped(GREATEST)).isEqualTo("18,446,744,073,709,551,615");
    }

    @Test
    void writesSizesInAUnitThatKeepsThemShort() {
        assertThat(Numbers.size(0)).isEqualTo("0 B");
        assertThat(Numbers.size(1023)).isEqualTo("1023 B");
        assertThat(Numbers.size(1024)).isEqualTo("1.0 KiB");
        assertThat(Numbers.size(1024 * 1024 - 1)).isEqualTo("1023.9 KiB");
        assertThat(Numbers.size(3L << 39)).isEqualTo("1.5 TiB");
        assertThat(Numbers.size(1L << 63)).isEqualTo("8.0 EiB");
    }

    @Test
    void findsTheUnit() {
        assertThat(Numbers.unitName(Numbers.unit(1023))).isEqualTo("B");
        assertThat(Numbers.unitName(Numbers.unit(1024))).isEqualTo("KiB");
        assertThat(Numbers.unitName(Numbers.unit(GREATEST))).isEqualTo("EiB");
        assertThat(Numbers.inUnit(1536, 1)).isEqualTo(1.5);
    }

    @Test
    void calculatesWithUnsignedNumbers() {
        assertThat(Numbers.real(7)).isEqualTo(7.0);
        assertThat(Numbers.real(1L << 63)).isEqualTo(0x1p63);
        assertThat(Numbers.real(GREATEST)).isEqualTo(0x1p64);
    }

    @Test
    void saysOneAsOne() {
        assertThat(Numbers.counted(0, "anomaly", "anomalies")).isEqualTo("0 anomalies");
        assertThat(Numbers.counted(1, "anomaly", "anomalies")).isEqualTo("1 anomaly");
        assertThat(Numbers.counted(1200, "block", "blocks")).isEqualTo("1,200 blocks");
    }

    @Test
    void roundsSharesDown() {
        assertThat(Numbers.percent(0.11296)).isEqualTo("11.2 %");
        assertThat(Numbers.percent(0.99999)).isEqualTo("99.9 %");
        assertThat(Numbers.percent(1)).isEqualTo("100.0 %");
    }

    @Test
    void nothingHasNoShares() {
        assertThat(Numbers.percent(0.0 / 0)).isEqualTo("\u2013");
    }
}
