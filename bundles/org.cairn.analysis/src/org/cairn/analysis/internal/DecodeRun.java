package org.cairn.analysis.internal;

import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.Contribution;
import org.cairn.analysis.Contributions;
import org.cairn.dump.Remark;
import org.cairn.heap.Anomaly;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Progress;
import org.cairn.store.BlockLoad;
import org.cairn.store.StoreException;
import org.cairn.store.StoreWriter;
import org.cairn.store.StoredHeap;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.eclipse.jdt.annotation.Nullable;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the heaps of all processes and decodes them into the store. */
public final class DecodeRun {
    /** Each abandoned heap costs a thread, a batch and the patience of the user. */
    private static final int MAX_STALLS = 3;

    private final Contributions contributions;
    private final SystemImage system;
    private final TypeChoice types;
    private final Guard guard;
    private final Progress progress;
    private final int threads;
    private final Map<String, Integer> stalls = new ConcurrentHashMap<>();
    private final List<Remark> remarks = Collections.synchronizedList(new ArrayList<>());

    /**
     * Prepares a run.
     *
     * @param contributions decoders and resolvers
     * @param system what was recognised
     * @param types tables to choose from
     * @param options threads and patience
     * @param progress told of the work
     */
    public DecodeRun(
            Contributions contributions,
            SystemImage system,
            TypeChoice types,
            AnalysisOptions options,
            Progress progress) {
        this.contributions = contributions;
        this.system = system;
        this.types = types;
        this.threads = options.threads();
        this.guard = new Guard(options.threads(), options.stallLimit(), progress);
        this.progress = progress;
    }

    /**
     * A heap with who decodes it.
     *
     * @param id number of the heap in the store, from 1
     * @param process index of the process in the system
     * @param root the heap
     * @param decoder who found it
     */
    public record Located(int id, int process, HeapRoot root, Contribution<HeapDecoder> decoder) {}

    /**
     * Finds the heaps.
     *
     * @return in order of process and address; of several decoders that claim one address the one
     *     that can decode it
     */
    public List<Located> locate() {
        progress.task("finding heaps");
        List<LocateJob> jobs = new ArrayList<>();
        for (int process = 0; process < system.processes().size(); process++) {
            for (Contribution<HeapDecoder> decoder : contributions.heapDecoders()) {
                jobs.add(new LocateJob(process, decoder));
            }
        }
        guard.run(jobs);
        Map<Place, Found> byPlace = new LinkedHashMap<>();
        for (LocateJob job : jobs) {
            for (HeapRoot root : job.roots) {
                Found found = new Found(job.process, root, job.decoder);
                byPlace.merge(new Place(job.process, root.address()), found, Found::better);
            }
        }
        List<Found> all = new ArrayList<>(byPlace.values());
        all.sort(Found.ORDER);
        List<Located> located = new ArrayList<>();
        for (Found found : all) {
            located.add(new Located(located.size() + 1, found.process, found.root, found.decoder));
        }
        return located;
    }

    /**
     * Decodes the heaps into a store.
     *
     * @param heaps from {@link #locate}, all of them, in that order
     * @param store takes the heaps with their blocks
     * @throws StoreException when blocks cannot be stored
     */
    public void decode(List<Located> heaps, StoreWriter store) throws StoreException {
        List<DecodeJob> jobs = new ArrayList<>();
        try (BlockLoad load =
                store.load(threads + MAX_STALLS * contributions.heapDecoders().size())) {
            for (Located heap : heaps) {
                if (heap.root().status() == HeapRoot.Status.PRESENT) {
                    jobs.add(
                            new DecodeJob(heap, this, store, load, contributions.ownerResolvers()));
                }
            }
            progress.task("decoding " + jobs.size() + " heaps");
            progress.total(jobs.size());
            guard.run(jobs);
            progress.task("storing blocks");
            load.finish();
        } catch (UncheckedIOException failure) {
            throw failure.getCause() instanceof StoreException cause
                    ? cause
                    : new StoreException(String.valueOf(failure.getMessage()), failure);
        }
        Map<Integer, DecodeJob> byHeap = new HashMap<>();
        jobs.forEach(job -> byHeap.put(job.heap().id(), job));
        for (Located heap : heaps) {
            record(heap, byHeap.get(heap.id()), store);
        }
    }

