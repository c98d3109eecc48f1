/** Tests of what a table knows and does without a display. */
@NonNullByDefault
package org.cairn.ui.widgets.table;

import org.eclipse.jdt.annotation.NonNullByDefault;
