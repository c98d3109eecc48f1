package org.cairn.ui.internal.heaps;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.FoundHeap;
import org.cairn.analysis.Overview;
import org.cairn.analysis.Overview.HeapSum;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Progress;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.system.ProcessImage;
import org.cairn.ui.Place;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The dump with its processes and their heaps.
 *
 * @param file the dump
 * @param processes all of several; a single one when it has heaps
 */
record HeapTree(Path file, List<ProcessNode> processes) {
    /** More segments than this of one heap are not shown, only counted. */
    static final int MOST_SEGMENTS = 5_000;

    private static final String SEGMENTS =
            "select segment_id, address, size, kind from segment where heap_id = ?"
                    + " order by address limit ?";

    /** A process, or the kernel. */
    record ProcessNode(int index, String name, String id, List<HeapNode> heaps) {}

    /** A heap; its sums are known when its blocks are. */
    record HeapNode(int id, int process, HeapRoot root, Optional<HeapSum> sums) {}

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
        Overview overview = new Overview(store, OptionalInt.empty());
        return build(
                file,
                analysis,
                overview.heaps(progress).stream()
                        .map(
                                sums ->
                                        new HeapNode(
                                                sums.heap().id(),
                                                sums.heap().processId() - 1,
                                                sums.heap().root(),
                                                Optional.of(sums)))
                        .toList());
    }

    private static HeapTree build(Path file, Analysis analysis, List<HeapNode> heaps) {
        List<ProcessImage> images = analysis.system().processes();
        List<ProcessNode> processes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            int index = i;
            List<HeapNode> own = heaps.stream().filter(heap -> heap.process() == index).toList();
            if (!own.isEmpty() || images.size() > 1) {
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
        if (image.isKernel()) {
            return image.name().isEmpty() ? "" : "kernel";
        }
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
