/** The tree of heaps: dump, process or kernel, heap, segment. */
@NonNullByDefault
package org.cairn.ui.internal.heaps;

import org.eclipse.jdt.annotation.NonNullByDefault;
