/**
 * Address spaces: which bytes of a machine's memory are there, which are absent and why, and how
 * structures are read from them. Addresses are unsigned 64-bit values held in a {@code long}; all
 * supported machines are little-endian.
 */
@NonNullByDefault
package org.cairn.memory;

import org.eclipse.jdt.annotation.NonNullByDefault;
