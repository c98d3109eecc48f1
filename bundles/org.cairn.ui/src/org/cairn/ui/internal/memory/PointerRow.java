package org.cairn.ui.internal.memory;

import org.cairn.ui.widgets.table.TableColumn.Role;

import java.util.OptionalLong;

/**
 * A word of memory as a pointer.
 *
 * @param address of the word, unsigned
 * @param value the word, unsigned, or empty when it is absent
 * @param kind what it points to, in one word, or empty
 * @param target what it points to, or why the word is absent
 * @param role how much it matters
 */
record PointerRow(long address, OptionalLong value, String kind, String target, Role role) {}
