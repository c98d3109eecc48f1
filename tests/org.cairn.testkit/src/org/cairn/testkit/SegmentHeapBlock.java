package org.cairn.testkit;

import org.cairn.heap.BlockState;

/**
 * A block of a segment heap that a decoder must find. Free blocks and metadata that are uncommitted
 * in the middle are several.
 *
 * @param address first byte, header included
 * @param size committed bytes, header included
 * @param userAddress first byte for the caller, else the first behind the header
 * @param userSize bytes that the caller asked for, else those behind the header
 * @param state what it is in use for
 * @param kind such as {@code VS}
 * @param flags as {@link org.cairn.heap.BlockSink} has them
 */
public record SegmentHeapBlock(
        long address,
        long size,
        long userAddress,
        long userSize,
        BlockState state,
        String kind,
        int flags) {}
