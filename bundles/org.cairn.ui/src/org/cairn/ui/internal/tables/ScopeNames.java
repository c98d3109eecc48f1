package org.cairn.ui.internal.tables;

import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.StoredHeap;
import org.cairn.ui.internal.look.Numbers;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What people call the parts of a scope.
 *
 * @param heap the heap's name, empty without a heap
 * @param owner the owner's name, empty without an owner
 * @param partial which heaps in the scope were decoded only in part; empty when none
 */
record ScopeNames(String heap, String owner, String partial) {
    /** Nothing is known. */
    static final ScopeNames NONE = new ScopeNames("", "", "");

    private static final int MOST_NAMED = 3;

    /** Looks the names up. */
    static ScopeNames read(Store store, Scope scope, Progress progress) throws StoreException {
        List<HeapRoot> heaps =
                store.heaps().stream()
                        .filter(
                                heap ->
                                        scope.heap().isEmpty()
                                                || scope.heap().getAsInt() == heap.id())
                        .map(StoredHeap::root)
                        .toList();
        String heap = scope.heap().isPresent() && !heaps.isEmpty() ? name(heaps.getFirst()) : "";
        String owner = "";
        if (scope.owner().isPresent() && scope.owner().getAsInt() > 0) {
            try (Rows rows =
                    store.query(
                            progress,
                            "select label from owner where owner_id = ?",
                            scope.owner().getAsInt())) {
                owner = rows.next() ? rows.text(0) : "";
            }
        }
        return new ScopeNames(heap, owner, partial(heaps));
    }

    private static String name(HeapRoot heap) {
        String address = Addresses.hex(heap.address());
        return heap.name().isEmpty() ? address : heap.name() + " " + address;
    }

    /** One sentence about heaps that were decoded only in part. */
    static String partial(List<HeapRoot> heaps) {
        List<HeapRoot> partial =
                heaps.stream().filter(heap -> heap.status() == Status.PARTIAL).toList();
        if (partial.isEmpty()) {
            return "";
        }
        if (partial.size() == 1) {
            HeapRoot heap = partial.getFirst();
            return "Heap "
                    + Addresses.hex(heap.address())
                    + " is partial"
                    + (heap.note().isEmpty() ? "." : ": " + heap.note());
        }
        String named =
                partial.stream()
                        .limit(MOST_NAMED)
                        .map(heap -> Addresses.hex(heap.address()))
                        .collect(Collectors.joining(", "));
        return Numbers.grouped(partial.size())
                + " heaps are partial: "
                + named
                + (partial.size() > MOST_NAMED ? ", \u2026" : "");
    }
}
