package org.cairn.heap;

/**
 * A field of a structure in memory, for display.
 *
 * @param name as the vendor spells it
 * @param address of the field, unsigned
 * @param size in bytes; for a bit field that of its unit
 * @param raw the bytes in memory, hexadecimal, in memory order
 * @param value the decoded value for people
 */
public record FieldValue(String name, long address, int size, String raw, String value) {}
