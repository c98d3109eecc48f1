package org.cairn.heap.windows.internal.segment.keys;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.memory.ChunkReader;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys.Generation;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;

import java.util.List;

/** Finds the secrets that the heaps of one process, or of the kernel, share. */
public final class KeySearch {
    private KeySearch() {}

    /**
     * Looks for the secrets.
     *
     * @param space holds the heaps
     * @param layout of the heaps
     * @param heaps their addresses
     * @param progress tells of cancellation
     * @return what was found
     */
    public static SegmentKeys find(
            AddressSpace space, SegmentLayout layout, List<Long> heaps, Progress progress) {
        ProcessMemory memory = new ProcessMemory(space, layout.pointerSize());
        KeySamples samples = new KeySamples(memory, layout, progress);
        heaps.forEach(samples::take);
        HeapKeyVote.Result heap = new HeapKeyVote(memory, layout, samples, progress).find();
        heap.key()
                .ifPresent(
                        key -> samples.takeFromChunks(new ChunkReader(memory, layout.vs(), key)));
        List<Generation> generations =
                heap.generation().map(List::of).orElse(List.of(Generation.values()));
        LfhKeyVote.Result lfh = new LfhKeyVote(memory, layout, samples, progress).find(generations);
        return new SegmentKeys(
                heap.signatureKey(),
                heap.key(),
                lfh.key(),
                lfh.generation(),
                lfh.doubtful(),
                heap.trace(),
                lfh.trace());
    }
}
