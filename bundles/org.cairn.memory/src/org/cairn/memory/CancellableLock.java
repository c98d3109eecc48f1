package org.cairn.memory;

import org.cairn.memory.Progress.CancelledException;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that whoever is cancelled stops waiting for. The thread that holds it may take it again.
 */
public final class CancellableLock {
    private static final long LOOK_MILLIS = 50;

    private final ReentrantLock lock = new ReentrantLock();

    /** Creates a lock that nobody holds. */
    public CancellableLock() {
        // nothing to prepare
    }

    /**
     * Waits for the lock and takes it.
     *
     * @param progress asked about 20 times a second
     * @throws CancelledException when the work was cancelled, or the thread interrupted, before the
     *     lock was free
     */
    public void lock(Progress progress) {
        try {
            while (!lock.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.checkCancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }

    /** Waits for the lock, however long that takes, and takes it. */
    public void lock() {
        lock.lock();
    }

    /** Gives the lock back. */
    public void unlock() {
        lock.unlock();
    }
}
