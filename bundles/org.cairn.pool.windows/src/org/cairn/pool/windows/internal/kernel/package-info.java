/** What a kernel keeps about its pools: ranges, descriptors, tables, lists. */
@NonNullByDefault
package org.cairn.pool.windows.internal.kernel;

import org.eclipse.jdt.annotation.NonNullByDefault;
