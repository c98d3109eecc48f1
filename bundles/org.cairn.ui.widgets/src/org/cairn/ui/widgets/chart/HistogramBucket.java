package org.cairn.ui.widgets.chart;

import java.util.List;

/**
 * A column of a {@link HistogramChart}.
 *
 * @param label below the column, short
 * @param amounts from bottom to top, one for each series, at least 0
 * @param hint all of it as text, shown when the pointer rests on the column
 */
public record HistogramBucket(String label, List<Double> amounts, String hint) {
    /** Keeps a copy of the list. */
    public HistogramBucket {
        amounts = List.copyOf(amounts);
    }
}
