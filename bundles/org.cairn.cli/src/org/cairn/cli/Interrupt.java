package org.cairn.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The interrupt of a command (Ctrl+C, or another signal that ends Java): waits a moment until the
 * command has put its files away and has said that it was cancelled, and says it for a command that
 * does not end in that time.
 */
final class Interrupt implements AutoCloseable {
    private final Duration patience;
    private final Runnable late;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::cancel, "cairn-cancel");
    private volatile boolean happened;

    private Interrupt(Duration patience, Runnable late) {
        this.patience = patience;
        this.late = late;
    }

    /**
     * Watches for it from now on.
     *
     * @param patience how long the command has time to end
     * @param late run when it has not ended in time
     */
    static Interrupt watch(Duration patience, Runnable late) {
        Interrupt interrupt = new Interrupt(patience, late);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    boolean happened() {
        return happened;
    }

    void cancel() {
        happened = true;
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                late.run();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // Java ends already, and the hook with it.
            return;
        }
    }
}
