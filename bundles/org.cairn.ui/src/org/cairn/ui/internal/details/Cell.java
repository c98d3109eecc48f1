package org.cairn.ui.internal.details;

import org.cairn.memory.Addresses;
import org.eclipse.jdt.annotation.Nullable;

/**
 * A text of the view.
 *
 * @param text one line or more
 * @param tone how it looks
 * @param link where it leads, or null
 */
record Cell(String text, Tone tone, @Nullable Link link) {
    /** How texts look. */
    enum Tone {
        /** For reading. */
        PLAIN,
        /** Addresses and bytes. */
        FIXED,
        /** Of less interest. */
        MUTED,
        /** Suspicious. */
        WARNING,
        /** Wrong. */
        ERROR
    }

    static Cell of(String text) {
        return new Cell(text, Tone.PLAIN, null);
    }

    static Cell fixed(String text) {
        return new Cell(text, Tone.FIXED, null);
    }

    static Cell muted(String text) {
        return new Cell(text, Tone.MUTED, null);
    }

    static Cell address(long address) {
        return new Cell(Addresses.hex(address), Tone.FIXED, Link.toAddress(address));
    }

    static Cell link(String text, Link link) {
        return new Cell(text, Tone.PLAIN, link);
    }

    /** The same that leads somewhere. */
    Cell linked(Link to) {
        return new Cell(text, tone, to);
    }
}
