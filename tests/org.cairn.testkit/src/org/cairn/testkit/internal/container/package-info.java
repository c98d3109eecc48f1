/** How dumps of memory are written: by the published offsets, not by the readers' layouts. */
@NonNullByDefault
package org.cairn.testkit.internal.container;

import org.eclipse.jdt.annotation.NonNullByDefault;
