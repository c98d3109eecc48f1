package org.cairn.heap.os2.internal;

import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;

import java.util.ArrayList;
import java.util.List;

/**
 * Walks a resident heap whose header is there, from block to block. Where a block's header is
 * absent or broken, the walk goes on at the next block that is known otherwise; what lies between
 * is searched for chains. A size is believed when the blocks behind it lead to a proven one.
 */
final class HeapWalk {
    /** So many blocks that were found one behind the other are beyond doubt. */
    private static final int BEYOND_DOUBT = 4;

    /** The first block lies behind the header, at whose end is a semaphore of unknown size. */
    private static final int LONGEST_SEMAPHORE = 0x100;

    private static final String FIRST = ResidentLayout.HEAP.field("krh_pbFirst").name();
    private static final String LAST = ResidentLayout.HEAP.field("krh_pbLast").name();
    private static final int PROGRESS_MASK = (1 << 16) - 1;

    /** So many blocks tell that a size is wrong that leads to an absent header. */
    private static final int CONTRADICTING = 2;

    private final HeapHeader heap;
    private final List<WrongField> wrong;
    private final AddressSpace space;
    private final Islands present;
    private final Descriptors descriptors;
    private final Progress progress;
    private final BlockWriter writer;
    private final BlockChecks checks;
    private final BlockChecks foundChecks;
    private final ResidentHeader header;
    private final ResidentHeader predecessor;
    private final KnownHeaders known;
    private final LookAhead ahead;
    private long firstBlock;
    private int foundInChain;
    private long lastFound;
    private long lastFoundEnd;
    private boolean lastFoundIsFree;
    private boolean ended;
    private boolean complete = true;
    private boolean afterBlock;
    private long previous;
    private boolean previousIsFree;
    private long blocks;
    private long freeBlocks;
    private long endBlocks;

    HeapWalk(HeapHeader heap, Memory memory, OwnerNames owners, BlockSink sink) {
        this.heap = heap;
        this.wrong = new ArrayList<>(heap.wrong());
        this.space = memory.space();
        this.present = memory.present();
        this.descriptors = memory.descriptors();
        this.progress = memory.progress();
        this.writer = new BlockWriter(sink, space, present, owners);
        this.checks = new BlockChecks(sink, space, SelectorCheck.of(memory), Confidence.CERTAIN);
        this.foundChecks =
                new BlockChecks(sink, space, SelectorCheck.of(memory), Confidence.STRONG);
        this.header = new ResidentHeader(space);
        this.predecessor = new ResidentHeader(space);
        this.known = new KnownHeaders(space, heap, progress);
        this.ahead = new LookAhead(space, known, progress);
    }

    /** Reports the whole heap. */
    void walk() {
        writer.begin(heap.address(), heap.endReserved(), "resident heap");
        long address = first();
        writer.heapHeader(address);
        firstBlock = address;
        while (!ended && address < heap.endReserved()) {
            address =
                    switch (ahead.from(address)) {
                        case PROVEN -> blocks(address, ahead.at());
                        case END -> end(address);
                        case ABSENT -> absent(address);
                        case NO_HEADER, TOO_LONG -> broken(address);
                    };
        }
        finish();
    }

    /** The first block; where the header is wrong, the first from which blocks lead on. */
    private long first() {
        boolean isKnown = heap.wrong().stream().noneMatch(field -> field.name().equals(FIRST));
        if (isKnown && leadsOn(heap.first())) {
            return heap.first();
        }
        long end = isKnown ? heap.first() : heap.lowestBlock() + LONGEST_SEMAPHORE;
        for (long at = heap.lowestBlock(); at < end; at += ResidentLayout.UNIT) {
            if (leadsOn(at)) {
                if (isKnown) {
                    wrong.add(new WrongField(FIRST, at, heap.first()));
                }
                return at;
            }
        }
        return heap.first();
    }

    private boolean leadsOn(long address) {
        LookAhead.Stop stop = ahead.from(address);
        return stop == LookAhead.Stop.PROVEN || stop == LookAhead.Stop.END;
    }

    /** Reports the blocks from an address to another one, and returns that. */
    private long blocks(long from, long to) {
        long address = from;
        while (address < to && header.read(address)) {
            block();
            address = header.end();
        }
        return to;
    }

    private long end(long from) {
        blocks(from, ahead.at() + ResidentLayout.UNIT);
        ended = true;
        WrongField.check(wrong, LAST, ahead.at(), heap.last());
        return writer.position();
    }

