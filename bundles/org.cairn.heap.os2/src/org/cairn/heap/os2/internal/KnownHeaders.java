package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Block headers of a heap that are known without walking there: the last block, and the free blocks
 * that the free lists lead to from the heap's header.
 */
final class KnownHeaders {
    /** A list is not followed farther; a heap of 16 MB has at most that many free blocks. */
    private static final int LONGEST_LIST = 1 << 20;

    private final HeapHeader heap;
    private final ResidentHeader header;
    private final long[] addresses;

    KnownHeaders(AddressSpace space, HeapHeader heap) {
        this.heap = heap;
        this.header = new ResidentHeader(space);
        Set<Long> seen = new HashSet<>();
        for (long dummy : heap.dummies()) {
            follow(dummy, true, seen);
            follow(dummy, false, seen);
        }
        if (header.read(heap.last()) && header.isValid()) {
            seen.add(heap.last());
        }
        this.addresses = seen.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** Follows a list until it ends, comes to an absent block, or comes round. */
    private void follow(long dummy, boolean forward, Set<Long> seen) {
        long node = dummy;
        Set<Long> way = new HashSet<>();
        while (way.size() < LONGEST_LIST
                && header.read(node)
                && header.readLinks()
                && way.add(node)) {
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

    /** The first known header behind an address, or the end of the heap. */
    long after(long address) {
        int index = Arrays.binarySearch(addresses, address + 1);
        int next = index >= 0 ? index : -index - 1;
        return next < addresses.length ? addresses[next] : heap.endReserved();
    }
}
