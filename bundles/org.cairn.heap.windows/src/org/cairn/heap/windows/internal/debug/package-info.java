/**
 * What debugging aids add to blocks of any heap: recorded stacks, tags, fills, headers of the C run
 * time, and what the heap itself recorded when it found a damage.
 */
@NonNullByDefault
package org.cairn.heap.windows.internal.debug;

import org.eclipse.jdt.annotation.NonNullByDefault;
