package org.cairn.analysis.internal;

import org.cairn.analysis.Contribution;
import org.cairn.analysis.internal.HeapSearch.Located;
import org.cairn.heap.Anomaly;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.BlockLoad;
import org.cairn.store.StoreException;
import org.cairn.store.StoreWriter;
import org.eclipse.jdt.annotation.Nullable;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Decodes heaps into one store. */
final class DecodeRun {
    /** Each abandoned heap costs a thread, a batch and the patience of the user. */
    private static final int MAX_STALLS = 3;

    private final DecodeSetting setting;
    private final Progress progress;
    private final Map<String, Integer> stalls = new ConcurrentHashMap<>();

    /**
     * Prepares a run.
     *
     * @param setting decoders, resolvers and processes
     * @param progress told of the work; cancels it
     */
    DecodeRun(DecodeSetting setting, Progress progress) {
        this.setting = setting;
        this.progress = progress;
    }

    /**
     * Decodes the heaps into a store.
     *
     * @param heaps all that were found, in their order
     * @param store takes the heaps with their blocks
     * @throws StoreException when blocks cannot be stored
     * @throws CancelledException when the work was cancelled
     */
    void decode(List<Located> heaps, StoreWriter store) throws StoreException {
        List<DecodeJob> jobs = new ArrayList<>();
        int producers =
                setting.guard().threads()
                        + MAX_STALLS * setting.contributions().heapDecoders().size();
        try (BlockLoad load = store.load(producers)) {
            for (Located heap : heaps) {
                if (heap.heap().root().status() == HeapRoot.Status.PRESENT) {
                    jobs.add(
                            new DecodeJob(
                                    heap,
                                    this,
                                    store,
                                    load,
                                    setting.contributions().ownerResolvers()));
                }
            }
            progress.task("decoding " + jobs.size() + " heaps");
            setting.guard().run(jobs, progress);
            progress.checkCancelled();
            progress.task("storing blocks");
            load.finish();
        } catch (UncheckedIOException failure) {
            throw failure.getCause() instanceof StoreException cause
                    ? cause
                    : new StoreException(String.valueOf(failure.getMessage()), failure);
        }
        Map<Integer, DecodeJob> byHeap = new HashMap<>();
        jobs.forEach(job -> byHeap.put(job.heap().heap().id(), job));
        for (Located heap : heaps) {
            record(heap, byHeap.get(heap.heap().id()), store);
        }
        progress.checkCancelled();
    }

    private static void record(Located located, @Nullable DecodeJob job, StoreWriter store) {
        String decoder = located.decoder().id();
        List<Anomaly> faults = job == null ? List.of() : job.faults();
        HeapRoot root = decoded(located.heap().root(), job, faults);
        int id = store.heap(located.heap().process() + 1, root, decoder);
        if (id != located.heap().id()) {
            throw new IllegalStateException("heap " + located.heap().id() + " got number " + id);
        }
        if (job != null) {
            job.anomalies().forEach(anomaly -> store.anomaly(id, anomaly, decoder));
            faults.forEach(fault -> store.anomaly(id, fault, decoder));
        }
    }

    /** The heap with what decoding adds to its note. */
    private static HeapRoot decoded(HeapRoot root, @Nullable DecodeJob job, List<Anomaly> faults) {
        List<String> notes = new ArrayList<>(List.of(root.note()));
        if (job != null) {
            notes.addAll(job.notes());
        }
        faults.stream().limit(1).map(Anomaly::summary).forEach(notes::add);
        notes.removeIf(String::isEmpty);
        return new HeapRoot(
                root.address(),
                root.kind(),
                root.name(),
                root.architecture(),
                root.layout(),
                root.origin(),
                faults.isEmpty() ? root.status() : HeapRoot.Status.PARTIAL,
                String.join("; ", notes));
    }

    /** Whether a decoder was abandoned so often that its other heaps are left out. */
    boolean isHopeless(Contribution<HeapDecoder> decoder) {
        return stalls.getOrDefault(decoder.id(), 0) >= MAX_STALLS;
    }

    void stalled(Contribution<HeapDecoder> decoder) {
        stalls.merge(decoder.id(), 1, Integer::sum);
    }

    DecodeContext context(int process, LifeSign sign) {
        return setting.context(process, sign);
    }
}
