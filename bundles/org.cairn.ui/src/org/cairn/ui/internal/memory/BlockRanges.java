package org.cairn.ui.internal.memory;

import org.cairn.memory.Addresses;
import org.cairn.store.Block;
import org.cairn.ui.internal.address.BlockPart;
import org.cairn.ui.internal.address.Whereabouts;
import org.cairn.ui.widgets.hex.ByteRange;
import org.cairn.ui.widgets.hex.RangeStyle;

import java.util.ArrayList;
import java.util.List;

/** The bytes of a block by their meaning. */
final class BlockRanges {
    private BlockRanges() {}

    /** One range for each part that the block has; a block of the allocator itself is one range. */
    static List<ByteRange> of(Block block) {
        List<ByteRange> ranges = new ArrayList<>();
        if (block.size() == 0) {
            return ranges;
        }
        String name = Whereabouts.name(block);
        String owner = block.owner().isEmpty() ? "" : ", owner " + block.owner();
        switch (block.state()) {
            case BUSY -> {
                for (BlockPart part : BlockPart.values()) {
                    add(
                            block,
                            part,
                            style(part),
                            part.label(block) + " of " + name + owner,
                            ranges);
                }
            }
            case FREE -> {
                add(block, BlockPart.HEADER, RangeStyle.HEADER, "the header of " + name, ranges);
                long first = BlockPart.USER.first(block);
                if (first != block.address() + block.size()) {
                    ranges.add(new ByteRange(first, last(block), RangeStyle.FREE, name + owner));
                }
            }
            case METADATA ->
                    ranges.add(
                            new ByteRange(
                                    block.address(),
                                    last(block),
                                    RangeStyle.METADATA,
                                    block.kind() + " " + Addresses.hex(block.address())));
        }
        return ranges;
    }

    private static void add(
            Block block, BlockPart part, RangeStyle style, String label, List<ByteRange> into) {
        long size = part.size(block);
        if (size != 0) {
            long first = part.first(block);
            into.add(new ByteRange(first, first + size - 1, style, label));
        }
    }

    private static RangeStyle style(BlockPart part) {
        return switch (part) {
            case HEADER -> RangeStyle.HEADER;
            case USER -> RangeStyle.USER;
            case SLACK -> RangeStyle.SLACK;
        };
    }

    private static long last(Block block) {
        return block.address() + block.size() - 1;
    }
}
