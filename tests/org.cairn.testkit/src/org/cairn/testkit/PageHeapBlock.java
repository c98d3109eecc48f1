package org.cairn.testkit;

import org.cairn.heap.BlockState;

/**
 * A block that a decoder must find in a page heap.
 *
 * @param address first byte of its pages
 * @param size bytes of its pages, the guard page included
 * @param userAddress first byte for the caller, or {@code address}
 * @param userSize bytes that the caller asked for, or {@code size}
 * @param state busy, free or metadata
 * @param present whether the data is in the dump
 */
public record PageHeapBlock(
        long address,
        long size,
        long userAddress,
        long userSize,
        BlockState state,
        boolean present) {}
