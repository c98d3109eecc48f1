/** Tests of the decoders of Windows heaps. */
@NonNullByDefault
package org.cairn.heap.windows;

import org.eclipse.jdt.annotation.NonNullByDefault;
