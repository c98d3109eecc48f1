package org.cairn.heap.windows.internal.segment.keys;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.layout.UnusedFields;
import org.cairn.heap.windows.internal.segment.memory.BlockOffsets;
import org.cairn.heap.windows.internal.segment.memory.LfhBitmap;
import org.cairn.heap.windows.internal.segment.memory.LfhHeader;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys.Generation;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * Finds the low half of {@code LfhKey}. Each subsegment bounds where its blocks begin and how long
 * they are; the right key keeps most subsegments within these bounds, makes sense of the words at
 * the ends of blocks, leaves the least room behind the last block and lets the first one follow the
 * header. Where two keys are equal in all of this none is taken.
 */
final class LfhKeyVote {
    /** Beginnings of the first block that are tried, from the end of the header on. */
    private static final int BEGINNINGS = 32;

    /** The longest block of the allocator is less than 16 KiB. */
    private static final int MAX_BLOCK = 0x4000;

    /** Keys whose words at ends of blocks are looked at. */
    private static final int MAX_CANDIDATES = 256;

    /** Words at the ends of blocks that are looked at in one subsegment. */
    private static final int MAX_WORDS = 32;

    /** One subsegment of so many may have words that make no sense: it may be damaged. */
    private static final int TOLERATED = 8;

    /** Words that must make sense where there is only one subsegment. */
    private static final int ENOUGH_WORDS = 4;

    private final ProcessMemory memory;
    private final SegmentLayout layout;
    private final List<LfhHeader> samples;
    private final Progress progress;
    private final int unit;
    private final Queue<Score> candidates = new PriorityQueue<>(Score.BEST_FIRST.reversed());
    private int count;

    LfhKeyVote(ProcessMemory memory, SegmentLayout layout, KeySamples samples, Progress progress) {
        this.memory = memory;
        this.layout = layout;
        this.samples = samples.lfh();
        this.progress = progress;
        this.unit = layout.unit();
    }

    /**
     * What came out.
     *
     * @param key the low half of {@code LfhKey}, where it is known
     * @param generation that the key was found with
     * @param doubtful whether other keys are possible, but less likely
     * @param trace how, or what was tried
     */
    record Result(OptionalInt key, Generation generation, boolean doubtful, String trace) {}

    /** How well a key does. */
    private record Score(
            int key, int within, int wrongWords, int rightWords, long room, long slack) {
        static final Score NONE = new Score(0, 0, 0, 0, 0, 0);

        static final Comparator<Score> BEST_FIRST =
                Comparator.comparingInt(Score::within)
                        .reversed()
                        .thenComparingInt(Score::wrongWords)
                        .thenComparingLong(Score::room)
                        .thenComparingLong(Score::slack);
    }

    Result find(List<Generation> generations) {
        Result result =
                new Result(OptionalInt.empty(), generations.getFirst(), false, "no subsegment");
        for (Generation generation : generations) {
            if (result.key.isEmpty() && !samples.isEmpty()) {
                result = find(generation);
            }
        }
        return result;
    }

    private Result find(Generation generation) {
        candidates.clear();
        count = 0;
        Set<Integer> tried = new HashSet<>();
        for (LfhHeader pivot : pivots()) {
            propose(pivot, generation, tried);
        }
        List<Score> scores =
                candidates.stream()
                        .map(candidate -> judged(candidate, generation))
                        .sorted(Score.BEST_FIRST)
                        .toList();
        Score best = scores.isEmpty() ? Score.NONE : scores.getFirst();
        Score second = scores.size() < 2 ? Score.NONE : scores.get(1);
        boolean equal = Score.BEST_FIRST.compare(best, second) == 0;
        boolean found =
                2 * best.within > samples.size()
                        && best.wrongWords <= best.within / TOLERATED
                        && (best.within > 1 || best.rightWords >= ENOUGH_WORDS)
                        && !equal;
        boolean doubtful = best.within == second.within && best.wrongWords == second.wrongWords;
        return new Result(
                found ? OptionalInt.of(best.key) : OptionalInt.empty(),
                generation,
                doubtful,
                trace(best, second, equal));
    }

