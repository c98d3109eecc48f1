package org.cairn.ui.widgets.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.Random;

class RowSelectionTest {
    private final RowSelection selection = new RowSelection();

    @Test
    void beginsWithNothing() {
        assertThat(selection.ranges()).isEmpty();
        assertThat(selection.focus()).isEqualTo(-1);
        assertThat(selection.contains(0)).isFalse();
    }

    @Test
    void extendsFromTheAnchorInBothDirections() {
        selection.only(10);

        selection.extendTo(15);
        assertThat(selection.ranges()).containsExactly(new RankRange(10, 15));

        selection.extendTo(7);
        assertThat(selection.ranges()).containsExactly(new RankRange(7, 10));
        assertThat(selection.focus()).isEqualTo(7);
    }

    @Test
    void keepsOtherRangesWhenARangeIsAdded() {
        selection.only(1);
        selection.toggle(10);

        selection.addTo(12);

        assertThat(selection.ranges()).containsExactly(new RankRange(1, 1), new RankRange(10, 12));
        assertThat(selection.size()).isEqualTo(4);
    }

    @Test
    void cutsARangeInTwo() {
        selection.only(10);
        selection.extendTo(15);

        selection.toggle(12);

        assertThat(selection.ranges())
                .containsExactly(new RankRange(10, 11), new RankRange(13, 15));
    }

    @Test
    void joinsRangesThatTouch() {
        selection.only(10);
        selection.toggle(12);

        selection.toggle(11);

        assertThat(selection.ranges()).containsExactly(new RankRange(10, 12));
    }

    @Test
    void selectsAllAsOneRange() {
        selection.toggle(3);
        selection.toggle(50);

        selection.all(100_000_000_000L);

        assertThat(selection.ranges()).containsExactly(new RankRange(0, 99_999_999_999L));
        assertThat(selection.focus()).isEqualTo(50);
    }

    @Test
    void selectsNothingOfNothing() {
        selection.all(0);

        assertThat(selection.ranges()).isEmpty();
        assertThat(selection.focus()).isEqualTo(-1);
    }

    @Test
    void forgetsRowsThatAreGone() {
        selection.only(5);
        selection.toggle(10);
        selection.addTo(20);
        selection.toggle(30);

        assertThat(selection.cutTo(15)).isTrue();

        assertThat(selection.ranges()).containsExactly(new RankRange(5, 5), new RankRange(10, 14));
        assertThat(selection.focus()).isEqualTo(14);
        assertThat(selection.cutTo(15)).isFalse();
    }

    @Test
    void hasNoFocusWhenAllRowsAreGone() {
        selection.only(5);

        selection.cutTo(0);

        assertThat(selection.ranges()).isEmpty();
        assertThat(selection.focus()).isEqualTo(-1);
    }

    @Test
    void agreesWithASetOfBits() {
        Random random = new Random(20);
        BitSet expected = new BitSet();
        selection.only(0);
        expected.set(0);
        int anchor = 0;
        for (int step = 0; step < 3000; step++) {
            int rank = random.nextInt(60);
            if (random.nextInt(4) == 0) {
                selection.addTo(rank);
                expected.set(Math.min(anchor, rank), Math.max(anchor, rank) + 1);
            } else {
                selection.toggle(rank);
                expected.flip(rank);
                anchor = rank;
            }
            assertThat(bits()).isEqualTo(expected);
            assertThat(selection.contains(rank)).isEqualTo(expected.get(rank));
            assertThat(selection.size()).isEqualTo(expected.cardinality());
        }
    }

    private BitSet bits() {
        BitSet bits = new BitSet();
        long free = -1;
        for (RankRange range : selection.ranges()) {
            assertThat(range.first()).as("a row between two ranges").isGreaterThan(free);
            bits.set((int) range.first(), (int) range.last() + 1);
            free = range.last() + 1;
        }
        return bits;
    }
}
