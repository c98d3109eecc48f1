package org.cairn.ui.internal.blocks;

import org.cairn.analysis.table.Column.Kind;
import org.cairn.heap.BlockState;
import org.cairn.memory.Addresses;
import org.cairn.store.Block;
import org.cairn.store.BlockFlags;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.internal.tables.DataColumn;
import org.cairn.ui.widgets.table.TableColumn;
import org.cairn.ui.widgets.table.TableColumn.Role;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The columns of blocks. Their identifiers are the names of the store's columns. */
final class BlockTable {
    private static final int ADDRESS_WIDTH = 18;
    private static final int SIZE_WIDTH = 9;

    private BlockMarks marks = new BlockMarks();
    private boolean isHex;

    void mark(BlockMarks known) {
        marks = known;
    }

    /** Whether sizes are hexadecimal. */
    boolean isHex() {
        return isHex;
    }

    void setHex(boolean hex) {
        isHex = hex;
    }

    List<DataColumn<Block>> columns() {
        return List.of(
                address("address", "Address", "First byte, header included", Block::address),
                size("size", "Size", "Bytes, header included", Block::size),
                text(
                        "state",
                        "State",
                        9,
                        "Busy, free, or used by the allocator",
                        BlockTable::state),
                text("owner", "Owner", 18, "Who holds it, where that is known", Block::owner),
                text("kind", "Kind", 16, "What the decoder calls it", Block::kind),
                address(
                        "user_address",
                        "User address",
                        "First byte for the caller",
                        Block::userAddress),
                size("user_size", "User size", "Bytes for the caller", Block::userSize),
                address("heap", "Heap", "Address of its heap", Block::heap),
                text(
                        "flags",
                        "Flags",
                        16,
                        "How it was found and what is special",
                        BlockTable::flags));
    }

    private static String state(Block block) {
        return block.state().label();
    }

    private static String flags(Block block) {
        return BlockFlags.label(block.flags());
    }

    private Role role(Block block) {
        if (marks.isIn(block)) {
            return Role.ERROR;
        }
        return plain(block);
    }

    private static Role plain(Block block) {
        return block.state() == BlockState.BUSY ? Role.NORMAL : Role.MUTED;
    }

    private DataColumn<Block> address(
            String id, String title, String words, ToLongFunction<Block> value) {
        TableColumn<Block> shown =
                TableColumn.<Block>of(
                                id,
                                title,
                                ADDRESS_WIDTH,
                                block -> Addresses.hex(value.applyAsLong(block)))
                        .explained(words)
                        .monospaced()
                        .coloured(this::role);
        return new DataColumn<>(shown, Kind.ADDRESS, false, value::applyAsLong);
    }

    private DataColumn<Block> size(
            String id, String title, String words, ToLongFunction<Block> value) {
        TableColumn<Block> shown =
                TableColumn.<Block>of(
                                id, title, SIZE_WIDTH, block -> size(value.applyAsLong(block)))
                        .explained(words)
                        .monospaced()
                        .toTheRight()
                        .coloured(BlockTable::plain);
        return new DataColumn<>(
                shown, Kind.BYTES, false, block -> unsigned(value.applyAsLong(block)));
    }

    private String size(long bytes) {
        return isHex ? Addresses.hex(bytes) : Numbers.grouped(bytes);
    }

    private static Object unsigned(long bits) {
        return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    }

    private static DataColumn<Block> text(
            String id, String title, int width, String words, Function<Block, String> value) {
        TableColumn<Block> shown =
                TableColumn.of(id, title, width, value)
                        .explained(words)
                        .coloured(BlockTable::plain);
        return new DataColumn<>(shown, Kind.TEXT, false, value::apply);
    }
}
