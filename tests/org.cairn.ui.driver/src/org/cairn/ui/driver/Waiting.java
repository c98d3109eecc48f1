package org.cairn.ui.driver;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for conditions, with a limit that is far beyond what a slow machine needs; the system
 * property {@code cairn.patience} sets it, in seconds.
 */
public final class Waiting {
    private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("cairn.patience", 60));
    private static final long POLL_MILLIS = 20;

    private Waiting() {}

    /**
     * Waits for a condition.
     *
     * @param what is waited for, such as "the dump is ready"
     * @param condition asked on the UI thread, again and again
     * @param seen what there is instead, for the message; asked on the UI thread
     * @throws AssertionError when it does not come true
     */
    public static void until(String what, BooleanSupplier condition, Supplier<String> seen) {
        untilThere(
                what,
                () -> condition.getAsBoolean() ? Optional.of(Boolean.TRUE) : Optional.empty(),
                seen);
    }

    /**
     * Waits for something to be there.
     *
     * @param <T> what it is
     * @param what is waited for, such as "the button OK"
     * @param search asked on the UI thread, again and again
     * @param seen what there is instead, for the message; asked on the UI thread
     * @return what was found
     * @throws AssertionError when it does not come
     */
    public static <T> T untilThere(
            String what, Supplier<Optional<T>> search, Supplier<String> seen) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Optional<T> found = Ui.ask(search);
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("waited for " + what + ", saw " + Ui.ask(seen));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", interrupted);
        }
    }
}
