package org.cairn.testkit.internal.segment;

/**
 * A block with memory of its own.
 *
 * @param node address of its {@code _HEAP_LARGE_ALLOC_DATA}
 * @param address of its memory
 * @param pages its length
 * @param requested bytes that the caller asked for
 */
record LargeModel(long node, long address, long pages, long requested) {}
