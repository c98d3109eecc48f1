/**
 * The segment heap's structures, bound once from a type table: offsets and bits as plain numbers.
 * Nothing here knows whether the heap belongs to a process or to the kernel.
 */
@NonNullByDefault
package org.cairn.heap.windows.internal.segment.layout;

import org.eclipse.jdt.annotation.NonNullByDefault;
