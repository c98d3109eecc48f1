package org.cairn.analysis.internal;

import org.cairn.analysis.Contribution;
import org.cairn.analysis.FoundHeap;
import org.cairn.dump.Remark;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the heaps of all processes. */
public final class HeapSearch {
    private final DecodeSetting setting;
    private final List<Remark> remarks = Collections.synchronizedList(new ArrayList<>());

    private HeapSearch(DecodeSetting setting) {
        this.setting = setting;
    }

    /**
     * A heap with who decodes it.
     *
     * @param heap the heap
     * @param decoder who found it
     */
    public record Located(FoundHeap heap, Contribution<HeapDecoder> decoder) {}

    /**
     * What was found.
     *
     * @param heaps in order of process and address; of several decoders that claim one address the
     *     one that can decode it
     * @param remarks about decoders that failed to look for heaps; they name the decoder
     */
    public record Result(List<Located> heaps, List<Remark> remarks) {
        /** Keeps copies of the lists. */
        public Result {
            heaps = List.copyOf(heaps);
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Finds the heaps.
     *
     * @param setting decoders and processes
     * @param progress told of the work; cancels it
     * @return what was found
     * @throws CancelledException when the work was cancelled
     */
    public static Result find(DecodeSetting setting, Progress progress) {
        HeapSearch search = new HeapSearch(setting);
        return new Result(search.locate(progress), search.remarks);
    }

    private List<Located> locate(Progress progress) {
        List<LocateJob> jobs = new ArrayList<>();
        for (int process = 0; process < setting.system().processes().size(); process++) {
            for (Contribution<HeapDecoder> decoder : setting.contributions().heapDecoders()) {
                jobs.add(new LocateJob(process, decoder));
            }
        }
        progress.task("finding heaps");
        setting.guard().run(jobs, progress);
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
            located.add(found.numbered(located.size() + 1));
        }
        return located;
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

        Located numbered(int id) {
            return new Located(new FoundHeap(id, process, decoder.id(), root), decoder);
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
            HeapDecoder found = decoder.get();
            if (found.readsBareMemory() || !setting.system().processes().get(process).isBare()) {
                roots = List.copyOf(found.locate(setting.context(process, sign)));
            }
        }

        @Override
        public void failed(Throwable failure) {
            warn("failed while looking for heaps: " + failure);
        }

        @Override
        public void stalled() {
            warn("showed no sign of life while looking for heaps and was abandoned");
        }

        private void warn(String what) {
            remarks.add(
                    Remark.warning(
                            "decoder "
                                    + decoder.id()
                                    + " of "
                                    + decoder.contributor()
                                    + " "
                                    + what));
        }
    }
}
