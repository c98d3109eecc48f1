package org.cairn.ui.internal.details;

import org.cairn.ui.internal.details.Cell.Tone;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;

/**
 * Sections as one text.
 *
 * @param text lines
 * @param spans what differs from plain text, ascending, not overlapping
 * @param lines how each line is laid out
 */
record Document(String text, List<Span> spans, List<Line> lines) {
    /** Keeps copies of the lists. */
    Document {
        spans = List.copyOf(spans);
        lines = List.copyOf(lines);
    }

    /**
     * Some characters.
     *
     * @param start number of the first one
     * @param length how many
     * @param tone how they look
     * @param title whether they are a title
     * @param link where they lead, or null
     */
    record Span(int start, int length, Tone tone, boolean title, @Nullable Link link) {
        int end() {
            return start + length;
        }
    }

    /**
     * A line.
     *
     * @param title whether it is a title
     * @param stops where tabs lead, in pixels from the left
     */
    record Line(boolean title, List<Integer> stops) {
        static final Line PLAIN = new Line(false, List.of());
        static final Line TITLE = new Line(true, List.of());

        /** Keeps a copy of the list. */
        Line {
            stops = List.copyOf(stops);
        }

        /** Where the line goes on when it is wrapped. */
        int indent() {
            return stops.isEmpty() ? 0 : stops.get(stops.size() - 1);
        }
    }
}
