package org.cairn.ui.widgets.hex;

import java.util.function.LongSupplier;

/**
 * Runs work at once when it is asked for after a rest, else when the asking has come to rest. Of
 * one thread.
 */
final class Debounce {
    private static final long NANOS_OF_MILLI = 1_000_000;

    private final int rest;
    private final LongSupplier clock;
    private final Timer timer;
    private final Runnable work;
    private boolean waits;
    private long lastAsked;

    /**
     * Debounced work.
     *
     * @param rest in milliseconds
     * @param clock in nanoseconds, as {@link System#nanoTime}
     * @param timer starts {@link #due}
     * @param work what to run
     */
    Debounce(int rest, LongSupplier clock, Timer timer, Runnable work) {
        this.rest = rest;
        this.clock = clock;
        this.timer = timer;
        this.work = work;
        lastAsked = clock.getAsLong() - rest * NANOS_OF_MILLI;
    }

    /** Asks for the work. */
    void ask() {
        long now = clock.getAsLong();
        boolean rested = now - lastAsked >= rest * NANOS_OF_MILLI;
        lastAsked = now;
        if (rested && !waits) {
            work.run();
        } else if (!waits) {
            waits = true;
            timer.start(rest, this::due);
        }
    }

    private void due() {
        long left = rest - (clock.getAsLong() - lastAsked) / NANOS_OF_MILLI;
        if (left > 0) {
            timer.start((int) left, this::due);
        } else {
            waits = false;
            work.run();
        }
    }

    /** Starts something later. */
    @FunctionalInterface
    interface Timer {
        /**
         * Runs something once, on the same thread.
         *
         * @param millis from now
         * @param task what to run
         */
        void start(int millis, Runnable task);
    }
}
