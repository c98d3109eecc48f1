package org.cairn.ui.widgets.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Deque;

class DebounceTest {
    private static final int REST = 40;

    private final Deque<Runnable> timers = new ArrayDeque<>();
    private long millis;
    private int runs;
    private final Debounce debounce =
            new Debounce(
                    REST,
                    () -> millis * 1_000_000,
                    (delay, task) -> timers.add(task),
                    () -> runs++);

    @Test
    void runsAtOnceAfterARest() {
        debounce.ask();
        assertThat(runs).isEqualTo(1);
        millis += REST;
        debounce.ask();
        assertThat(runs).isEqualTo(2);
        assertThat(timers).isEmpty();
    }

    @Test
    void waitsUntilTheAskingRests() {
        debounce.ask();
        for (int i = 0; i < 10; i++) {
            millis += 10;
            debounce.ask();
        }
        assertThat(runs).isEqualTo(1);
        assertThat(timers).hasSize(1);

        millis += 15;
        timers.remove().run();
        assertThat(runs).as("asked for 15 ms ago").isEqualTo(1);
        millis += 25;
        timers.remove().run();
        assertThat(runs).isEqualTo(2);
        assertThat(timers).isEmpty();
    }
}
