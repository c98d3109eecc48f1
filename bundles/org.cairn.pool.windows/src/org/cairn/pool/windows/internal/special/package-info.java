/** Special pool: blocks that have a page each, so that overruns are noticed. */
@NonNullByDefault
package org.cairn.pool.windows.internal.special;

import org.eclipse.jdt.annotation.NonNullByDefault;
