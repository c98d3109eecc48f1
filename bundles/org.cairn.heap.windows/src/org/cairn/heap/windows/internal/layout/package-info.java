/**
 * The NT heap's structures, bound once from a type table: offsets as plain numbers, so that a walk
 * looks up no name. Whatever depends on the version of the heap is decided by a {@link
 * org.cairn.heap.windows.internal.layout.HeapLayout}.
 */
@NonNullByDefault
package org.cairn.heap.windows.internal.layout;

import org.eclipse.jdt.annotation.NonNullByDefault;
