package org.cairn.ui.internal.tables;

import org.cairn.ui.DumpSession;
import org.eclipse.jdt.annotation.Nullable;

/** What an empty table says of the dump. Why one cannot be read stands in its editor, once. */
public final class DumpWords {
    private DumpWords() {}

    /**
     * Why there are no rows.
     *
     * @param dump the dump, or null when none is open
     * @return one sentence
     */
    public static String of(@Nullable DumpSession dump) {
        if (dump == null) {
            return "No dump is open.";
        }
        return switch (dump.state()) {
            case OPENING -> "Opening the dump\u2026";
            case DECODING -> "Decoding the blocks\u2026";
            case NOT_DECODED -> "The blocks are not decoded" + because(dump.message());
            case FAILED -> "The dump cannot be read.";
            case READY, CLOSED -> "";
        };
    }

    private static String because(String message) {
        return message.isEmpty() ? "." : ": " + message;
    }
}
