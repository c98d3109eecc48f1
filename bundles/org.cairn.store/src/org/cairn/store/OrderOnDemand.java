package org.cairn.store;

import org.cairn.memory.CancellableLock;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.internal.Ordering;
import org.eclipse.jdt.annotation.Nullable;

/** The order of the rows of a view, made when it is needed and kept until the view is closed. */
final class OrderOnDemand implements AutoCloseable {
    /** Makes the order. */
    @FunctionalInterface
    interface Maker {
        Ordering make(Progress progress) throws StoreException;
    }

    private final Store store;
    private final Maker maker;
    private final CancellableLock making = new CancellableLock();
    private volatile @Nullable Ordering ordering;
    private boolean closed;

    OrderOnDemand(Store store, Maker maker) {
        this.store = store;
        this.maker = maker;
    }

    boolean isMade() {
        return ordering != null;
    }

    /**
     * The order.
     *
     * @throws StoreException when it cannot be made
     * @throws CancelledException when the work was cancelled
     * @throws IllegalStateException when the view is closed
     */
    Ordering get(Progress progress) throws StoreException {
        Ordering known = ordering;
        return known == null ? make(progress) : known;
    }

    private Ordering make(Progress progress) throws StoreException {
        making.lock(progress);
        try {
            if (closed) {
                throw new IllegalStateException("the view is closed");
            }
            Ordering made = ordering;
            if (made == null) {
                made = maker.make(progress);
                ordering = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    @Override
    public void close() {
        making.lock();
        try {
            closed = true;
            Ordering made = ordering;
            ordering = null;
            if (made != null) {
                made.close();
            }
        } finally {
            making.unlock();
        }
        store.closed(this);
    }
}
