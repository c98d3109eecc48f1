/** The pools of Windows kernels as heaps. */
@NonNullByDefault
package org.cairn.pool.windows;

import org.eclipse.jdt.annotation.NonNullByDefault;
