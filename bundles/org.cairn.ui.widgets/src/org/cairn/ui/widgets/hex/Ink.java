package org.cairn.ui.widgets.hex;

/** How a character of a row is drawn. */
enum Ink {
    /** Not at all. */
    NONE,
    /** An address or a column's heading. */
    ADDRESS,
    /** A byte with a value. */
    PLAIN,
    /** Zero, no text, or not there yet. */
    MUTED,
    /** An absent byte. */
    ABSENT,
    /** Why bytes are absent. */
    NOTE
}
