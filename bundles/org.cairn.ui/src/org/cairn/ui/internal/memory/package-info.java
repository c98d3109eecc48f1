/** Memory and the ways to show it. */
@NonNullByDefault
package org.cairn.ui.internal.memory;

import org.eclipse.jdt.annotation.NonNullByDefault;