    /** The subsegments that bound the size of their blocks best; more than one may be damaged. */
    private List<LfhHeader> pivots() {
        return samples.stream()
                .sorted((a, b) -> Integer.compare(b.blockCount(), a.blockCount()))
                .limit(3)
                .toList();
    }

    private void propose(LfhHeader pivot, Generation generation, Set<Integer> tried) {
        int raw = pivot.encodedOffsets() ^ generation.offsetsMask(pivot.address());
        int earliest = pivot.earliestBlock(unit);
        long room = pivot.end() - pivot.address();
        for (int i = 0; i <= BEGINNINGS; i++) {
            int first =
                    i < BEGINNINGS
                            ? earliest + i * unit
                            : earliest + SegmentLayout.PAGE - 1 & -SegmentLayout.PAGE;
            long longest = Math.min((room - first) / pivot.blockCount(), MAX_BLOCK);
            progress.checkCancelled();
            for (int size = unit; size <= longest; size += unit) {
                int key = raw ^ new BlockOffsets(first, size).word();
                if (tried.add(key)) {
                    rank(bounded(key, generation));
                }
            }
        }
    }

    /** Keeps a key with its bounds when it is among the best so far. */
    private void rank(Score score) {
        count++;
        candidates.add(score);
        if (candidates.size() > MAX_CANDIDATES) {
            candidates.remove();
        }
    }

    private Score bounded(int key, Generation generation) {
        int within = 0;
        long room = 0;
        long slack = 0;
        for (LfhHeader sample : samples) {
            BlockOffsets offsets = offsets(sample, key, generation);
            if (isPossible(sample, offsets)) {
                within++;
                room +=
                        sample.end()
                                - sample.address()
                                - (long) offsets.blockSize() * sample.blockCount();
                slack += offsets.first() - sample.headerEnd();
            }
        }
        return new Score(key, within, 0, 0, room, slack);
    }

    /** Adds what the words at ends of blocks say of a key. */
    private Score judged(Score score, Generation generation) {
        progress.checkCancelled();
        int wrong = 0;
        int right = 0;
        for (LfhHeader sample : samples) {
            BlockOffsets offsets = offsets(sample, score.key, generation);
            if (isPossible(sample, offsets)) {
                int words = words(sample, offsets);
                right += Math.max(words, 0);
                wrong += Math.max(-words, 0);
            }
        }
        return new Score(score.key, score.within, wrong, right, score.room, score.slack);
    }

    private static BlockOffsets offsets(LfhHeader sample, int key, Generation generation) {
        return BlockOffsets.of(
                sample.encodedOffsets() ^ key ^ generation.offsetsMask(sample.address()));
    }

    private boolean isPossible(LfhHeader sample, BlockOffsets offsets) {
        return sample.fits(offsets, unit) && offsets.blockSize() <= MAX_BLOCK;
    }

    /** The number of words at ends of blocks that make sense; negative when one does not. */
    private int words(LfhHeader sample, BlockOffsets offsets) {
        Optional<LfhBitmap> bitmap = LfhBitmap.read(memory, layout, sample);
        if (bitmap.isEmpty()) {
            return 0;
        }
        int right = 0;
        for (int block = 0; block < sample.blockCount() && right < MAX_WORDS; block++) {
            long end = sample.address() + offsets.first() + (block + 1L) * offsets.blockSize();
            if (bitmap.get().hasUnusedWord(block)
                    && memory.isPresent(end - UnusedFields.BYTES, UnusedFields.BYTES)) {
                int unused = layout.lfh().unused().unused(memory.cursor().u16(0));
                if (unused == 0 || unused > offsets.blockSize()) {
                    return -1;
                }
                right++;
            }
        }
        return right;
    }

    private String trace(Score best, Score second, boolean equal) {
        if (best.within == 0) {
            return "tried no key: bounds of " + samples.size() + " subsegments allow none";
        }
        return "best of "
                + count
                + " keys "
                + Addresses.hex(Integer.toUnsignedLong(best.key))
                + " fits "
                + best.within
                + " of "
                + samples.size()
                + " LFH subsegments and "
                + best.rightWords
                + " words at ends of blocks"
                + (best.wrongWords == 0 ? "" : ", but not those of " + best.wrongWords)
                + (equal
                        ? "; " + Addresses.hex(Integer.toUnsignedLong(second.key)) + " does as well"
                        : "");
    }
}