    private static void record(Located heap, @Nullable DecodeJob job, StoreWriter store) {
        List<Anomaly> faults = job == null ? List.of() : job.faults();
        HeapRoot root =
                faults.isEmpty() ? heap.root() : partial(heap.root(), faults.get(0).summary());
        int id = store.heap(heap.process() + 1, root, heap.decoder().id());
        if (id != heap.id()) {
            throw new IllegalStateException("heap " + heap.id() + " got number " + id);
        }
        if (job != null) {
            job.anomalies().forEach(anomaly -> store.anomaly(id, anomaly, heap.decoder().id()));
            faults.forEach(fault -> store.anomaly(id, fault, heap.decoder().id()));
        }
    }

    private static HeapRoot partial(HeapRoot root, String why) {
        return new HeapRoot(
                root.address(),
                root.kind(),
                root.name(),
                root.architecture(),
                root.layout(),
                root.origin(),
                HeapRoot.Status.PARTIAL,
                root.note().isEmpty() ? why : root.note() + "; " + why);
    }

    /**
     * Shows a block's header.
     *
     * @param heap the heap as the store has it
     * @param block address of the block, unsigned
     * @return the fields, empty when the decoder is not there any more or fails
     */
    public List<FieldValue> describe(StoredHeap heap, long block) {
        for (Contribution<HeapDecoder> decoder : contributions.heapDecoders()) {
            if (decoder.id().equals(heap.decoder())) {
                DescribeJob job = new DescribeJob(heap, block, decoder);
                guard.run(List.of(job));
                return job.fields;
            }
        }
        return List.of();
    }

    /** Whether a decoder was abandoned so often that its other heaps are left out. */
    boolean isHopeless(Contribution<HeapDecoder> decoder) {
        return stalls.getOrDefault(decoder.id(), 0) >= MAX_STALLS;
    }

    void stalled(Contribution<HeapDecoder> decoder) {
        stalls.merge(decoder.id(), 1, Integer::sum);
    }

    void done() {
        progress.step(1);
    }

    /**
     * What was to be said about decoders that failed to look for heaps.
     *
     * @return remarks that name the decoder
     */
    public List<Remark> remarks() {
        return List.copyOf(remarks);
    }

    DecodeContext context(int process, LifeSign sign) {
        ProcessImage image = system.processes().get(process);
        return new DecodeContext(system, image, types, new SignedProgress(sign));
    }

    private record Place(int process, long address) {}

    private record Found(int process, HeapRoot root, Contribution<HeapDecoder> decoder) {
        private static final Comparator<Found> ORDER =
                Comparator.comparingInt(Found::process)
                        .thenComparing(
                                (a, b) -> Long.compareUnsigned(a.root.address(), b.root.address()));

        Found better(Found other) {
            return other.root.status().compareTo(root.status()) < 0 ? other : this;
        }
    }

    /** Looks for the heaps of one decoder in one process. */
    private final class LocateJob implements Guard.Job {
        private final int process;
        private final Contribution<HeapDecoder> decoder;
        private volatile List<HeapRoot> roots = List.of();

        LocateJob(int process, Contribution<HeapDecoder> decoder) {
            this.process = process;
            this.decoder = decoder;
        }

        @Override
        public void run(LifeSign sign) {
            roots = List.copyOf(decoder.get().locate(context(process, sign)));
        }

        @Override
        public void failed(Throwable failure) {
            remarks.add(
                    Remark.warning(
                            "decoder "
                                    + decoder.id()
                                    + " of "
                                    + decoder.contributor()
                                    + " failed while looking for heaps: "
                                    + failure));
        }

        @Override
        public void stalled() {
            remarks.add(
                    Remark.warning(
                            "decoder "
                                    + decoder.id()
                                    + " of "
                                    + decoder.contributor()
                                    + " showed no sign of life while looking for heaps and was abandoned"));
        }
    }

    /** Shows one header. */
    private final class DescribeJob implements Guard.Job {
        private final StoredHeap heap;
        private final long block;
        private final Contribution<HeapDecoder> decoder;
        private volatile List<FieldValue> fields = List.of();

        DescribeJob(StoredHeap heap, long block, Contribution<HeapDecoder> decoder) {
            this.heap = heap;
            this.block = block;
            this.decoder = decoder;
        }

        @Override
        public void run(LifeSign sign) {
            fields =
                    List.copyOf(
                            decoder.get()
                                    .describe(
                                            heap.root(),
                                            block,
                                            context(heap.processId() - 1, sign)));
        }

        @Override
        public void failed(Throwable failure) {
            fields = List.of(failure("failed: " + failure));
        }

        @Override
        public void stalled() {
            fields = List.of(failure("showed no sign of life"));
        }

        private FieldValue failure(String what) {
            return new FieldValue(
                    "(not shown)", block, 0, "", "decoder " + decoder.id() + " " + what);
        }
    }
}
