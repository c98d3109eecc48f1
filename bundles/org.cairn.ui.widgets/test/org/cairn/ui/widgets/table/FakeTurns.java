package org.cairn.ui.widgets.table;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A thread and a clock that go on when a test says so. */
final class FakeTurns implements Turns {
    private final Queue<Runnable> soon = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private long now = 1_000_000;

    private record Timer(long at, Runnable action) {}

    @Override
    public long now() {
        return now;
    }

    @Override
    public void run(Runnable action) {
        soon.add(action);
    }

    @Override
    public void later(int milliseconds, Runnable action) {
        timers.add(new Timer(now + milliseconds, action));
    }

    /** Runs what was given to it from any thread. */
    void runSoon() {
        while (!soon.isEmpty()) {
            soon.remove().run();
        }
    }

    /** Lets time go by. */
    void pass(int milliseconds) {
        long end = now + milliseconds;
        while (!timers.isEmpty() && timers.element().at() <= end) {
            Timer next = timers.remove();
            now = next.at();
            next.action().run();
        }
        now = end;
    }
}
