/** How contributed decoders are run: guarded, in parallel, into the store. */
@NonNullByDefault
package org.cairn.analysis.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
