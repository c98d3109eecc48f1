package org.cairn.analysis;

import org.cairn.analysis.table.Table;

import java.util.List;
import java.util.Optional;

/**
 * What is known of one address.
 *
 * @param address the address that was asked for, unsigned
 * @param place where it lies in its block, or empty when no block holds it
 * @param memory whether the byte itself is in the dump, or why not; without a block also the gap
 *     that it lies in, and the block that may have been written past its end
 * @param tables the block with its heap and owner, its header field by field, and its neighbours;
 *     without a block the gap, what was told of it, and its first bytes
 */
public record AddressReport(
        long address, Optional<Place> place, String memory, List<Table> tables) {
    /**
     * A place in a block.
     *
     * @param block address of the block, unsigned
     * @param part {@code the header}, {@code the user data}, {@code the slack} or {@code the
     *     trailer}
     * @param offset bytes from the beginning of that part
     */
    public record Place(long block, String part, long offset) {}
}
