/** How Zstandard is unpacked. */
@NonNullByDefault
package org.cairn.dump.packed.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
