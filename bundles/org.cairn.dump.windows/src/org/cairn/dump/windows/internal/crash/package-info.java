/** The kinds of crash dumps, and what their headers have in common. */
@NonNullByDefault
package org.cairn.dump.windows.internal.crash;

import org.eclipse.jdt.annotation.NonNullByDefault;
