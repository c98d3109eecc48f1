package org.cairn.ui.widgets.chart;

import java.util.List;

/**
 * Where the parts of a list of bars are: names, then bars that get what is left, then figures.
 *
 * @param names width of the column of names in pixels, at least 0
 * @param barX where bars begin
 * @param barWidth length of the longest bar, 0 when there is no room for bars
 * @param figureEnds where the figures of each column end, so that they can be aligned to the right
 */
record BarLayout(int names, int barX, int barWidth, List<Integer> figureEnds) {
    /** Space at both ends of a row. */
    static final int MARGIN = 6;

    /** Space between columns. */
    static final int GAP = 12;

    private static final int LEAST_BAR = 36;

    /** Bars of this length may give the rest to names that are long. */
    private static final int GOOD_BAR = 40;

    private static final double MOST_FOR_NAMES = 0.55;

    /**
     * Divides a width.
     *
     * @param width of the list
     * @param widestName that wants to be shown
     * @param widestFigures of each column
     */
    static BarLayout of(int width, int widestName, List<Integer> widestFigures) {
        int figures = widestFigures.stream().mapToInt(figure -> figure + GAP).sum();
        int inner = Math.max(0, width - 2 * MARGIN - figures);
        int most = Math.max((int) (inner * MOST_FOR_NAMES), inner - GAP - GOOD_BAR);
        int names = Math.min(widestName, most);
        int bar = inner - names - GAP;
        if (bar < LEAST_BAR) {
            names = inner;
            bar = 0;
        }
        Integer[] ends = new Integer[widestFigures.size()];
        int end = width - MARGIN;
        for (int i = ends.length - 1; i >= 0; i--) {
            ends[i] = end;
            end -= widestFigures.get(i) + GAP;
        }
        return new BarLayout(names, MARGIN + names + GAP, bar, List.of(ends));
    }

    /** The length of the bar of an amount; something that is not nothing can be seen. */
    int length(double amount, double greatest) {
        if (amount <= 0 || greatest <= 0 || barWidth == 0) {
            return 0;
        }
        return Math.max(1, (int) Math.round(amount / greatest * barWidth));
    }
}
