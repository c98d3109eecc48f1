/** Memory as bytes or words and text, over the whole range of 64-bit addresses. */
@NonNullByDefault
package org.cairn.ui.widgets.hex;

import org.eclipse.jdt.annotation.NonNullByDefault;
