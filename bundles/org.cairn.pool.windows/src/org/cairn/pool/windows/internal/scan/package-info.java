/** Blocks of pools in memory of which no system is known. */
@NonNullByDefault
package org.cairn.pool.windows.internal.scan;

import org.eclipse.jdt.annotation.NonNullByDefault;
