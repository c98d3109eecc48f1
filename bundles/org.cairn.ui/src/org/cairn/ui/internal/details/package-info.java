/** All that is known of what is chosen. */
@NonNullByDefault
package org.cairn.ui.internal.details;

import org.eclipse.jdt.annotation.NonNullByDefault;
