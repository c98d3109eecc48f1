package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.Progress;

/** Asks in a long loop whether the work is still wanted, not in each round. For one thread. */
public final class Pulse {
    private static final int ROUNDS = 1 << 10;

    private final Progress progress;
    private int rounds;

    /**
     * Prepares.
     *
     * @param progress is asked
     */
    public Pulse(Progress progress) {
        this.progress = progress;
    }

    /** Called in each round. */
    public void beat() {
        if (++rounds % ROUNDS == 0) {
            progress.checkCancelled();
        }
    }
}
