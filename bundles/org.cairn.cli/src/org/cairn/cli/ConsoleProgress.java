package org.cairn.cli;

import org.cairn.memory.Progress;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Progress on the terminal: one line that is drawn again and again, or nothing where standard error
 * is not a terminal. An interrupt cancels the work.
 */
final class ConsoleProgress implements Progress, AutoCloseable {
    /** Set by the start script when standard error is a terminal. */
    private static final String TERMINAL_PROPERTY = "cairn.terminal";

    private static final long REDRAW_MILLIS = 150;
    private static final int BAR_WIDTH = 30;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final Interrupt interrupt;
    private final boolean visible;
    private final AtomicLong done = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long total;
    private volatile String task = "";
    private volatile boolean cleared;

    private ConsoleProgress(PrintWriter err, Interrupt interrupt, boolean visible) {
        this.err = err;
        this.interrupt = interrupt;
        this.visible = visible;
    }

    static ConsoleProgress start(PrintWriter err, Interrupt interrupt, boolean quiet) {
        ConsoleProgress progress =
                new ConsoleProgress(
                        err, interrupt, !quiet && Boolean.getBoolean(TERMINAL_PROPERTY));
        if (progress.visible) {
            Thread drawing = new Thread(progress::draw, "cairn-progress");
            drawing.setDaemon(true);
            drawing.start();
        }
        return progress;
    }

    @Override
    public void task(String name) {
        done.set(0);
        total = 0;
        task = name;
    }

    @Override
    public void total(long units) {
        total = units;
    }

    @Override
    public void step(long units) {
        done.addAndGet(units);
    }

    @Override
    public void checkCancelled() {
        if (interrupt.happened()) {
            throw new CancelledException();
        }
    }

    private void draw() {
        try {
            while (!ended.await(REDRAW_MILLIS, TimeUnit.MILLISECONDS)) {
                synchronized (this) {
                    if (!cleared) {
                        err.print(ERASE_LINE + line());
                        err.flush();
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String line() {
        long all = total;
        if (all <= 0) {
            return task;
        }
        int filled = (int) Math.min(BAR_WIDTH, done.get() * BAR_WIDTH / all);
        return "[" + "#".repeat(filled) + " ".repeat(BAR_WIDTH - filled) + "] " + task;
    }

    /** Takes the line off the screen, before results are printed. */
    synchronized void clear() {
        if (visible && !cleared) {
            err.print(ERASE_LINE);
            err.flush();
        }
        cleared = true;
    }

    @Override
    public void close() {
        clear();
        ended.countDown();
    }
}
