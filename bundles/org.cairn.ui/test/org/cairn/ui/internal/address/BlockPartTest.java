package org.cairn.ui.internal.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockState;
import org.cairn.store.Block;
import org.junit.jupiter.api.Test;

class BlockPartTest {
    private static final Block BLOCK = block(0x1000, 0x40, 0x1010, 0x28);

    @Test
    void headerUserDataAndSlackFillTheBlock() {
        assertThat(BlockPart.HEADER.first(BLOCK)).isEqualTo(0x1000);
        assertThat(BlockPart.HEADER.size(BLOCK)).isEqualTo(0x10);
        assertThat(BlockPart.USER.first(BLOCK)).isEqualTo(0x1010);
        assertThat(BlockPart.USER.size(BLOCK)).isEqualTo(0x28);
        assertThat(BlockPart.SLACK.first(BLOCK)).isEqualTo(0x1038);
        assertThat(BlockPart.SLACK.size(BLOCK)).isEqualTo(8);
    }

    @Test
    void anAddressIsInOnePart() {
        assertThat(BlockPart.at(BLOCK, 0x1000)).isEqualTo(BlockPart.HEADER);
        assertThat(BlockPart.at(BLOCK, 0x100f)).isEqualTo(BlockPart.HEADER);
        assertThat(BlockPart.at(BLOCK, 0x1010)).isEqualTo(BlockPart.USER);
        assertThat(BlockPart.at(BLOCK, 0x1037)).isEqualTo(BlockPart.USER);
        assertThat(BlockPart.at(BLOCK, 0x1038)).isEqualTo(BlockPart.SLACK);
        assertThat(BlockPart.at(BLOCK, 0x103f)).isEqualTo(BlockPart.SLACK);
    }

    @Test
    void userDataNeverLeavesTheBlock() {
        Block longer = block(0xffff_8000_0000_1000L, 0x20, 0xffff_8000_0000_1010L, 0x100);
        assertThat(BlockPart.USER.size(longer)).isEqualTo(0x10);
        assertThat(BlockPart.SLACK.size(longer)).isZero();

        Block before = block(0x1000, 0x20, 0xff0, 0x10);
        assertThat(BlockPart.HEADER.size(before)).isZero();
        assertThat(BlockPart.USER.size(before)).isEqualTo(0x10);
    }

    @Test
    void theDecoderNamesTheRest() {
        assertThat(BlockPart.SLACK.label(BLOCK)).isEqualTo("the slack");
        assertThat(BlockPart.SLACK.label(block("trailer", 0x1000, 0x40, 0x1004, 0x34)))
                .isEqualTo("the trailer");
    }

    private static Block block(long address, long size, long user, long userSize) {
        return block(BlockKind.SLACK, address, size, user, userSize);
    }

    private static Block block(String rest, long address, long size, long user, long userSize) {
        return new Block(
                0,
                address,
                size,
                user,
                userSize,
                BlockState.BUSY,
                "slot",
                rest,
                1,
                0x1000,
                1,
                0,
                "",
                0);
    }
}
