package org.cairn.ui.internal.jobs;

import org.cairn.memory.Progress;
import org.cairn.ui.internal.look.Numbers;
import org.eclipse.core.runtime.IProgressMonitor;

/** The progress of a job. May be used by several threads. */
public final class MonitorProgress implements Progress {
    private final IProgressMonitor monitor;
    private String task;
    private long total;
    private long done;
    private int shown;

    /**
     * Begins to report.
     *
     * @param monitor of the job
     * @param name what the job does
     */
    public MonitorProgress(IProgressMonitor monitor, String name) {
        this.monitor = monitor;
        this.task = name;
        monitor.beginTask(name, IProgressMonitor.UNKNOWN);
    }

    /**
     * What is done at the moment, and how much of it.
     *
     * @return such as {@code decoding, 42 %}
     */
    public synchronized String text() {
        return total > 0 ? task + ", " + Numbers.percent((double) done / total) : task;
    }

    @Override
    public synchronized void task(String name) {
        task = name;
        monitor.beginTask(name, IProgressMonitor.UNKNOWN);
        total = 0;
    }

    @Override
    public synchronized void total(long units) {
        total = units;
        done = 0;
        shown = 0;
        monitor.beginTask(task, units > 0 ? Ticks.ALL : IProgressMonitor.UNKNOWN);
    }

    @Override
    public synchronized void step(long units) {
        if (total <= 0) {
            return;
        }
        done = Math.min(total, done + units);
        int ticks = (int) ((double) done / total * Ticks.ALL);
        if (ticks > shown) {
            monitor.worked(ticks - shown);
            shown = ticks;
        }
    }

    @Override
    public void checkCancelled() {
        if (monitor.isCanceled()) {
            throw new CancelledException();
        }
    }

    /** The platform counts work in {@code int}; so many stand for all of it. */
    private static final class Ticks {
        static final int ALL = 1000;
    }
}
