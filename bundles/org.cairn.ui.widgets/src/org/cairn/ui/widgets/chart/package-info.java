/** Charts for an overview, drawn by SWTChart. */
@NonNullByDefault
package org.cairn.ui.widgets.chart;

import org.eclipse.jdt.annotation.NonNullByDefault;
