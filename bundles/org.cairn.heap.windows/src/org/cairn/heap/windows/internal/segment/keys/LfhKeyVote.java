package org.cairn.heap.windows.internal.segment.keys;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.LfhFields;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.layout.UnusedFields;
import org.cairn.heap.windows.internal.segment.memory.BlockOffsets;
import org.cairn.heap.windows.internal.segment.memory.LfhHeader;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys.Generation;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
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
    private Score best = Score.NONE;
    private Score second = Score.NONE;
    private int candidates;

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
     * @param trace how, or what was tried
     */
    record Result(OptionalInt key, Generation generation, String trace) {}

    /** How well a key does. */
    private record Score(
            int key, int within, int wrongWords, int rightWords, long room, long slack) {
        static final Score NONE = new Score(0, 0, 0, 0, 0, 0);

        boolean isBetterThan(Score other) {
            return compare(other) < 0;
        }

        int compare(Score other) {
            int order = Integer.compare(other.within, within);
            order = order != 0 ? order : Integer.compare(wrongWords, other.wrongWords);
            order = order != 0 ? order : Long.compare(room, other.room);
            return order != 0 ? order : Long.compare(slack, other.slack);
        }
    }

    Result find(List<Generation> generations) {
        Result result = new Result(OptionalInt.empty(), generations.getFirst(), "no subsegment");
        for (Generation generation : generations) {
            if (result.key.isEmpty() && !samples.isEmpty()) {
                result = find(generation);
            }
        }
        return result;
    }

    private Result find(Generation generation) {
        best = Score.NONE;
        second = Score.NONE;
        candidates = 0;
        Set<Integer> tried = new HashSet<>();
        for (LfhHeader pivot : pivots()) {
            propose(pivot, generation, tried);
        }
        String trace = trace();
        boolean found =
                2 * best.within > samples.size()
                        && best.wrongWords <= best.within / TOLERATED
                        && (best.within > 1 || best.rightWords >= ENOUGH_WORDS)
                        && best.compare(second) != 0;
        return new Result(
                found ? OptionalInt.of(best.key) : OptionalInt.empty(), generation, trace);
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
                    rank(score(key, generation));
                }
            }
        }
    }

    private void rank(Score score) {
        candidates++;
        if (score.isBetterThan(best)) {
            second = best;
            best = score;
        } else if (score.isBetterThan(second)) {
            second = score;
        }
    }

    private Score score(int key, Generation generation) {
        int within = 0;
        int wrong = 0;
        int right = 0;
        long room = 0;
        long slack = 0;
        int missed = 0;
        int allowed = samples.size() - best.within;
        for (LfhHeader sample : samples) {
            BlockOffsets offsets =
                    BlockOffsets.of(
                            sample.encodedOffsets()
                                    ^ key
                                    ^ generation.offsetsMask(sample.address()));
            if (!sample.fits(offsets, unit) || offsets.blockSize() > MAX_BLOCK) {
                if (++missed > allowed) {
                    return new Score(key, within, wrong, right, room, slack);
                }
                continue;
            }
            within++;
            int words = words(sample, offsets);
            right += Math.max(words, 0);
            wrong += Math.max(-words, 0);
            room +=
                    sample.end()
                            - sample.address()
                            - (long) offsets.blockSize() * sample.blockCount();
            slack += offsets.first() - sample.headerEnd();
        }
        return new Score(key, within, wrong, right, room, slack);
    }

    /** The number of words at ends of blocks that make sense; negative when one does not. */
    private int words(LfhHeader sample, BlockOffsets offsets) {
        LfhFields fields = layout.lfh();
        UnusedFields unused = fields.unused();
        int right = 0;
        int bytes = LfhFields.bitmapBytes(sample.blockCount(), layout.pointerSize());
        if (!memory.isPresent(sample.address() + fields.bitmap(), bytes)) {
            return 0;
        }
        byte[] bitmap = memory.cursor().bytes(0, bytes);
        for (int block = 0; block < sample.blockCount() && right < MAX_WORDS; block++) {
            int bit = block * LfhFields.BITS_PER_BLOCK;
            int state = bitmap[bit / Byte.SIZE] >>> bit % Byte.SIZE & 3;
            if (state != 3) {
                continue;
            }
            long end = sample.address() + offsets.first() + (block + 1L) * offsets.blockSize();
            if (memory.isPresent(end - UnusedFields.BYTES, UnusedFields.BYTES)) {
                int count = unused.unused(memory.cursor().u16(0));
                if (count == 0 || count > offsets.blockSize()) {
                    return -1;
                }
                right++;
            }
        }
        return right;
    }

    private String trace() {
        if (best.within == 0) {
            return "tried no key: bounds of " + samples.size() + " subsegments allow none";
        }
        return "best of "
                + candidates
                + " keys "
                + Addresses.hex(Integer.toUnsignedLong(best.key))
                + " fits "
                + best.within
                + " of "
                + samples.size()
                + " LFH subsegments and "
                + best.rightWords
                + " words at ends of blocks"
                + (best.wrongWords == 0 ? "" : ", not " + best.wrongWords)
                + (best.compare(second) == 0
                        ? "; " + Addresses.hex(Integer.toUnsignedLong(second.key)) + " does as well"
                        : "");
    }
}
