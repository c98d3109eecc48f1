/**
 * Finding heaps: those that the system lists and those whose signature stands in memory, and which
 * type table fits each of them.
 */
@NonNullByDefault
package org.cairn.heap.windows.internal.locate;

import org.eclipse.jdt.annotation.NonNullByDefault;
