/** The page that greets when no dump is open. */
@NonNullByDefault
package org.cairn.ui.internal.welcome;

import org.eclipse.jdt.annotation.NonNullByDefault;
