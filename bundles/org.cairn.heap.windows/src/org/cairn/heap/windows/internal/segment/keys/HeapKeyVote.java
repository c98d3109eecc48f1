package org.cairn.heap.windows.internal.segment.keys;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.memory.ChunkReader;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys.Generation;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds {@code HeapKey}. The signature of each page segment gives the same combination of the key
 * with a constant of the generation; the first chunks of VS subsegments tell which constant it is,
 * since they make sense with the right key only. Where no signature leads to a key, the chunks
 * alone must.
 */
final class HeapKeyVote {
    /** Chunks in a row that must agree; with two, 32 bits of the key are tested on x64. */
    private static final int LINKS = 3;

    private static final int MAX_CANDIDATES = 16;

    private final ProcessMemory memory;
    private final SegmentLayout layout;
    private final List<KeySamples.Range> subsegments;
    private final Map<Long, Integer> votes = new LinkedHashMap<>();
    private final int signatures;
    private final Progress progress;

    HeapKeyVote(ProcessMemory memory, SegmentLayout layout, KeySamples samples, Progress progress) {
        this.progress = progress;
        this.memory = memory;
        this.layout = layout;
        this.subsegments = samples.vs();
        this.signatures = samples.signatures().size();
        samples.signatures().forEach(signature -> votes.merge(signature, 1, Integer::sum));
    }

    /**
     * What came out.
     *
     * @param signatureKey what signatures are combined with, where it is known
     * @param key {@code HeapKey}, where it is known
     * @param generation where {@code key} is known
     * @param trace how, or what was tried
     */
    record Result(
            OptionalLong signatureKey,
            OptionalLong key,
            Optional<Generation> generation,
            String trace) {}

    Result find() {
        List<Map.Entry<Long, Integer>> ranked =
                votes.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .limit(MAX_CANDIDATES)
                        .toList();
        for (Map.Entry<Long, Integer> candidate : ranked) {
            for (Generation generation : Generation.values()) {
                long key = (candidate.getKey() ^ generation.signature()) & layout.pointerMask();
                int chained = chained(key);
                if (chained > 0 && 2 * chained > subsegments.size()) {
                    return new Result(
                            OptionalLong.of(candidate.getKey()),
                            OptionalLong.of(key),
                            Optional.of(generation),
                            "signatures of "
                                    + of(candidate.getValue(), signatures, "page segments")
                                    + ", chunks of "
                                    + of(chained, subsegments.size(), "VS subsegments"));
                }
            }
        }
        OptionalLong searched = new ChunkKeySearch(memory, layout, subsegments, progress).find();
        if (searched.isPresent()) {
            long key = searched.getAsLong();
            return new Result(
                    OptionalLong.of((key ^ Generation.CLASSIC.signature()) & layout.pointerMask()),
                    searched,
                    Optional.empty(),
                    "chunks alone; " + tried(ranked));
        }
        boolean agreed =
                !ranked.isEmpty()
                        && ranked.getFirst().getValue() > 1
                        && 2 * ranked.getFirst().getValue() > signatures;
        return new Result(
                agreed ? OptionalLong.of(ranked.getFirst().getKey()) : OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                tried(ranked));
    }

    private int chained(long key) {
        ChunkReader chunks = new ChunkReader(memory, layout.vs(), key);
        int count = 0;
        for (KeySamples.Range range : subsegments) {
            long first = range.start() + layout.vs().firstChunk();
            if (chunks.links(first, range.end(), LINKS) == LINKS) {
                count++;
            }
        }
        return count;
    }

    private String tried(List<Map.Entry<Long, Integer>> ranked) {
        StringBuilder text = new StringBuilder("tried ");
        text.append(ranked.isEmpty() ? "no signature" : "");
        for (Map.Entry<Long, Integer> candidate : ranked) {
            text.append(Addresses.hex(candidate.getKey()))
                    .append(" (")
                    .append(of(candidate.getValue(), signatures, "signatures"))
                    .append(") ");
        }
        return text.append("on ").append(subsegments.size()).append(" VS subsegments").toString();
    }

    private static String of(int some, int all, String what) {
        return some + " of " + all + " " + what;
    }
}
