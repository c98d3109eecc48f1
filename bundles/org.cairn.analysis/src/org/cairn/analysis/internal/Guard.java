package org.cairn.analysis.internal;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.eclipse.jdt.annotation.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs contributed code on threads of its own. A job that throws fails alone; a job that shows no
 * sign of life for the stall limit is abandoned: Java cannot stop a thread that does not listen, so
 * the thread is left behind as a daemon and whatever it reports later is refused. May be used by
 * several threads.
 */
public final class Guard {
    /** So many steps of progress are one job. */
    public static final int STEPS = 1000;

    private static final long WATCH_MILLIS = 50;

    /** Work that is run under guard. */
    interface Job {
        /** Does the work. */
        void run(LifeSign sign) throws Exception;

        /** Called on the guarding thread when the work threw. */
        void failed(Throwable failure);

        /** Called on the guarding thread when the work was abandoned. */
        void stalled();
    }

    private final int threads;
    private final long stallNanos;

    /**
     * Creates a guard.
     *
     * @param threads how many jobs run at a time
     * @param stallLimit how long a job may show no sign of life
     */
    public Guard(int threads, Duration stallLimit) {
        this.threads = threads;
        this.stallNanos = stallLimit.toNanos();
    }

    /** How many jobs run at a time. */
    int threads() {
        return threads;
    }

    /**
     * Runs all jobs and returns when each has ended or was abandoned; each of them is {@link
     * #STEPS} steps of the progress.
     */
    void run(List<? extends Job> jobs, Progress progress) {
        progress.total((long) jobs.size() * STEPS);
        Deque<Job> pending = new ArrayDeque<>(jobs);
        List<Running> active = new ArrayList<>();
        BlockingQueue<@Nullable Running> ended = new LinkedBlockingQueue<>();
        try {
            while (!pending.isEmpty() || !active.isEmpty()) {
                while (active.size() < threads && !pending.isEmpty()) {
                    active.add(Running.start(pending.remove(), ended));
                }
                Running done = ended.poll(WATCH_MILLIS, TimeUnit.MILLISECONDS);
                progress.checkCancelled();
                if (done != null && active.remove(done)) {
                    done.report();
                    progress.step(done.rest());
                }
                abandonStalled(active, progress);
                active.forEach(running -> progress.step(running.advance()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } finally {
            active.forEach(running -> running.sign.end());
        }
    }

    private void abandonStalled(List<Running> active, Progress progress) {
        for (Iterator<Running> each = active.iterator(); each.hasNext(); ) {
            Running running = each.next();
            if (running.isSilentFor(stallNanos)) {
                running.sign.end();
                each.remove();
                running.job.stalled();
                progress.step(running.rest());
            }
        }
    }

    private static final class Running {
        private final Job job;
        private final LifeSign sign = new LifeSign();
        private volatile @Nullable Throwable failure;
        private long lastSeen;
        private long lastChange = System.nanoTime();
        private int told;

        private Running(Job job) {
            this.job = job;
        }

        static Running start(Job job, BlockingQueue<@Nullable Running> ended) {
            Running running = new Running(job);
            Thread thread = new Thread(() -> running.work(ended), "cairn-decode");
            thread.setDaemon(true);
            thread.start();
            return running;
        }

        private void work(BlockingQueue<@Nullable Running> ended) {
            try {
                job.run(sign);
            } catch (Throwable thrown) {
                failure = thrown;
            } finally {
                ended.add(this);
            }
        }

        boolean isSilentFor(long nanos) {
            long now = System.nanoTime();
            long seen = sign.seen();
            if (seen != lastSeen) {
                lastSeen = seen;
                lastChange = now;
            }
            return now - lastChange > nanos;
        }

        /** How many steps were done since this was asked. */
        int advance() {
            return advance((int) (sign.share() * STEPS));
        }

        /** How many steps were not told yet. */
        int rest() {
            return advance(STEPS);
        }

        private int advance(int steps) {
            int more = Math.max(0, steps - told);
            told += more;
            return more;
        }

        void report() {
            Throwable thrown = failure;
            if (thrown != null) {
                job.failed(thrown);
            }
        }
    }
}
