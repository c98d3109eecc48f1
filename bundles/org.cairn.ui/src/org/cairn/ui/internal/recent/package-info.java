/** What the user chose lately. */
@NonNullByDefault
package org.cairn.ui.internal.recent;

import org.eclipse.jdt.annotation.NonNullByDefault;
