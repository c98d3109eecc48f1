/** Charts for an overview: columns are drawn by SWTChart, lists of bars by ourselves. */
@NonNullByDefault
package org.cairn.ui.widgets.chart;

import org.eclipse.jdt.annotation.NonNullByDefault;
