package org.cairn.ui.widgets.table;

/** The thread that a table lives on, and its clock. */
interface Turns {
    /** Milliseconds from any beginning. */
    long now();

    /**
     * Runs something on the table's thread: at once if this is it, otherwise soon, or never if the
     * table is gone.
     */
    void run(Runnable action);

    /** Runs something on the table's thread after some milliseconds. */
    void later(int milliseconds, Runnable action);
}
