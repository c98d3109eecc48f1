/** Cairn on Equinox: the extension points, and where results are cached. */
@NonNullByDefault
package org.cairn.platform;

import org.eclipse.jdt.annotation.NonNullByDefault;
