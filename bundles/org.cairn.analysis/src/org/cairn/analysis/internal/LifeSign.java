package org.cairn.analysis.internal;

import org.cairn.memory.Progress.CancelledException;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Shows that contributed code still gets somewhere, and ends it when it is no longer wanted. */
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

    /** Called by the work; ends it when the result is no longer wanted. */
    void give() {
        COUNT.setOpaque(this, (long) COUNT.getOpaque(this) + 1);
        if (ended) {
            throw new CancelledException();
        }
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
