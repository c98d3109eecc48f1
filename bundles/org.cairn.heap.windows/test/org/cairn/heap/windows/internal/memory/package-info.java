/** Tests of parts of the walk that no written heap reaches. */
@NonNullByDefault
package org.cairn.heap.windows.internal.memory;

import org.eclipse.jdt.annotation.NonNullByDefault;
