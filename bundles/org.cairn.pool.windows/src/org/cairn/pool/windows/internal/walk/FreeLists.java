package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.layout.PoolLayout;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares {@code _POOL_DESCRIPTOR.ListHeads} with the free blocks of the pages. Each list is for
 * blocks of one size; whether list n is for n or for n + 1 units is told by the lists themselves.
 * Some versions mark links with their lowest bit.
 */
final class FreeLists {
    private static final int MAX_NODES = 1 << 22;

    private final KernelMemory memory;
    private final PoolLayout layout;
    private final FreeBlocks free;
    private final PoolReport report;
    private final Progress progress;
    private final List<long[]> members = new ArrayList<>();

    FreeLists(
            KernelMemory memory,
            PoolLayout layout,
            FreeBlocks free,
            PoolReport report,
            Progress progress) {
        this.memory = memory;
        this.layout = layout;
        this.free = free;
        this.report = report;
        this.progress = progress;
    }

    /** Follows the lists of a descriptor. */
    void check(long descriptor) {
        layout.descriptor()
                .flatMap(type -> type.find("ListHeads"))
                .ifPresent(heads -> check(descriptor, heads));
    }

    private void check(long descriptor, Field heads) {
        int entry = 2 * memory.pointerSize();
        int lists = heads.size() / entry;
        members.clear();
        for (int i = 0; i < lists; i++) {
            progress.checkCancelled();
            list(descriptor + heads.offset() + (long) i * entry, i);
        }
        compare();
    }

    private static long plain(long link) {
        return link & -2;
    }

    private void list(long head, int index) {
        if (!memory.isPresent(head, 2 * memory.pointerSize())) {
            return;
        }
        long before = head;
        long node = plain(memory.pointer(head));
        for (int i = 0; node != head && i < MAX_NODES; i++) {
            if (node % memory.pointerSize() != 0
                    || !memory.isPresent(node, 2 * memory.pointerSize())) {
                tell(before, "link of the free list leads nowhere", "a free block", node);
                return;
            }
            long back = plain(memory.pointer(node + memory.pointerSize()));
            if (back != before) {
                tell(
                        node + memory.pointerSize(),
                        "link back of free block " + Addresses.hex(block(node)) + " is wrong",
                        Addresses.hex(before),
                        back);
                return;
            }
            members.add(new long[] {node, index});
            before = node;
            node = plain(memory.pointer(node));
        }
        if (node == head && plain(memory.pointer(head + memory.pointerSize())) != before) {
            tell(
                    head + memory.pointerSize(),
                    "the end of the free list is wrong",
                    Addresses.hex(before),
                    memory.pointer(head + memory.pointerSize()));
        }
    }

    private long block(long node) {
        return node - layout.header().bytes();
    }

    private void tell(long at, String summary, String expected, long actual) {
        report.tell(PoolRule.FREE_LIST, at, summary, expected, Addresses.hex(actual));
    }

    private void compare() {
        long shifted = members.stream().filter(m -> units(m) == m[1] + 1).count();
        long straight = members.stream().filter(m -> units(m) == m[1]).count();
        int difference = shifted > straight ? 1 : 0;
        for (long[] member : members) {
            int units = units(member);
            if (units != member[1] + difference) {
                report.tell(
                        PoolRule.FREE_SIZE,
                        block(member[0]),
                        units == 0
                                ? "what a free list leads to at "
                                        + Addresses.hex(block(member[0]))
                                        + " is no free block"
                                : "free block "
                                        + Addresses.hex(block(member[0]))
                                        + " is in the list of another size",
                        (member[1] + difference) * layout.header().unit() + " bytes",
                        (long) units * layout.header().unit() + " bytes");
            }
        }
    }

    private int units(long[] member) {
        return free.units(block(member[0]));
    }
}
