package org.cairn.heap.os2.internal;

import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelLayouts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The free space of a swappable heap, as a chain of descriptors (VMKSHD) outside of it tells. Sizes
 * have the unit of the descriptors.
 */
final class FreeSpace {
    private static final int MOST_DESCRIPTORS = 1 << 16;

    private final NavigableMap<Long, Long> sizes = new TreeMap<>();
    private final List<Broken> broken = new ArrayList<>();
    private boolean isWhole = true;
    private long last;

    /**
     * A descriptor that is wrong.
     *
     * @param address of the descriptor
     * @param size that it tells
     */
    record Broken(long address, long size, String summary, String actual) {}

    /** Follows the chain. */
    static FreeSpace of(SwappableHeap heap, Memory memory, KernelLayouts layouts) {
        FreeSpace free = new FreeSpace();
        Structure layout = layouts.get("VMKSHD");
        MemoryCursor cursor = memory.space().cursor();
        Islands arenas = memory.arenas();
        Set<Long> seen = new HashSet<>();
        long last = heap.address();
        free.last = last;
        long at = heap.descriptors();
        while (at != 0 && seen.size() < MOST_DESCRIPTORS) {
            memory.progress().checkCancelled();
            if (!seen.add(at) || arenas.find(at) < 0) {
                free.link(last, at);
                break;
            }
            if (!cursor.seek(at, layout.size())) {
                free.isWhole = false;
                break;
            }
            long start = layout.field("kshd_pb").get(cursor);
            long size = layout.field("kshd_size").get(cursor);
            if (start >= heap.first()
                    && start < heap.endCommitted()
                    && start % SwappableHeader.UNIT == 0) {
                free.sizes.putIfAbsent(start, size);
            } else {
                free.place(at, size, start);
            }
            last = at;
            free.last = at;
            at = layout.field("kshd_pNext").get(cursor);
        }
        return free;
    }

    private void link(long descriptor, long to) {
        isWhole = false;
        if (!broken.isEmpty() && broken.getLast().address == descriptor) {
            return;
        }
        broken.add(
                new Broken(
                        descriptor,
                        0,
                        "the chain of free space leads from %s to no further descriptor"
                                .formatted(Addresses.hex(descriptor)),
                        Addresses.hex(to)));
    }

    private void place(long descriptor, long size, long start) {
        broken.add(
                new Broken(
                        descriptor,
                        size,
                        "the descriptor at %s tells of free space where none can be"
                                .formatted(Addresses.hex(descriptor)),
                        Addresses.hex(start)));
    }

    /** Descriptors that are wrong by themselves. */
    List<Broken> broken() {
        return broken;
    }

    /** Whether the chain was followed to its end: there is no other free space. */
    boolean isWhole() {
        return isWhole;
    }

    /** The last descriptor; the heap, if there is none. */
    long last() {
        return last;
    }

    /** Whether no free space is known at or behind an address. */
    boolean endsBefore(long address) {
        return sizes.tailMap(address, true).isEmpty();
    }

    /** Whether free space begins at an address. */
    boolean beginsAt(long address) {
        return sizes.containsKey(address);
    }

    /** The size of the free space that begins at an address. */
    long size(long address) {
        return sizes.getOrDefault(address, 0L);
    }

    /** The first free space behind an address and in front of another, or that other address. */
    long after(long address, long end) {
        NavigableMap<Long, Long> behind = sizes.tailMap(address, false);
        return behind.isEmpty() ? end : Math.min(behind.firstKey(), end);
    }
}
