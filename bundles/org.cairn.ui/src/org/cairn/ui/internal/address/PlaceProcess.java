package org.cairn.ui.internal.address;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.FoundHeap;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.StoredHeap;
import org.cairn.system.ProcessImage;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Place;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which process a place belongs to, and which heaps belong to a process. */
public final class PlaceProcess {
    private PlaceProcess() {}

    /**
     * The process of the block or heap that a place is about. Not for the UI thread.
     *
     * @param dump the dump
     * @param place in it
     * @return index of the process, or empty when the place has neither
     * @throws StoreException when the store cannot be read
     */
    public static OptionalInt of(DumpSession dump, Place place) throws StoreException {
        int heap =
                place.block().isPresent() ? place.block().get().heapId() : place.heap().orElse(0);
        Optional<Store> store = dump.store();
        if (store.isEmpty()) {
            return dump.heaps().stream()
                    .filter(found -> found.id() == heap)
                    .mapToInt(FoundHeap::process)
                    .findFirst();
        }
        return store.get().heaps().stream()
                .filter(known -> known.id() == heap)
                .mapToInt(known -> known.processId() - 1)
                .findFirst();
    }

    /**
     * The heaps of a process. Not for the UI thread.
     *
     * @param dump the dump
     * @param process one of its processes
     * @return numbers of the heaps; empty before the blocks are decoded
     * @throws StoreException when the store cannot be read
     */
    public static List<Integer> heaps(DumpSession dump, ProcessImage process)
            throws StoreException {
        Optional<Store> store = dump.store();
        Optional<Analysis> analysis = dump.analysis();
        if (store.isEmpty() || analysis.isEmpty()) {
            return List.of();
        }
        List<ProcessImage> all = analysis.get().system().processes();
        return store.get().heaps().stream()
                .filter(heap -> all.get(heap.processId() - 1) == process)
                .map(StoredHeap::id)
                .toList();
    }
}
