/** A table of any number of rows, of which only the visible ones exist. */
@NonNullByDefault
package org.cairn.ui.widgets.table;

import org.eclipse.jdt.annotation.NonNullByDefault;
