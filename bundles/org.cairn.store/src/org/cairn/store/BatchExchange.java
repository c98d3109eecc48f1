package org.cairn.store;

import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where producers and the database swap full batches for empty ones. The number of batches is
 * fixed, so producers wait when the database is slower. The first failure, on either side, wakes
 * everybody.
 */
final class BatchExchange {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition emptied = lock.newCondition();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<BlockColumns> empty = new ArrayDeque<>();
    private final ArrayDeque<BlockColumns> full = new ArrayDeque<>();
    private int made;
    private long rows;
    private boolean ended;
    private @Nullable Throwable failure;

    /**
     * Creates an exchange.
     *
     * @param capacity number of batches in circulation
     */
    BatchExchange(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Takes an empty batch; waits while all are in use.
     *
     * @return a batch for one thread
     * @throws ClosedExchange when one side failed
     * @throws InterruptedException when the thread was interrupted
     */
    BlockColumns takeEmpty() throws ClosedExchange, InterruptedException {
        lock.lock();
        try {
            while (true) {
                check();
                if (!empty.isEmpty()) {
                    return empty.removeFirst();
                }
                if (made < capacity) {
                    made++;
                    return new BlockColumns();
                }
                emptied.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands a batch over to the database. Never waits.
     *
     * @param batch filled, or empty
     * @throws ClosedExchange when one side failed
     */
    void putFull(BlockColumns batch) throws ClosedExchange {
        lock.lock();
        try {
            if (batch.size() == 0) {
                giveBack(batch);
            } else {
                rows += batch.size();
                full.addLast(batch);
                filled.signal();
            }
            check();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns a batch whose rows are stored or not wanted.
     *
     * @param batch no longer used by the caller
     */
    void giveBack(BlockColumns batch) {
        lock.lock();
        try {
            batch.clear();
            empty.addFirst(batch);
            emptied.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a full batch; waits while there is none. Called by the database's threads, which nobody
     * interrupts.
     *
     * @return a batch, or null when there will be no more
     * @throws ClosedExchange when one side failed
     */
    @Nullable
    BlockColumns takeFull() throws ClosedExchange {
        lock.lock();
        try {
            while (true) {
                check();
                if (!full.isEmpty()) {
                    return full.removeFirst();
                }
                if (ended) {
                    return null;
                }
                filled.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that no more batches will come. */
    void end() {
        lock.lock();
        try {
            ended = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the exchange for both sides.
     *
     * @param cause why; only the first one counts
     */
    void fail(Throwable cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            full.clear();
            empty.clear();
            filled.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether neither side failed.
     *
     * @return whether {@link #checkOpen} does nothing
     */
    boolean isOpen() {
        lock.lock();
        try {
            return failure == null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does nothing as long as the exchange is open.
     *
     * @throws ClosedExchange when one side failed
     */
    void checkOpen() throws ClosedExchange {
        lock.lock();
        try {
            check();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The number of rows that were handed over.
     *
     * @return rows
     */
    long rows() {
        lock.lock();
        try {
            return rows;
        } finally {
            lock.unlock();
        }
    }

    private void check() throws ClosedExchange {
        Throwable cause = failure;
        if (cause != null) {
            throw new ClosedExchange(cause);
        }
    }

    /** One side failed; the cause says why. */
    static final class ClosedExchange extends Exception {
        private static final long serialVersionUID = 1;

        ClosedExchange(Throwable cause) {
            super(cause.toString(), cause, false, false);
        }
    }
}
