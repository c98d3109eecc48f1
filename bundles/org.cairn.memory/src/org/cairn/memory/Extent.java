package org.cairn.memory;

/**
 * How much memory an address space holds.
 *
 * @param bytes that are there
 * @param runs stretches without a gap that they form
 */
public record Extent(long bytes, long runs) {}
