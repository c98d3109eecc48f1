package org.cairn.ui.internal.overview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class SizeBucketTest {
    @Test
    void containsSizesWithAsManyDigits() {
        SizeBucket bucket = empty(7);
        assertThat(bucket.first()).isEqualTo(64);
        assertThat(bucket.last()).isEqualTo(127);
        assertThat(bucket.range()).isEqualTo("64 to 127 bytes");
        assertThat(bucket.terms()).containsExactly("size >= 64", "size < 128");
    }

    @Test
    void knowsTheExtremes() {
        assertThat(empty(0).range()).isEqualTo("0 bytes");
        assertThat(empty(0).terms()).containsExactly("size >= 0", "size < 1");
        assertThat(empty(1).range()).isEqualTo("1 byte");
        assertThat(empty(64).first()).isEqualTo(1L << 63);
        assertThat(empty(64).range())
                .isEqualTo("9,223,372,036,854,775,808 to 18,446,744,073,709,551,615 bytes");
        assertThat(empty(64).terms()).containsExactly("size >= 9223372036854775808");
        assertThat(empty(63).terms())
                .containsExactly("size >= 4611686018427387904", "size < 9223372036854775808");
    }

    @Test
    void isLabelledShortly() {
        assertThat(List.of(0, 1, 5, 10, 11, 17, 21, 31, 64))
                .extracting(digits -> empty(digits).label())
                .containsExactly("0", "1", "16", "512", "1K", "64K", "1M", "1G", "8E");
    }

    @Test
    void saysAllNumbers() {
        assertThat(new SizeBucket(5, 1200, 24_000, 1, 16).hint())
                .isEqualTo(
                        "16 to 31 bytes\n1,200 busy blocks, 24,000 bytes\n1 free block, 16 bytes");
    }

    @Test
    void fillsGaps() {
        SizeBucket small = new SizeBucket(4, 1, 8, 0, 0);
        SizeBucket large = new SizeBucket(7, 0, 0, 1, 64);
        assertThat(SizeBucket.withoutGaps(List.of(small, large)))
                .containsExactly(small, empty(5), empty(6), large);
        assertThat(SizeBucket.withoutGaps(List.of())).isEmpty();
    }

    private static SizeBucket empty(int digits) {
        return new SizeBucket(digits, 0, 0, 0, 0);
    }
}
