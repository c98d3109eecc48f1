/** What the user may choose. */
@NonNullByDefault
package org.cairn.ui.internal.preferences;

import org.eclipse.jdt.annotation.NonNullByDefault;
