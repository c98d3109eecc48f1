/** Tests of the pools. */
@NonNullByDefault
package org.cairn.pool.windows;

import org.eclipse.jdt.annotation.NonNullByDefault;
