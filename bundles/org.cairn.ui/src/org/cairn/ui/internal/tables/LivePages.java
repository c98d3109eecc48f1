package org.cairn.ui.internal.tables;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.StoreException;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.OptionalLong;

/**
 * A result from the moment it is asked for to the moment nobody wants it any more. It may be given
 * up at any time, also while it is being opened; it is then closed in the background.
 *
 * @param <R> a row
 */
final class LivePages<R> {
    private @Nullable Pages<R> pages;
    private boolean givenUp;
    private volatile boolean orderCancelled;

    /** Takes the open result, on a background thread. */
    void opened(Pages<R> open) {
        synchronized (this) {
            pages = open;
            if (!givenUp) {
                return;
            }
        }
        open.close();
        throw new CancelledException();
    }

    /** Closes the result, now or as soon as it is open. Does not wait. */
    synchronized void giveUp() {
        Pages<R> open = pages;
        if (!givenUp && open != null) {
            Job.createSystem(
                            "Closing a table",
                            _ -> {
                                open.close();
                            })
                    .schedule();
        }
        givenUp = true;
    }

    private synchronized boolean isGivenUp() {
        return givenUp;
    }

    private synchronized Pages<R> open() {
        Pages<R> open = pages;
        if (open == null || givenUp) {
            throw new CancelledException();
        }
        return open;
    }

    /** Notes that people do not want to wait for the order of all rows. */
    void orderCancelled() {
        orderCancelled = true;
    }

    boolean isOrderCancelled() {
        return orderCancelled && !isPrepared();
    }

    boolean isPrepared() {
        return open().isPrepared();
    }

    long count(Progress progress) throws StoreException {
        return whileWanted(() -> open().count(progress));
    }

    Long prepare(Progress progress) throws StoreException {
        return whileWanted(
                () -> {
                    open().prepare(progress);
                    return open().count(progress);
                });
    }

    List<R> page(long first, int count, Progress progress) throws StoreException {
        return whileWanted(() -> open().page(first, count, progress));
    }

    OptionalLong rowOf(long key, Progress progress) throws StoreException {
        return whileWanted(() -> open().rowOf(key, progress));
    }

    private <T> T whileWanted(Read<T> read) throws StoreException {
        try {
            return read.read();
        } catch (IllegalStateException closed) {
            if (isGivenUp()) {
                throw new CancelledException();
            }
            throw closed;
        }
    }

    /** Something that is read from the pages. */
    @FunctionalInterface
    private interface Read<T> {
        T read() throws StoreException;
    }
}
