package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Block headers of a heap that are known without walking there: the last block, and the free blocks
 * that the free lists lead to from the heap's header. Those that their boundary tag confirms, too,
 * are proven: a size that swallows one is wrong.
 */
final class KnownHeaders {
    /** A list is not followed farther; a heap of 16 MB has at most that many free blocks. */
    private static final int LONGEST_LIST = 1 << 20;

    private static final int PROGRESS_MASK = (1 << 12) - 1;

    private final HeapHeader heap;
    private final Progress progress;
    private final ResidentHeader header;
    private final ResidentHeader other;
    private final boolean endsAtLast;
    private final long[] addresses;
    private final long[] proven;

    KnownHeaders(AddressSpace space, HeapHeader heap, Progress progress) {
        this.heap = heap;
        this.progress = progress;
        this.header = new ResidentHeader(space);
        this.other = new ResidentHeader(space);
        Set<Long> seen = new HashSet<>();
        for (long dummy : heap.dummies()) {
            follow(dummy, true, seen);
            follow(dummy, false, seen);
        }
        boolean hasLast = header.read(heap.last()) && header.isValid();
        this.endsAtLast = hasLast && header.isEndOfHeap();
        if (hasLast) {
            seen.add(heap.last());
        }
        this.addresses = seen.stream().mapToLong(Long::longValue).sorted().toArray();
        this.proven = Arrays.stream(addresses).filter(this::isProven).toArray();
    }

    /** Follows a list until it ends, comes to an absent block, or comes round. */
    private void follow(long dummy, boolean forward, Set<Long> seen) {
        long node = dummy;
        Set<Long> way = new HashSet<>();
        while (way.size() < LONGEST_LIST
                && header.read(node)
                && header.readLinks()
                && way.add(node)) {
            if ((way.size() & PROGRESS_MASK) == 0) {
                progress.checkCancelled();
            }
            node = forward ? header.next() : header.previous();
            if (heap.holds(node)) {
                if (!header.read(node) || !header.isFree() || !header.isValid()) {
                    return;
                }
                seen.add(node);
            } else if (node < heap.address() || node >= heap.first()) {
                return;
            }
        }
    }

    private boolean isProven(long address) {
        return header.read(address)
                && (address == heap.last() ? endsAtLast : isConfirmedFree(header));
    }

    /** Whether the tag of a block and the block behind it say that it is free, too. */
    boolean isConfirmedFree(ResidentHeader block) {
        return block.isFree()
                && block.isValid()
                && block.readTag()
                && block.taggedBlock() == block.address()
                && (!other.read(block.end()) || other.isPreviousFree());
    }

    /** Whether a block at an address is the end of the heap; elsewhere one only says so. */
    boolean isEnd(long address) {
        return !endsAtLast || address == heap.last();
    }

    /** The first known header behind an address, or the end of the heap. */
    long after(long address) {
        return after(addresses, address);
    }

    /** The first proven header behind an address, or the end of the heap. */
    long provenAfter(long address) {
        return after(proven, address);
    }

    private long after(long[] headers, long address) {
        int index = Arrays.binarySearch(headers, address + 1);
        int next = index >= 0 ? index : -index - 1;
        return next < headers.length ? headers[next] : heap.endReserved();
    }
}
