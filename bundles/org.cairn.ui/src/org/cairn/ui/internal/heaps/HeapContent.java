package org.cairn.ui.internal.heaps;

import org.cairn.store.Store;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Place;
import org.cairn.ui.internal.heaps.HeapTree.HeapNode;
import org.cairn.ui.internal.heaps.HeapTree.MoreSegments;
import org.cairn.ui.internal.heaps.HeapTree.ProcessNode;
import org.cairn.ui.internal.heaps.HeapTree.SegmentNode;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.TreeViewer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tree of heaps contains. Segments are fetched when their heap is expanded. */
final class HeapContent implements ITreeContentProvider {
    private static final Object[] NOTHING = {};
    private static final String FETCHING = "fetching\u2026";

    private final TreeViewer viewer;
    private final Map<Integer, @Nullable List<Object>> segments = new HashMap<>();
    private @Nullable DumpSession session;
    private @Nullable HeapTree tree;

    HeapContent(TreeViewer viewer) {
        this.viewer = viewer;
    }

    void use(@Nullable DumpSession dump) {
        session = dump;
        tree = null;
        segments.clear();
    }

    /** The element that stands for a place, if it is in the tree. */
    @Nullable
    Object element(Place place) {
        HeapTree known = tree;
        if (known == null) {
            return null;
        }
        int heap = place.heap().orElse(place.block().map(block -> block.heapId()).orElse(0));
        if (heap == 0) {
            return known;
        }
        Optional<HeapNode> found = known.heap(heap);
        return found.isPresent() ? segment(found.get(), place) : null;
    }

    /** The chosen segment where it was fetched, else its heap. */
    private Object segment(HeapNode heap, Place place) {
        List<Object> fetched = segments.get(heap.id());
        if (fetched == null || place.segment().isEmpty()) {
            return heap;
        }
        Optional<Object> chosen =
                fetched.stream()
                        .filter(
                                each ->
                                        each instanceof SegmentNode segment
                                                && segment.range().equals(place.segment().get()))
                        .findFirst();
        return chosen.isPresent() ? chosen.get() : heap;
    }

    @Override
    @NonNullByDefault({})
    public void inputChanged(
            org.eclipse.jface.viewers.Viewer changed, Object before, Object after) {
        segments.clear();
        tree = after instanceof List<?> list && list.get(0) instanceof HeapTree root ? root : null;
    }

    @Override
    @NonNullByDefault({})
    public Object[] getElements(Object input) {
        return ((List<?>) input).toArray();
    }

    @Override
    @NonNullByDefault({})
    public boolean hasChildren(Object element) {
        return switch (element) {
            case HeapTree dump -> !dump.processes().isEmpty();
            case ProcessNode process -> !process.heaps().isEmpty();
            case HeapNode heap -> heap.sums().isPresent() && heap.sums().get().reserved() != 0;
            default -> false;
        };
    }

    @Override
    @NonNullByDefault({})
    public Object[] getChildren(Object element) {
        return switch (element) {
            case HeapTree dump -> dump.processes().toArray();
            case ProcessNode process -> process.heaps().toArray();
            case HeapNode heap -> segments(heap);
            default -> NOTHING;
        };
    }

    private Object[] segments(HeapNode heap) {
        List<Object> known = segments.get(heap.id());
        if (known != null) {
            return known.toArray();
        }
        DumpSession dump = session;
        Optional<Store> store = dump == null ? Optional.empty() : dump.store();
        if (dump == null || store.isEmpty()) {
            return NOTHING;
        }
        segments.put(heap.id(), List.of(FETCHING));
        new Asker("the segments of a heap")
                .ask(
                        dump,
                        progress -> HeapTree.segments(heap, store.get(), progress),
                        found -> fill(heap, found),
                        reason -> fill(heap, List.of(reason)));
        return new Object[] {FETCHING};
    }

    private void fill(HeapNode heap, List<Object> found) {
        if (!viewer.getControl().isDisposed() && segments.containsKey(heap.id())) {
            segments.put(heap.id(), found);
            viewer.refresh(heap);
        }
    }

    @Override
    @NonNullByDefault({})
    public @Nullable Object getParent(Object element) {
        HeapTree known = tree;
        return switch (element) {
            case SegmentNode segment -> segment.heap();
            case MoreSegments more -> more.heap();
            case HeapNode heap when known != null -> process(known, heap);
            case ProcessNode _ -> known;
            default -> null;
        };
    }

    private static @Nullable ProcessNode process(HeapTree known, HeapNode heap) {
        Optional<ProcessNode> found =
                known.processes().stream()
                        .filter(process -> process.index() == heap.process())
                        .findFirst();
        return found.isPresent() ? found.get() : null;
    }
}
