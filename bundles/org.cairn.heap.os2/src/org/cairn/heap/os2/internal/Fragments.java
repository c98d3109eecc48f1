package org.cairn.heap.os2.internal;

import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.memory.AddressSpace;
import org.cairn.system.os2.KernelLayouts;

/**
 * The blocks of one format that were found without a heap header, and the stretches of memory in
 * which they lie: the bytes that are there together, as far as blocks reach from or to them.
 */
final class Fragments {
    private static final String RUN = "run";

    private final Memory memory;
    private final FoundBlocks blocks = new FoundBlocks();
    private final Islands stretches;
    private final boolean partial;

    private Fragments(Memory memory, FoundBlocks found, boolean resident) {
        this.memory = memory;
        ResidentHeader header = new ResidentHeader(memory.space());
        ResidentHeader predecessor = new ResidentHeader(memory.space());
        for (int i = 0; i < found.count(); i++) {
            if (found.isResident(i) == resident) {
                if (resident) {
                    addPredecessor(found, i, header, predecessor);
                }
                blocks.add(found.address(i), found.end(i), resident, found.isStrong(i));
            }
        }
        this.stretches = stretches();
        this.partial = found.isFull();
    }

    /** The resident blocks, with the free blocks that their boundary tags tell of. */
    static Fragments resident(Memory memory, KernelLayouts layouts) {
        return new Fragments(memory, memory.search(layouts), true);
    }

    static Fragments swappable(Memory memory, KernelLayouts layouts) {
        return new Fragments(memory, memory.search(layouts), false);
    }

    private void addPredecessor(
            FoundBlocks found, int index, ResidentHeader header, ResidentHeader predecessor) {
        long address = found.address(index);
        header.read(address);
        if (blocks.count() > 0 && blocks.end(blocks.count() - 1) == address) {
            return;
        }
        long free = FreePredecessor.find(header, predecessor);
        if (free == FreePredecessor.NONE) {
            return;
        }
        int before = blocks.count();
        while (before > 0 && blocks.address(before - 1) >= free) {
            before--;
        }
        if (before > 0 && blocks.end(before - 1) > free) {
            return;
        }
        // A joined free block still holds the headers of those that it was made of.
        blocks.cut(before);
        blocks.add(free, address, true, found.isStrong(index));
    }

    private Islands stretches() {
        Islands present = memory.present();
        Islands.Builder builder = new Islands.Builder();
        for (int i = 0; i < blocks.count(); i++) {
            int island = present.find(blocks.address(i));
            long start = island < 0 ? blocks.address(i) : present.start(island);
            long end = island < 0 ? blocks.end(i) : present.end(island);
            builder.add(start, Math.max(blocks.end(i), end));
        }
        return builder.build();
    }

    boolean isEmpty() {
        return blocks.count() == 0;
    }

    /** Whether there may be more blocks than were kept. */
    boolean isPartial() {
        return partial;
    }

    /** The address of the first block. */
    long first() {
        return blocks.address(0);
    }

    /** The number of stretches. */
    int runs() {
        return stretches.count();
    }

    void write(OwnerNames owners, BlockSink sink) {
        AddressSpace space = memory.space();
        BlockWriter writer = new BlockWriter(sink, space, memory.present(), owners);
        BlockChecks checks =
                new BlockChecks(sink, space, SelectorCheck.of(memory), Confidence.STRONG);
        ResidentHeader resident = new ResidentHeader(space);
        SwappableHeader swappable = new SwappableHeader(space);
        int i = 0;
        for (int stretch = 0; stretch < stretches.count(); stretch++) {
            writer.begin(stretches.start(stretch), stretches.end(stretch), RUN);
            while (i < blocks.count() && blocks.address(i) < stretches.end(stretch)) {
                writer.gap(blocks.address(i));
                int flags = blocks.isStrong(i) ? BlockSink.FOUND_STRONG : BlockSink.FOUND_HINT;
                if (!blocks.isResident(i)) {
                    swappable.read(blocks.address(i));
                    writer.swappable(swappable, flags);
                } else if (resident.read(blocks.address(i))) {
                    check(i, resident, checks);
                    writer.resident(resident, flags);
                } else {
                    writer.inferred(blocks.address(i), blocks.end(i), flags);
                }
                i++;
            }
            writer.gap(stretches.end(stretch));
        }
        checks.linksToNone();
    }

    /** Blocks for which little speaks prove nothing against others. */
    private void check(int index, ResidentHeader header, BlockChecks checks) {
        if (!blocks.isStrong(index)) {
            return;
        }
        if (index > 0 && blocks.isStrong(index - 1) && blocks.end(index - 1) == header.address()) {
            checks.sequence(blocks.address(index - 1), wasFree(index - 1), header);
        }
        if (header.isFree()) {
            checks.foundLinks(header);
        } else if (header.isExtended()) {
            checks.selector(header);
        }
    }

    private boolean wasFree(int index) {
        ResidentHeader before = new ResidentHeader(memory.space());
        return !before.read(blocks.address(index)) || before.isFree();
    }
}
