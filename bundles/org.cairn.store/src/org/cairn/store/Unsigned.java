package org.cairn.store;

/**
 * An unsigned parameter of a query, such as an address.
 *
 * @param bits the number
 */
public record Unsigned(long bits) {}
