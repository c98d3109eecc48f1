package org.cairn.analysis.filter;

/** A filter's text that cannot be understood. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1;

    private final int position;

    FilterException(int position, String message) {
        super(message);
        this.position = position;
    }

    /**
     * Where in the text the mistake is.
     *
     * @return index of a character, from 0; the length of the text when something is missing at its
     *     end
     */
    public int position() {
        return position;
    }
}
