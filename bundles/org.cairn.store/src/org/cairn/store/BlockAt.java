package org.cairn.store;

import java.util.Optional;

/**
 * What is at an address.
 *
 * @param block the smallest block that holds the address
 * @param previous the block before it in the same heap, which does not overlap it; without a block,
 *     the last one that ends at or before the address in any of the heaps asked for
 * @param next the block after it in the same heap, which does not overlap it; without a block, the
 *     first one after the address in any of the heaps asked for
 */
public record BlockAt(Optional<Block> block, Optional<Block> previous, Optional<Block> next) {}
