package org.cairn.ui.widgets;

/** Work that a widget has asked for and may no longer want. */
@FunctionalInterface
public interface Request {
    /** A request that was answered at once. */
    Request DONE =
            () -> {
                // nothing is under way
            };

    /** Ends the work if it is under way. Its answer, should one still come, is dropped. */
    void cancel();
}
