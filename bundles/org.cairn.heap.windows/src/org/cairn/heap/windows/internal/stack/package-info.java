/** Call stacks that the system recorded at allocations, as owners of blocks. */
@NonNullByDefault
package org.cairn.heap.windows.internal.stack;

import org.eclipse.jdt.annotation.NonNullByDefault;
