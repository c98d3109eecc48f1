/**
 * Decoders of the heaps of Windows processes. {@link org.cairn.heap.windows.NtHeapDecoder} decodes
 * the NT heap of XP and 2003, of Vista and later, and of ReactOS from the layouts of a type table;
 * {@link org.cairn.heap.windows.PageHeapDecoder} decodes page heaps; {@link
 * org.cairn.heap.windows.ModulePointerOwner} names the module into which a block's first pointer
 * leads.
 */
@NonNullByDefault
package org.cairn.heap.windows;

import org.eclipse.jdt.annotation.NonNullByDefault;
