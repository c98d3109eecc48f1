/** Who holds how much. */
@NonNullByDefault
package org.cairn.ui.internal.owners;

import org.eclipse.jdt.annotation.NonNullByDefault;
