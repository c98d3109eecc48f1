package org.cairn.ui.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockState;
import org.cairn.store.Block;
import org.cairn.ui.widgets.hex.ByteRange;
import org.cairn.ui.widgets.hex.RangeStyle;
import org.junit.jupiter.api.Test;

class BlockRangesTest {
    @Test
    void aBusyBlockHasUpToThreeRanges() {
        assertThat(BlockRanges.of(block(BlockState.BUSY, 0x30, 0x1010, 0x1c)))
                .extracting(ByteRange::first, ByteRange::last, ByteRange::style)
                .containsExactly(
                        tuple(0x1000L, 0x100fL, RangeStyle.HEADER),
                        tuple(0x1010L, 0x102bL, RangeStyle.USER),
                        tuple(0x102cL, 0x102fL, RangeStyle.SLACK));
        assertThat(BlockRanges.of(block(BlockState.BUSY, 0x30, 0x1000, 0x30)))
                .extracting(ByteRange::style)
                .containsExactly(RangeStyle.USER);
    }

    @Test
    void aFreeBlockHasNoSlack() {
        assertThat(BlockRanges.of(block(BlockState.FREE, 0x30, 0x1010, 0x10)))
                .extracting(ByteRange::first, ByteRange::last, ByteRange::style)
                .containsExactly(
                        tuple(0x1000L, 0x100fL, RangeStyle.HEADER),
                        tuple(0x1010L, 0x102fL, RangeStyle.FREE));
    }

    @Test
    void metadataIsOneRange() {
        assertThat(BlockRanges.of(block(BlockState.METADATA, 0x30, 0x1010, 0x20)))
                .extracting(ByteRange::first, ByteRange::last, ByteRange::style)
                .containsExactly(tuple(0x1000L, 0x102fL, RangeStyle.METADATA));
    }

    @Test
    void aBlockWithoutBytesHasNone() {
        assertThat(BlockRanges.of(block(BlockState.BUSY, 0, 0x1000, 0))).isEmpty();
    }

    private static Block block(BlockState state, long size, long user, long userSize) {
        return new Block(
                0,
                0x1000,
                size,
                user,
                userSize,
                state,
                "slot",
                BlockKind.SLACK,
                1,
                0x1000,
                1,
                0,
                "",
                0);
    }
}
