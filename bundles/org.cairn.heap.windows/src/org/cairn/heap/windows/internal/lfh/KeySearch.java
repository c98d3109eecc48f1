package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.memory.HeapMemory;

import java.util.Optional;

/**
 * Recovers what is needed of {@code RtlpLFHKey} from containers, by majority: each block's header
 * and each container's {@code EncodedOffsets} give one value, and all values of a heap are the
 * same. A formula that does not hold gives values at random, which cannot win.
 */
public final class KeySearch {
    /** Blocks of one container that vote. */
    private static final int VOTERS = 4;

    /** How far addresses may be shifted; on x86 no dump has shown which. */
    private static final int[] SHIFTS = {4, 3};

    private final HeapMemory memory;
    private final LfhLayout layout;
    private final Ballot[] words = new Ballot[SHIFTS.length];
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
        for (int i = 0; i < SHIFTS.length; i++) {
            words[i] = new Ballot();
        }
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
                for (int i = 0; i < SHIFTS.length; i++) {
                    words[i].vote((int) header ^ LfhKey.mix(layout, user, entry, SHIFTS[i]));
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
        int best = words[0].bestCount() >= words[1].bestCount() ? 0 : 1;
        boolean wordKnown = words[best].isDecided();
        int word = words[best].best();
        boolean offsetsKnown = offsets.isDecided();
        int other = offsets.best();
        if (!offsetsKnown && wordKnown && frontEnd != 0) {
            other = word ^ (int) heap ^ (int) frontEnd;
            offsetsKnown = layout.format() == LfhLayout.Format.BITMAP;
        }
        return new LfhKey(wordKnown, word, SHIFTS[best], offsetsKnown, other, tried());
    }

    private String tried() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SHIFTS.length; i++) {
            text.append("header words with a shift of ").append(SHIFTS[i]);
            text.append(": best value in ").append(words[i]).append("; ");
        }
        if (layout.format() == LfhLayout.Format.BITMAP) {
            text.append("EncodedOffsets: best value in ").append(offsets).append("; ");
        }
        return text.append("containers: ").append(containers).toString();
    }
}
