package org.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Random;

class PageBitmapTest {
    @Test
    void agreesWithASetOfBits() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            int bits = 1 + random.nextInt(3000);
            BitSet expected = new BitSet();
            for (int stretch = 0; stretch < 10; stretch++) {
                int from = random.nextInt(bits);
                expected.set(from, from + random.nextInt(bits - from + 1), random.nextBoolean());
            }
            PageBitmap bitmap =
                    PageBitmap.copy(MemorySegment.ofArray(expected.toByteArray()), bits);
            assertThat(bitmap.pages()).isEqualTo(expected.cardinality());
            for (int page = 0; page < bits + 70; page++) {
                boolean there = expected.get(page);
                assertThat(bitmap.has(page)).isEqualTo(there);
                assertThat(bitmap.rank(page)).isEqualTo(expected.get(0, page).cardinality());
                int before =
                        there ? expected.previousClearBit(page) : expected.previousSetBit(page);
                assertThat(bitmap.firstOfStretch(page)).isEqualTo(before + 1);
                int after = there ? expected.nextClearBit(page) : expected.nextSetBit(page);
                assertThat(bitmap.lastOfStretch(page)).isEqualTo(after < 0 ? -1 : after - 1);
            }
        }
    }

    @Test
    void bitsPastTheirNumberDoNotCount() {
        PageBitmap bitmap = PageBitmap.copy(MemorySegment.ofArray(new byte[] {-1, -1, -1}), 10);

        assertThat(bitmap.pages()).isEqualTo(10);
        assertThat(bitmap.has(10)).isFalse();
        assertThat(bitmap.has(-1L)).isFalse();
        assertThat(bitmap.lastOfStretch(0)).isEqualTo(9);
        assertThat(bitmap.lastOfStretch(10)).isEqualTo(-1);
        assertThat(bitmap.firstOfStretch(1L << 40)).isEqualTo(10);
    }
}
