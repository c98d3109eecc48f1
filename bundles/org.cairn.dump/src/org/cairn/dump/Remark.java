package org.cairn.dump;

/**
 * Something that the user must know about a dump: a part that is missing, damaged, or contradicts
 * another.
 *
 * @param severity how much it matters
 * @param text one sentence
 */
public record Remark(Severity severity, String text) {
    /** How much a remark, an anomaly or a finding matters, from least to most. */
    public enum Severity {
        /** Worth knowing. */
        INFO("info"),
        /** Something is missing or doubtful. */
        WARNING("warning"),
        /** Something is broken. */
        ERROR("error");

        private final String label;

        Severity(String label) {
            this.label = label;
        }

        /**
         * The term used in columns and options.
         *
         * @return a lower-case word
         */
        public String label() {
            return label;
        }
    }

    /**
     * A remark worth knowing.
     *
     * @param text one sentence
     * @return the remark
     */
    public static Remark info(String text) {
        return new Remark(Severity.INFO, text);
    }

    /**
     * A remark about something missing or doubtful.
     *
     * @param text one sentence
     * @return the remark
     */
    public static Remark warning(String text) {
        return new Remark(Severity.WARNING, text);
    }

    /**
     * A remark about something broken.
     *
     * @param text one sentence
     * @return the remark
     */
    public static Remark error(String text) {
        return new Remark(Severity.ERROR, text);
    }
}