    private void block() {
        if (afterBlock) {
            checks.sequence(previous, previousIsFree, header);
        } else if (blocks == 0 && header.address() == firstBlock) {
            checks.sequence(heap.address(), false, header);
        }
        boolean isFree = header.isFree() && !checks.isFalselyFree(header);
        if (isFree) {
            checks.links(header, heap);
            freeBlocks++;
        } else if (header.isExtended()) {
            checks.selector(header);
        }
        if (header.isEndOfHeap()) {
            endBlocks++;
            if (!known.isEnd(header.address())) {
                checks.end(header, heap.last());
            }
        }
        writer.resident(header, 0);
        previous = header.address();
        previousIsFree = isFree;
        afterBlock = true;
        if ((++blocks & PROGRESS_MASK) == 0) {
            progress.checkCancelled();
        }
    }

    private Absence absence(long address) {
        return present.find(address) < 0 ? writer.whyAbsent() : Absence.NOT_CAPTURED;
    }

    /**
     * Goes on behind a header that is absent. Blocks that lead past it to the next known header
     * tell that it is absent for a wrong size in front of it.
     *
     * @param start of the blocks that were looked at
     * @return the next known header
     */
    private long absent(long start) {
        long at = ahead.at();
        long next = known.after(at);
        boolean isKnown = next < heap.endReserved();
        if (!isKnown && at >= heap.endCommitted()) {
            complete = false;
            afterBlock = false;
            blocks(start, at);
            writer.uncommitted(next);
            return next;
        }
        long from = isKnown ? ahead.firstDoubted() + ResidentLayout.UNIT : at;
        long stop = isKnown ? startOfFree(next, at) : next;
        FoundBlocks found = search(Math.min(from, at), stop, isKnown);
        long right = found.startOfChainTo(stop, at, CONTRADICTING);
        if (right < at) {
            return broken(start, right, found, stop, next);
        }
        blocks(start, at);
        return resume(found, at, stop, next, absence(at));
    }

    /**
     * Goes on where a size or a header is broken. The blocks that lead to the next proven header
     * tell which: a block in which they begin is not as long as it says.
     *
     * @param start of the blocks that were looked at
     * @return the next proven header
     */
    private long broken(long start) {
        long at = ahead.at();
        long next = ahead.proven();
        boolean isKnown = next < heap.endReserved();
        long from = ahead.firstDoubted() + ResidentLayout.UNIT;
        long stop = isKnown ? startOfFree(next, at + ResidentLayout.UNIT) : next;
        FoundBlocks found = search(from, stop, isKnown);
        return broken(start, found.startOfChainTo(stop, at, 1), found, stop, next);
    }

    private long broken(long start, long right, FoundBlocks found, long stop, long next) {
        long at = ahead.at();
        BrokenBlock broken =
                at == heap.last()
                        ? new BrokenBlock(at, false)
                        : BrokenBlock.find(header, ahead.firstDoubted(), at, right);
        blocks(start, broken.address());
        long behind = broken.isSize() ? right : broken.address() + ResidentLayout.UNIT;
        if (!broken.isSize()) {
            checks.header(at, afterBlock ? previous : 0);
        } else if (header.read(broken.address()) && header.isEndOfHeap()) {
            checks.end(header, heap.last());
        } else {
            checks.size(header, right, right < heap.endReserved());
        }
        return resume(found, behind, stop, next, Absence.CORRUPT);
    }

    private FoundBlocks search(long from, long to, boolean isKnown) {
        return new ChainSearch(space, present, descriptors, progress, false, to, isKnown)
                .search(present.between(from, to));
    }

    /**
     * Reports what was found, and goes on at a known header.
     *
     * @param from what begins in front of it is none
     * @param stop end of the last block that can have been found
     * @param next the known header; a free block lies between, if it is not the same
     */
    private long resume(FoundBlocks found, long from, long stop, long next, Absence why) {
        complete = false;
        afterBlock = false;
        foundInChain = 0;
        for (int i = 0; i < found.count(); i++) {
            if (found.address(i) >= from) {
                int flags = found.isStrong(i) ? BlockSink.FOUND_STRONG : BlockSink.FOUND_HINT;
                found(found.address(i), why, flags);
            }
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
        if (foundInChain >= BEYOND_DOUBT) {
            betweenFound(address);
        }
        foundInChain = foundInChain > 0 && lastFoundEnd == address ? foundInChain + 1 : 1;
        lastFound = address;
        lastFoundEnd = header.end();
        lastFoundIsFree = header.isFree();
        writer.gap(address, why);
        writer.resident(header, flags);
    }

    /** Checks a block against those that were found in front of it one behind the other. */
    private void betweenFound(long address) {
        if (lastFoundEnd == address) {
            foundChecks.sequence(lastFound, lastFoundIsFree, header);
        } else if (lastFoundEnd == writer.position() && present.find(lastFoundEnd) >= 0) {
            foundChecks.header(lastFoundEnd, lastFound);
        }
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
        checks.linksToNone();
        if (!wrong.isEmpty()) {
            checks.heapHeader(heap.address(), wrong);
        }
        if (complete && checks.count() == 0) {
            checks.counts(heap, blocks, freeBlocks, endBlocks);
        }
    }
}
