/** How the NT heap's structures are read from a process: single values, headers, lists. */
@NonNullByDefault
package org.cairn.heap.windows.internal.memory;

import org.eclipse.jdt.annotation.NonNullByDefault;
