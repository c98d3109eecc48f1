package org.cairn.store.internal;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;

import java.sql.SQLException;
import java.sql.Statement;

/** Cancels a statement when the work that it belongs to is cancelled. */
public final class CancelWatch implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 50;

    private final Statement statement;
    private final Progress progress;
    private final Thread thread;
    private volatile boolean cancelled;

    /**
     * Begins to watch.
     *
     * @param statement about to be executed
     * @param progress asked about 20 times a second
     */
    public CancelWatch(Statement statement, Progress progress) {
        this.statement = statement;
        this.progress = progress;
        thread = Thread.ofVirtual().name("cairn-store-cancel").unstarted(this::watch);
        if (progress != Progress.NONE) {
            thread.start();
        }
    }

    /**
     * Whether the work was cancelled while it was watched.
     *
     * @return whether the statement was told to stop
     */
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    // Goes on until it is closed: a statement that is cancelled before it has begun would run.
    private void watch() {
        try {
            while (true) {
                Thread.sleep(INTERVAL_MILLIS);
                if (cancelled || isUnwanted()) {
                    cancelled = true;
                    statement.cancel();
                }
            }
        } catch (InterruptedException | SQLException e) {
            // The statement has ended.
            return;
        }
    }

    private boolean isUnwanted() {
        try {
            progress.checkCancelled();
            return false;
        } catch (CancelledException e) {
            return true;
        }
    }
}
