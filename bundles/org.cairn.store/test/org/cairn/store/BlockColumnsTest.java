package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cairn.heap.BlockState;
import org.junit.jupiter.api.Test;

final class BlockColumnsTest {
    private final BlockColumns batch = new BlockColumns();

    @Test
    void keepsTheGreatestNumbers() {
        add(1, 2, 3, 4, BlockState.BUSY, 0, 0, 0, 0, 0);
        add(
                -1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                BlockState.METADATA,
                0xffff,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                0xff);

        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.address(1)).isEqualTo(-1L);
        assertThat(batch.blockSize(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(batch.userAddress(1)).isEqualTo(Long.MIN_VALUE);
        assertThat(batch.userSize(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(batch.state(1)).isEqualTo(2);
        assertThat(batch.isBusy(1)).isFalse();
        assertThat(batch.kind(1)).isEqualTo(0xffff);
        assertThat(batch.heap(1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(batch.segment(1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(batch.ownerOf(1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(batch.flags(1)).isEqualTo(0xff);
        assertThat(batch.isBusy(0)).isTrue();
        assertThat(batch.userSize(0)).isEqualTo(4);
        assertThat(batch.ownerOf(0)).isZero();
    }

    @Test
    void anotherOwnerLeavesTheRestAlone() {
        add(1, 2, 3, 4, BlockState.FREE, 7, 8, 9, 10, 11);

        batch.setOwner(0, Integer.MAX_VALUE);

        assertThat(batch.ownerOf(0)).isEqualTo(Integer.MAX_VALUE);
        assertThat(batch.state(0)).isEqualTo(1);
        assertThat(batch.kind(0)).isEqualTo(7);
        assertThat(batch.heap(0)).isEqualTo(8);
        assertThat(batch.segment(0)).isEqualTo(9);
        assertThat(batch.flags(0)).isEqualTo(11);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertRefused(() -> add(0, -1, 0, 0, BlockState.BUSY, 0, 0, 0, 0, 0));
        assertRefused(() -> add(0, 0, 0, -1, BlockState.BUSY, 0, 0, 0, 0, 0));
        assertRefused(() -> add(0, 0, 0, 0, BlockState.BUSY, 0x10000, 0, 0, 0, 0));
        assertRefused(() -> add(0, 0, 0, 0, BlockState.BUSY, -1, 0, 0, 0, 0));
        assertRefused(() -> add(0, 0, 0, 0, BlockState.BUSY, 0, -1, 0, 0, 0));
        assertRefused(() -> add(0, 0, 0, 0, BlockState.BUSY, 0, 0, -1, 0, 0));
        assertRefused(() -> add(0, 0, 0, 0, BlockState.BUSY, 0, 0, 0, -1, 0));
        assertRefused(() -> add(0, 0, 0, 0, BlockState.BUSY, 0, 0, 0, 0, 0x100));
        assertThat(batch.size()).isZero();
    }

    @Test
    void isFullAtItsCapacity() {
        for (int i = 0; i < BlockColumns.CAPACITY; i++) {
            assertThat(batch.isFull()).isFalse();
            add(i, 1, i, 1, BlockState.BUSY, 0, 0, 0, 0, 0);
        }

        assertThat(batch.isFull()).isTrue();
        assertThatThrownBy(() -> add(0, 1, 0, 1, BlockState.BUSY, 0, 0, 0, 0, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        batch.clear();
        assertThat(batch.size()).isZero();
        assertThat(batch.isFull()).isFalse();
    }

    private static void assertRefused(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOf(IllegalArgumentException.class);
    }

    private void add(
            long address,
            long size,
            long userAddress,
            long userSize,
            BlockState state,
            int kind,
            int heap,
            int segment,
            int owner,
            int flags) {
        batch.add(address, size, userAddress, userSize, state, kind, heap, segment, owner, flags);
    }
}
