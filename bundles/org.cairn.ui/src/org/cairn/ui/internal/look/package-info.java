/** How things look: numbers, colours, fonts. */
@NonNullByDefault
package org.cairn.ui.internal.look;

import org.eclipse.jdt.annotation.NonNullByDefault;
