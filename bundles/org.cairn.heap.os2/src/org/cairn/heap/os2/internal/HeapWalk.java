package org.cairn.heap.os2.internal;

import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;

/**
 * Walks a resident heap whose header is there, from block to block. Where a block's header is
 * absent or broken, the walk goes on at the next block that is known otherwise; what lies between
 * is searched for chains.
 */
final class HeapWalk {
    private static final int PROGRESS_MASK = (1 << 16) - 1;

    private final HeapHeader heap;
    private final AddressSpace space;
    private final Islands present;
    private final Descriptors descriptors;
    private final Progress progress;
    private final BlockWriter writer;
    private final BlockChecks checks;
    private final ResidentHeader header;
    private final ResidentHeader predecessor;
    private @Nullable KnownHeaders known;
    private boolean complete = true;
    private boolean afterBlock;
    private long previous;
    private boolean previousIsFree;
    private long blocks;
    private long freeBlocks;
    private long endBlocks;

    HeapWalk(HeapHeader heap, Memory memory, OwnerNames owners, BlockSink sink) {
        this.heap = heap;
        this.space = memory.space();
        this.present = memory.present();
        this.descriptors = memory.descriptors();
        this.progress = memory.progress();
        this.writer = new BlockWriter(sink, space, present, owners);
        this.checks = new BlockChecks(sink, space, SelectorCheck.of(memory), Confidence.CERTAIN);
        this.header = new ResidentHeader(space);
        this.predecessor = new ResidentHeader(space);
    }

    /** Reports the whole heap. */
    void walk() {
        writer.begin(heap.address(), heap.endReserved(), "resident heap");
        writer.heapHeader(heap.first());
        long address = heap.first();
        boolean ended = false;
        while (!ended && address < heap.endReserved()) {
            if (!header.read(address)) {
                address = lost(address, address, absence(address));
            } else if (!header.isValid()) {
                checks.header(address, afterBlock ? previous : 0);
                address = lost(address, address + ResidentLayout.UNIT, Absence.CORRUPT);
            } else if (header.end() > heap.endReserved()) {
                checks.size(header, heap.endReserved());
                address = lost(address, address + ResidentLayout.UNIT, Absence.CORRUPT);
            } else {
                block();
                ended = header.isEndOfHeap();
                address = header.end();
            }
        }
        finish();
    }

    private void block() {
        if (afterBlock) {
            checks.sequence(previous, previousIsFree, header);
        }
        if (header.isFree()) {
            checks.links(header, heap);
            freeBlocks++;
        } else if (header.isExtended()) {
            checks.selector(header);
        }
        if (header.isEndOfHeap()) {
            endBlocks++;
        }
        writer.resident(header, 0);
        previous = header.address();
        previousIsFree = header.isFree();
        afterBlock = true;
        if ((++blocks & PROGRESS_MASK) == 0) {
            progress.checkCancelled();
        }
    }

    private Absence absence(long address) {
        return present.find(address) < 0 ? writer.whyAbsent() : Absence.NOT_CAPTURED;
    }

    /**
     * Goes on behind a header that is absent or broken.
     *
     * @param address of the header
     * @param from where the search for other headers begins
     * @param why what is wrong
     * @return the next header that is known, or the end of the heap
     */
    private long lost(long address, long from, Absence why) {
        complete = false;
        afterBlock = false;
        KnownHeaders headers = known;
        if (headers == null) {
            headers = new KnownHeaders(space, heap);
            known = headers;
        }
        long next = headers.after(address);
        boolean isKnown = next < heap.endReserved();
        if (!isKnown && address >= heap.endCommitted()) {
            writer.uncommitted(next);
            return next;
        }
        long stop = isKnown ? startOfFree(next, from) : next;
        FoundBlocks found =
                new ChainSearch(space, present, descriptors, progress, false, stop, isKnown)
                        .search(present.between(from, stop));
        for (int i = 0; i < found.count(); i++) {
            int flags = found.isStrong(i) ? BlockSink.FOUND_STRONG : BlockSink.FOUND_HINT;
            found(found.address(i), why, flags);
        }
        writer.gap(stop, why);
        if (stop < next) {
            free(stop, next, 0);
        }
        return next;
    }

    /** The free block in front of a known header, if its tag tells of one, else that header. */
    private long startOfFree(long block, long from) {
        header.read(block);
        long free = FreePredecessor.find(header, predecessor);
        return free >= from ? free : block;
    }

    /** Reports a block that was found; its boundary tag may tell of a free block in front of it. */
    private void found(long address, Absence why, int flags) {
        header.read(address);
        long free = FreePredecessor.find(header, predecessor);
        if (address != writer.position() && free >= writer.position()) {
            writer.gap(free, why);
            free(free, address, flags);
        }
        writer.gap(address, why);
        writer.resident(header, flags);
    }

    private void free(long address, long end, int flags) {
        if (predecessor.read(address)) {
            writer.resident(predecessor, flags);
        } else {
            writer.inferred(address, end, flags);
        }
    }

    private void finish() {
        if (writer.position() == heap.endCommitted()) {
            writer.uncommitted(heap.endReserved());
        }
        writer.gap(heap.endReserved(), Absence.CORRUPT);
        if (complete && checks.count() == 0) {
            checks.counts(heap, blocks, freeBlocks, endBlocks);
        }
    }
}
