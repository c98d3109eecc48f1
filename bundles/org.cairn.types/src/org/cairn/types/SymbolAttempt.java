package org.cairn.types;

/**
 * A place where symbols were looked for.
 *
 * @param place a file, a folder, an address, or an element of the symbol path
 * @param found whether the symbols were there
 * @param outcome what was found, or why it was not taken, a phrase
 */
public record SymbolAttempt(String place, boolean found, String outcome) {}
