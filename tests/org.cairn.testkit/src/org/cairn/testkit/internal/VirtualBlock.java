package org.cairn.testkit.internal;

/**
 * A block with memory of its own.
 *
 * @param region where its memory begins
 * @param address of its {@code _HEAP_VIRTUAL_ALLOC_ENTRY}
 * @param size committed and reserved bytes
 * @param requested bytes that the caller asked for
 * @param tag tag index, 0 for none
 */
record VirtualBlock(long region, long address, long size, long requested, int tag) {}
