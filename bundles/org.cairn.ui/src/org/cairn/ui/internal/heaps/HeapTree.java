package org.cairn.ui.internal.heaps;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.FoundHeap;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Progress;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.StoredHeap;
import org.cairn.system.ProcessImage;
import org.cairn.ui.Place;
import org.eclipse.jdt.annotation.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dump with its processes and their heaps.
 *
 * @param file the dump
 * @param processes those with heaps
 */
record HeapTree(Path file, List<ProcessNode> processes) {
    /** More segments than this of one heap are not shown, only counted. */
    static final int MOST_SEGMENTS = 5_000;

    private static final String TOTALS =
            "select h.heap_id, h.busy_count, h.busy_bytes, h.free_bytes, h.reserved_bytes,"
                    + " coalesce(a.anomalies, 0) from heaps h left join (select heap_id, count(*)"
                    + " as anomalies from anomaly group by heap_id) a using (heap_id)";

    private static final String SEGMENTS =
            "select segment_id, address, size, kind from segment where heap_id = ?"
                    + " order by address limit ?";

    /** A process, or the kernel. */
    record ProcessNode(int index, String name, String id, List<HeapNode> heaps) {}

    /** A heap; its sums are known when its blocks are. */
    record HeapNode(int id, int process, HeapRoot root, Optional<Totals> totals) {}

    /** What is in a heap; sizes in bytes. */
    record Totals(long busyCount, long busyBytes, long freeBytes, long reserved, long anomalies) {}

    /** A reserved range of a heap. */
    record SegmentNode(HeapNode heap, Place.Segment range, String kind) {}

    /** What stands for segments that are not shown. */
    record MoreSegments(HeapNode heap) {}

    /** The tree before the blocks are decoded. */
    static HeapTree of(Path file, Analysis analysis, List<FoundHeap> heaps) {
        return build(
                file,
                analysis,
                heaps.stream()
                        .map(
                                heap ->
                                        new HeapNode(
                                                heap.id(),
                                                heap.process(),
                                                heap.root(),
                                                Optional.empty()))
                        .toList());
    }

    /** The tree with all sums. */
    static HeapTree of(Path file, Analysis analysis, Store store, Progress progress)
            throws StoreException {
        Map<Integer, @Nullable Totals> totals = totals(store, progress);
        List<HeapNode> heaps = new ArrayList<>();
        for (StoredHeap heap : store.heaps()) {
            Totals known = totals.get(heap.id());
            heaps.add(
                    new HeapNode(
                            heap.id(),
                            heap.processId() - 1,
                            heap.root(),
                            known == null ? Optional.empty() : Optional.of(known)));
        }
        return build(file, analysis, heaps);
    }

    private static Map<Integer, @Nullable Totals> totals(Store store, Progress progress)
            throws StoreException {
        Map<Integer, @Nullable Totals> totals = new HashMap<>();
        try (Rows rows = store.query(progress, TOTALS)) {
            while (rows.next()) {
                totals.put(
                        (int) rows.number(0),
                        new Totals(
                                rows.number(1),
                                rows.number(2),
                                rows.number(3),
                                rows.number(4),
                                rows.number(5)));
            }
        }
        return totals;
    }

    private static HeapTree build(Path file, Analysis analysis, List<HeapNode> heaps) {
        List<ProcessImage> images = analysis.system().processes();
        List<ProcessNode> processes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            int index = i;
            List<HeapNode> own = heaps.stream().filter(heap -> heap.process() == index).toList();
            if (!own.isEmpty()) {
                ProcessImage image = images.get(i);
                processes.add(new ProcessNode(i, name(image), id(image), own));
            }
        }
        return new HeapTree(file, List.copyOf(processes));
    }

    private static String name(ProcessImage image) {
        if (!image.name().isEmpty()) {
            return image.name();
        }
        return image.id() == 0 ? "kernel" : "process";
    }

    private static String id(ProcessImage image) {
        return image.id() == 0 ? "" : "pid " + Long.toUnsignedString(image.id());
    }

    /** The segments of a heap, and a sign when there are more. */
    static List<Object> segments(HeapNode heap, Store store, Progress progress)
            throws StoreException {
        List<Object> segments = new ArrayList<>();
        try (Rows rows = store.query(progress, SEGMENTS, heap.id(), MOST_SEGMENTS + 1)) {
            while (rows.next()) {
                if (segments.size() == MOST_SEGMENTS) {
                    segments.add(new MoreSegments(heap));
                    break;
                }
                segments.add(
                        new SegmentNode(
                                heap,
                                new Place.Segment(
                                        (int) rows.number(0), rows.number(1), rows.number(2)),
                                rows.text(3)));
            }
        }
        return segments;
    }

    /** The heap with a number. */
    Optional<HeapNode> heap(int id) {
        return processes.stream()
                .flatMap(process -> process.heaps().stream())
                .filter(heap -> heap.id() == id)
                .findFirst();
    }
}
