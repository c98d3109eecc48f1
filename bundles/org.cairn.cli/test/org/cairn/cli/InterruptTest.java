package org.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What an interrupt does, and what the end of a command does to it. */
class InterruptTest {
    private final AtomicInteger late = new AtomicInteger();

    /** The command says itself that it was cancelled; the interrupt waits for that. */
    @Test
    void aCommandThatEndsInTimeIsWaitedFor() throws InterruptedException {
        Interrupt interrupt = Interrupt.watch(Duration.ofDays(1), late::incrementAndGet);
        Thread signal = Thread.ofPlatform().start(interrupt::cancel);
        while (!interrupt.happened()) {
            Thread.onSpinWait();
        }
        assertThat(signal.isAlive()).isTrue();
        interrupt.close();
        signal.join();
        assertThat(late).hasValue(0);
    }

    @Test
    void forACommandThatDoesNotEndItIsSaid() {
        try (Interrupt interrupt = Interrupt.watch(Duration.ZERO, late::incrementAndGet)) {
            assertThat(interrupt.happened()).isFalse();
            interrupt.cancel();
            assertThat(interrupt.happened()).isTrue();
            assertThat(late).hasValue(1);
        }
    }
}
