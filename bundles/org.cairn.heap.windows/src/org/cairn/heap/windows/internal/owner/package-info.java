/** How a block's first pointer is looked up among the modules of its process. */
@NonNullByDefault
package org.cairn.heap.windows.internal.owner;

import org.eclipse.jdt.annotation.NonNullByDefault;
