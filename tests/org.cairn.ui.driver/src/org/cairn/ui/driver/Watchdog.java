package org.cairn.ui.driver;

import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Measures how long each event keeps the UI thread. An event inside of another belongs to the outer
 * one; where the outer one sleeps in a loop of its own, as a dialog does, the inner events stand
 * for themselves. What the driver does on the UI thread is left out. The events of a thread that
 * wakes and sleeps come from SWT's own {@code PreEvent}, {@code PostEvent}, {@code Sleep} and the
 * events around calls of the system.
 */
public final class Watchdog implements AutoCloseable {
    private static final Duration LONG = Duration.ofMillis(50);
    private static final long SAMPLE_MILLIS = 10;
    private static final int KEPT = 5;
    private static final String KEY = Watchdog.class.getName();

    private final Display display;
    private final Watchdog[] before;
    private final Listener listener = this::notice;
    private final Deque<Integer> outer = new ArrayDeque<>();
    private final List<UiEvent> longest = new ArrayList<>();
    private final Thread sampler;
    private int depth;
    private long events;
    private long longEvents;
    private volatile @Nullable RunningEvent running;
    private volatile boolean closed;

    private Watchdog(Display display) {
        this.display = display;
        before = all(display);
        sampler = new Thread(this::sample, "watchdog");
        sampler.setDaemon(true);
    }

    /**
     * Begins to measure. Another watchdog rests until this one is closed.
     *
     * @return to be closed
     */
    public static Watchdog start() {
        return Ui.ask(
                () -> {
                    Watchdog watchdog = new Watchdog(Ui.display());
                    watchdog.listen();
                    return watchdog;
                });
    }

    private void listen() {
        for (Watchdog other : before) {
            other.rest(true);
        }
        rest(false);
        Watchdog[] now = new Watchdog[before.length + 1];
        System.arraycopy(before, 0, now, 0, before.length);
        now[before.length] = this;
        display.setData(KEY, now);
        sampler.start();
    }

    private void rest(boolean resting) {
        for (int type : new int[] {SWT.PreEvent, SWT.PostEvent, SWT.PreExternalEventDispatch}) {
            if (resting) {
                display.removeListener(type, listener);
            } else {
                display.addListener(type, listener);
            }
        }
    }

    private static Watchdog[] all(Display display) {
        return display.getData(KEY) instanceof Watchdog[] watchdogs ? watchdogs : new Watchdog[0];
    }

    /** Runs the driver's own work; events that it sets off are measured all the same. */
    static void leavingOut(Display display, Runnable action) {
        Watchdog[] watchdogs = all(display);
        int[] levels = new int[watchdogs.length];
        for (int i = 0; i < watchdogs.length; i++) {
            watchdogs[i].running = null;
            levels[i] = watchdogs[i].outer.size();
            watchdogs[i].outer.push(watchdogs[i].depth);
            watchdogs[i].depth = 0;
        }
        try {
            action.run();
        } finally {
            for (int i = 0; i < watchdogs.length; i++) {
                watchdogs[i].running = null;
                while (watchdogs[i].outer.size() > levels[i]) {
                    watchdogs[i].depth = watchdogs[i].outer.pop();
                }
            }
        }
    }

    private void notice(Event event) {
        switch (event.type) {
            case SWT.PreEvent -> {
                if (depth == 0) {
                    running = new RunningEvent(event.detail, System.nanoTime());
                }
                depth++;
            }
            case SWT.PostEvent -> {
                if (depth == 0 && !outer.isEmpty()) {
                    depth = outer.pop();
                }
                depth = Math.max(0, depth - 1);
                if (depth == 0) {
                    end();
                }
            }
            default -> {
                if (depth > 0) {
                    end();
                    outer.push(depth);
                    depth = 0;
                }
            }
        }
    }

    private void end() {
        RunningEvent ended = running;
        running = null;
        if (ended == null) {
            return;
        }
        events++;
        UiEvent event = ended.end(System.nanoTime());
        if (event.duration().compareTo(LONG) > 0) {
            longEvents++;
        }
        longest.add(event);
        longest.sort(Comparator.comparing(UiEvent::duration).reversed());
        if (longest.size() > KEPT) {
            longest.removeLast();
        }
    }

    private void sample() {
        while (!closed) {
            RunningEvent event = running;
            if (event != null && event.lasts(System.nanoTime()).compareTo(LONG) > 0) {
                event.saw(display.getThread().getStackTrace());
            }
            try {
                Thread.sleep(SAMPLE_MILLIS);
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    /**
     * How many events were measured.
     *
     * @return at least 0
     */
    public long events() {
        return Ui.ask(() -> events);
    }

    /**
     * The events that lasted longest.
     *
     * @return up to five, the longest first
     */
    public List<UiEvent> longest() {
        return Ui.ask(() -> List.copyOf(longest));
    }

    /**
     * All there is to say.
     *
     * @return lines for people
     */
    public List<String> report() {
        return Ui.ask(
                () -> {
                    List<String> lines = new ArrayList<>();
                    lines.add(
                            "UI thread: %,d events, %,d of them longer than %d ms; the longest:"
                                    .formatted(events, longEvents, LONG.toMillis()));
                    longest.forEach(event -> lines.add("  " + event));
                    return lines;
                });
    }

    /** Ends measuring. What was measured can still be asked. */
    @Override
    public void close() {
        closed = true;
        Ui.act(
                () -> {
                    rest(true);
                    for (Watchdog other : before) {
                        other.rest(false);
                    }
                    display.setData(KEY, before);
                });
    }
}
