package org.cairn.ui.internal.overview;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.Overview.SizeClass;
import org.cairn.analysis.Overview.Sum;
import org.junit.jupiter.api.Test;

import java.util.List;

class SizeBucketTest {
    /** A bar stands for busy and free blocks only. */
    private static final String COUNTED = "state != metadata";

    private static final Sum NONE = new Sum(0, 0);

    @Test
    void saysItsSizes() {
        SizeBucket bucket = empty(64, 127);
        assertThat(bucket.range()).isEqualTo("64 to 127 bytes");
        assertThat(bucket.terms()).containsExactly("size >= 64", "size < 128", COUNTED);
    }

    @Test
    void knowsTheExtremes() {
        assertThat(empty(0, 0).range()).isEqualTo("0 bytes");
        assertThat(empty(0, 0).terms()).containsExactly("size >= 0", "size < 1", COUNTED);
        assertThat(empty(1, 1).range()).isEqualTo("1 byte");
        SizeBucket greatest = empty(1L << 62, Long.MAX_VALUE);
        assertThat(greatest.range())
                .isEqualTo("4,611,686,018,427,387,904 to 9,223,372,036,854,775,807 bytes");
        assertThat(greatest.terms()).containsExactly("size >= 4611686018427387904", COUNTED);
    }

    @Test
    void isLabelledShortly() {
        assertThat(List.of(0L, 1L, 16L, 512L, 1024L, 1L << 16, 1L << 20, 1L << 30, 1L << 62))
                .extracting(least -> empty(least, least).label())
                .containsExactly("0", "1", "16", "512", "1K", "64K", "1M", "1G", "4E");
    }

    @Test
    void saysAllNumbers() {
        assertThat(
                        new SizeBucket(new SizeClass(16, 31, new Sum(1200, 24_000), new Sum(1, 16)))
                                .hint())
                .isEqualTo(
                        "16 to 31 bytes\n1,200 busy blocks, 24,000 bytes\n1 free block, 16 bytes");
    }

    private static SizeBucket empty(long least, long most) {
        return new SizeBucket(new SizeClass(least, most, NONE, NONE));
    }
}
