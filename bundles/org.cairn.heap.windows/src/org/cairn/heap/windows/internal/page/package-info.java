/**
 * The page heap of ntdll ({@code _DPH_HEAP_ROOT}): where it is, its nodes, its blocks with their
 * stamps and fills, and the headers that its light variant puts into blocks of the NT heap.
 */
@NonNullByDefault
package org.cairn.heap.windows.internal.page;

import org.eclipse.jdt.annotation.NonNullByDefault;
