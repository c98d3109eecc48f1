package org.cairn.memory;

/**
 * How long work reports its steps and learns that it is no longer wanted. Both calls are cheap and
 * never block.
 */
public interface Progress {
    /** Work that nobody watches and nobody cancels. */
    Progress NONE = new Progress() {
                // the defaults
            };

    /**
     * Names what is being done now.
     *
     * @param task a short phrase for people, such as {@code decoding heap 0x14b0000}
     */
    default void task(String task) {
        // nobody watches
    }

    /**
     * Says how much work the current task has.
     *
     * @param total units, the same as those of {@link #step}; 0 when unknown
     */
    default void total(long total) {
        // nobody watches
    }

    /**
     * Reports units of work as done.
     *
     * @param units number of units since the last call
     */
    default void step(long units) {
        // nobody watches
    }

    /**
     * Ends the work when it was cancelled.
     *
     * @throws CancelledException when it was
     */
    default void checkCancelled() {
        // nobody watches
    }

    /** Thrown by {@link #checkCancelled()}. */
    final class CancelledException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Creates the exception. */
        public CancelledException() {
            super("cancelled", null, false, false);
        }
    }
}
