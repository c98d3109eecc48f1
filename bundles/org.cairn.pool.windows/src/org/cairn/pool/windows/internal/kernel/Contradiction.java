package org.cairn.pool.windows.internal.kernel;

/**
 * What cannot be in a variable or table of the kernel.
 *
 * @param address of the field
 * @param what one sentence
 * @param expected what belongs there
 * @param actual what is there
 */
public record Contradiction(long address, String what, String expected, String actual) {}
