package org.cairn.analysis.internal;

import org.cairn.analysis.FoundHeap;
import org.cairn.analysis.internal.HeapSearch.Located;
import org.cairn.dump.Remark;
import org.cairn.memory.CancellableLock;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.QueryException;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The heaps of a dump and their blocks, each found out once, by whoever asks first. May be used by
 * several threads.
 */
public final class DecodedBlocks implements AutoCloseable {
    private final OpenDump dump;
    private final DecodeSetting setting;
    private final StorePlace place;
    private final List<Remark> remarks;
    private final CancellableLock searching = new CancellableLock();
    private final CancellableLock filling = new CancellableLock();
    private volatile HeapSearch.@Nullable Result found;
    private volatile @Nullable Known known;
    private volatile boolean closed;

    /**
     * Nothing is found out yet.
     *
     * @param dump what was read
     * @param setting decoders and processes
     * @param place where the blocks are kept
     * @param remarks what is to be said about the dump so far
     */
    public DecodedBlocks(
            OpenDump dump, DecodeSetting setting, StorePlace place, List<Remark> remarks) {
        this.dump = dump;
        this.setting = setting;
        this.place = place;
        this.remarks = List.copyOf(remarks);
    }

    private record Known(Store store, boolean kept) {}

    /**
     * What is to be said about the dump, as far as that is known without a store.
     *
     * @return in order of discovery
     */
    public List<Remark> remarks() {
        HeapSearch.Result result = found;
        List<Remark> all = new ArrayList<>(remarks);
        all.addAll(result == null ? List.of() : result.remarks());
        return all;
    }

    /**
     * The heaps. Does not wait for their decoding.
     *
     * @param progress told of the work; cancels it
     * @return in order of their numbers
     * @throws CancelledException when the work was cancelled
     */
    public List<FoundHeap> heaps(Progress progress) {
        return search(new Closing(progress)).heaps().stream().map(Located::heap).toList();
    }

    private HeapSearch.Result search(Progress progress) {
        searching.lock(progress);
        try {
            checkOpen();
            HeapSearch.Result result = found;
            if (result == null) {
                result = HeapSearch.find(setting, progress);
                found = result;
            }
            return result;
        } finally {
            searching.unlock();
        }
    }

    /**
     * The store, if it is open.
     *
     * @return empty when nobody asked for it yet
     */
    public Optional<Store> open() {
        return store(known);
    }

    private static Optional<Store> store(@Nullable Known known) {
        return known == null ? Optional.empty() : Optional.of(known.store());
    }

    /**
     * Whether the store was filled by an earlier run.
     *
     * @return false as long as the store is not open
     */
    public boolean isKept() {
        Known opened = known;
        return opened != null && opened.kept();
    }

    /**
     * The store, if that needs no decoding.
     *
     * @param progress ends the waiting for another thread
     * @return empty when there is no store of an earlier run
     * @throws QueryException when the file that the user named is something else than a store
     * @throws CancelledException when the waiting was cancelled
     */
    public Optional<Store> kept(Progress progress) throws QueryException {
        if (known != null) {
            return open();
        }
        filling.lock(new Closing(progress));
        try {
            return store(openKept());
        } finally {
            filling.unlock();
        }
    }

    /**
     * The store. The first call fills it, unless there is one of an earlier run.
     *
     * @param progress told of the work; cancels it, and nothing half-made stays
     * @return the store, open as long as this
     * @throws QueryException when the file that the user named is something else than a store
     * @throws StoreException when it cannot be written
     * @throws CancelledException when the work was cancelled
     */
    public Store store(Progress progress) throws StoreException {
        Known opened = known;
        return opened == null ? fill(new Closing(progress)) : opened.store();
    }

    private Store fill(Progress progress) throws StoreException {
        filling.lock(progress);
        try {
            Known opened = openKept();
            if (opened == null) {
                HeapSearch.Result result = search(progress);
                opened =
                        new Known(
                                place.fill(setting, result.heaps(), dump, remarks(), progress),
                                false);
                known = opened;
            }
            return opened.store();
        } finally {
            filling.unlock();
        }
    }

    private @Nullable Known openKept() throws QueryException {
        checkOpen();
        if (known == null) {
            place.known().ifPresent(store -> known = new Known(store, true));
        }
        return known;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the analysis is closed");
        }
    }

    /** Cancels what is under way, waits until it has ended, and closes the store. */
    @Override
    public void close() {
        closed = true;
        filling.lock();
        searching.lock();
        try {
            open().ifPresent(Store::close);
            known = null;
        } finally {
            searching.unlock();
            filling.unlock();
        }
    }

    /** Cancels work, too, when this is closed. */
    private final class Closing implements Progress {
        private final Progress progress;

        Closing(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void task(String task) {
            progress.task(task);
        }

        @Override
        public void total(long total) {
            progress.total(total);
        }

        @Override
        public void step(long units) {
            progress.step(units);
        }

        @Override
        public void checkCancelled() {
            if (closed) {
                throw new CancelledException();
            }
            progress.checkCancelled();
        }
    }
}
