/** A model of the segment heap as its allocators keep it, and how it is written. */
@NonNullByDefault
package org.cairn.testkit.internal.segment;

import org.eclipse.jdt.annotation.NonNullByDefault;
