/** The overview of a dump, in sections. */
@NonNullByDefault
package org.cairn.ui.internal.overview;

import org.eclipse.jdt.annotation.NonNullByDefault;
