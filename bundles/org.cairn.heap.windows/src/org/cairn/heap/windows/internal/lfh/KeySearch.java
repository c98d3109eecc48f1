package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.memory.HeapMemory;

import java.util.List;
import java.util.Optional;

/**
 * Recovers what is needed of {@code RtlpLFHKey} from containers, by majority: each block's header
 * and each container's {@code EncodedOffsets} give one value, and all values of a heap are the
 * same. A formula that does not hold gives values at random, which cannot win.
 */
public final class KeySearch {
    /** Blocks of one container that vote. */
    private static final int VOTERS = 4;

    /**
     * How far addresses may be shifted in a header's word.
     *
     * @param block that of a block
     * @param subsegment that of its subsegment, up to 7
     */
    private record Shifts(int block, int subsegment) {}

    /** From 8 on; on x86 no dump has shown which. */
    private static final List<Shifts> MODERN = List.of(new Shifts(4, 0), new Shifts(3, 0));

    /**
     * Vista and 7: an open-source reader of 7 decodes x64 by the first and x86 by the last one; no
     * dump has shown it.
     */
    private static final List<Shifts> PLAIN =
            List.of(new Shifts(4, 4), new Shifts(4, 0), new Shifts(3, 0));

    private final HeapMemory memory;
    private final LfhLayout layout;
    private final List<Shifts> shifts;
    private final List<Ballot> words;
    private final Ballot offsets = new Ballot();
    private int containers;

    /**
     * Prepares for a heap.
     *
     * @param memory of the process
     * @param layout of the front end
     */
    public KeySearch(HeapMemory memory, LfhLayout layout) {
        this.memory = memory;
        this.layout = layout;
        this.shifts = layout.format() == LfhLayout.Format.BITMAP ? MODERN : PLAIN;
        this.words = shifts.stream().map(tried -> new Ballot()).toList();
    }

    /**
     * Lets a container vote, if it looks like one.
     *
     * @param address of its header
     */
    public void add(long address) {
        Optional<UserBlocks> header = UserBlocks.read(memory, layout, address);
        if (header.isEmpty() || !header.get().isSigned()) {
            return;
        }
        UserBlocks user = header.get();
        Optional<Subsegment> subsegment =
                Subsegment.read(memory, layout, user.subsegment())
                        .filter(s -> s.userBlocks() == address && s.count() > 0);
        boolean mapped = layout.format() == LfhLayout.Format.BITMAP;
        if (mapped ? !user.ownsBitmap(layout) : subsegment.isEmpty()) {
            return;
        }
        containers++;
        int count = mapped ? (int) user.bits() : subsegment.get().count();
        int stride = subsegment.map(Subsegment::stride).orElse(0);
        int first = layout.firstOffset(count);
        if (mapped && stride != 0) {
            offsets.vote(user.offsets() ^ (int) address ^ (stride << Short.SIZE | first));
        }
        for (int i = 0; i < (stride == 0 ? 1 : Math.min(count, VOTERS)); i++) {
            word(user, address + first + (long) i * stride);
        }
    }

    /** Lets one more block of a container vote. */
    void word(UserBlocks user, long entry) {
        if (memory.hasHeader(entry)) {
            long header = memory.rawHeader();
            if ((layout.entry().unusedBytes(header) & LfhUnused.MARK) != 0) {
                for (int i = 0; i < words.size(); i++) {
                    Shifts by = shifts.get(i);
                    int mixed = LfhKey.mix(layout, user, entry, by.block, by.subsegment);
                    words.get(i).vote((int) header ^ mixed);
                }
            }
        }
    }

    /** How many containers there were. */
    int containers() {
        return containers;
    }

    /**
     * Counts the votes.
     *
     * @param heap address of the heap
     * @param frontEnd address of {@code _LFH_HEAP}, 0 when unknown
     * @return what most say
     */
    public LfhKey result(long heap, long frontEnd) {
        int best = 0;
        for (int i = 1; i < words.size(); i++) {
            best = words.get(i).bestCount() > words.get(best).bestCount() ? i : best;
        }
        boolean wordKnown = words.get(best).isDecided();
        int word = words.get(best).best();
        boolean offsetsKnown = offsets.isDecided();
        int other = offsets.best();
        if (!offsetsKnown && wordKnown && frontEnd != 0) {
            other = word ^ (int) heap ^ (int) frontEnd;
            offsetsKnown = layout.format() == LfhLayout.Format.BITMAP;
        }
        Shifts by = shifts.get(best);
        return new LfhKey(wordKnown, word, by.block, by.subsegment, offsetsKnown, other, tried());
    }

    private String tried() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            Shifts by = shifts.get(i);
            text.append("header words with a shift of ").append(by.block);
            text.append(by.subsegment == 0 ? "" : " for all addresses");
            text.append(": best value in ").append(words.get(i)).append("; ");
        }
        if (layout.format() == LfhLayout.Format.BITMAP) {
            text.append("EncodedOffsets: best value in ").append(offsets).append("; ");
        }
        return text.append("containers: ").append(containers).toString();
    }
}
