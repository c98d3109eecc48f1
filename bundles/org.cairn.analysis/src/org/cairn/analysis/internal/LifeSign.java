package org.cairn.analysis.internal;

import org.cairn.memory.Progress.CancelledException;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Shows that contributed code still gets somewhere, and how far, and ends it when it is no longer
 * wanted.
 */
final class LifeSign {
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(LifeSign.class, "count", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("unused") // through COUNT
    private long count;

    private volatile boolean ended;
    private volatile boolean waiting;
    private volatile long total;
    private volatile long done;

    /** Called by the work; ends it when the result is no longer wanted. */
    void give() {
        COUNT.setOpaque(this, (long) COUNT.getOpaque(this) + 1);
        if (ended) {
            throw new CancelledException();
        }
    }

    /** Called by the work: how much of it there is, in units of its own; 0 when unknown. */
    void total(long units) {
        done = 0;
        total = units;
    }

    /** Called by the work, on one thread: how much more of it is done. */
    void step(long units) {
        done += units;
    }

    /** Which share of the work is done, 0 to 1; 0 when that is not known. */
    double share() {
        long all = total;
        return all <= 0 ? 0 : Math.clamp((double) done / all, 0, 1);
    }

    /** Called around waits for which the work is not to blame. */
    void waiting(boolean now) {
        waiting = now;
    }

    /** Makes every later {@link #give()} end the work. */
    void end() {
        ended = true;
    }

    /** A number that changes as long as the work lives. */
    long seen() {
        return waiting ? System.nanoTime() : (long) COUNT.getOpaque(this);
    }
}
