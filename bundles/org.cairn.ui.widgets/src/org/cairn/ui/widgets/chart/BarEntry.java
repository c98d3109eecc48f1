package org.cairn.ui.widgets.chart;

import java.util.List;

/**
 * A named amount in a {@link BarChart}.
 *
 * @param name what it is the amount of
 * @param detail what more is said of it, or empty
 * @param mark what is special about it, or empty
 * @param amount how much, at least 0; decides the length of the bar
 * @param figures the amount and what goes with it as texts, aligned to the right
 * @param tone how much it matters
 * @param hint shown when the pointer rests on it, or empty
 */
public record BarEntry(
        String name,
        String detail,
        String mark,
        double amount,
        List<String> figures,
        Tone tone,
        String hint) {
    /** Keeps a copy of the list. */
    public BarEntry {
        figures = List.copyOf(figures);
    }

    /** How much an entry matters. */
    public enum Tone {
        /** Like most. */
        NORMAL,
        /** Less: its bar is grey. */
        QUIET,
        /** More: its mark has the colour of a warning. */
        WARNING
    }

    /**
     * All that is said of it, for those who do not see the bar.
     *
     * @return such as {@code shop.exe, module, 17,920, 11.2 %}
     */
    public String spoken() {
        StringBuilder text = new StringBuilder(name);
        for (String more : List.of(detail, mark)) {
            if (!more.isEmpty()) {
                text.append(", ").append(more);
            }
        }
        figures.forEach(figure -> text.append(", ").append(figure));
        return text.toString();
    }
}
