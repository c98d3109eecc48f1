package org.cairn.heap;

/** How sure a statement is, from least to most. */
public enum Confidence {
    /** Something points to it, chance may do so, too. */
    HINT("hint"),
    /** Several things point to it. */
    STRONG("strong"),
    /** The format says so and its own checks hold. */
    CERTAIN("certain");

    private final String label;

    Confidence(String label) {
        this.label = label;
    }

    /**
     * The term used in columns.
     *
     * @return a lower-case word
     */
    public String label() {
        return label;
    }
}
