/** The views of a dump, linked by one selection. */
@NonNullByDefault
package org.cairn.ui;

import org.eclipse.jdt.annotation.NonNullByDefault;
