package org.cairn.ui.internal.address;

import org.cairn.store.Block;

/** The parts of a block, in their order in memory. */
public enum BlockPart {
    /** What the allocator keeps before the user data. */
    HEADER,
    /** What the caller asked for. */
    USER,
    /** What the caller got besides, or a trailer. */
    SLACK;

    /**
     * What people call it.
     *
     * @param block the block
     * @return with its article, such as {@code the header}
     */
    public String label(Block block) {
        return switch (this) {
            case HEADER -> "the header";
            case USER -> "the user data";
            case SLACK -> "the " + block.rest();
        };
    }

    /**
     * The part that holds an address.
     *
     * @param block the block
     * @param address in the block, unsigned
     * @return the part
     */
    public static BlockPart at(Block block, long address) {
        if (address - block.address() < userOffset(block)) {
            return HEADER;
        }
        return address - block.address() < userEnd(block) ? USER : SLACK;
    }

    /**
     * Where the part begins.
     *
     * @param block the block
     * @return address of its first byte, unsigned; that of the next part when this one is empty
     */
    public long first(Block block) {
        return block.address()
                + switch (this) {
                    case HEADER -> 0;
                    case USER -> userOffset(block);
                    case SLACK -> userEnd(block);
                };
    }

    /**
     * How long the part is.
     *
     * @param block the block
     * @return bytes, 0 when the block does not have this part
     */
    public long size(Block block) {
        return switch (this) {
            case HEADER -> userOffset(block);
            case USER -> userEnd(block) - userOffset(block);
            case SLACK -> block.size() - userEnd(block);
        };
    }

    /** Bytes before the user data; a block never has user data outside of it. */
    private static long userOffset(Block block) {
        return Math.clamp(block.userAddress() - block.address(), 0, block.size());
    }

    private static long userEnd(Block block) {
        long start = userOffset(block);
        return start + Math.clamp(block.userSize(), 0, block.size() - start);
    }
}
