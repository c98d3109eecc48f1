package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;
import org.cairn.pool.windows.internal.kernel.Addresses64;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.PoolLayout;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows {@code _POOL_DESCRIPTOR.ListHeads}. Each list is for free blocks of one size; whether
 * list n is for n or for n + 1 units is told by most of their members. Some versions mark links
 * with their lowest bit.
 */
final class FreeLists {
    private static final int MAX_NODES = 1 << 22;
    private static final int MAX_TOLD = 1000;

    /** So many blocks are in lists for one that is in none, where all lists are known. */
    private static final int USUAL = 20;

    private final KernelMemory memory;
    private final PoolLayout layout;
    private final PoolHeader header;
    private final PoolReport report;
    private final Progress progress;
    private final Numbering straight = new Numbering(0);
    private final Numbering shifted = new Numbering(1);
    private final Doubts doubts;
    private final Addresses64 free;
    private final Addresses64 members = new Addresses64();
    private boolean broken;
    private int nodes;

    /**
     * Prepares.
     *
     * @param free all free blocks of the pool that have room for links
     */
    FreeLists(
            KernelMemory memory,
            PoolLayout layout,
            PoolReport report,
            Doubts doubts,
            Progress progress,
            Addresses64 free) {
        this.doubts = doubts;
        this.free = free;
        this.memory = memory;
        this.layout = layout;
        this.header = layout.header();
        this.report = report;
        this.progress = progress;
    }

    /** Members of lists if list n is for blocks of n and some more units. */
    private static final class Numbering {
        private final int more;
        private final List<Misfit> misfits = new ArrayList<>();
        private long fits;

        Numbering(int more) {
            this.more = more;
        }

        void take(long block, int list, int units) {
            if (units == list + more) {
                fits++;
            } else if (misfits.size() < MAX_TOLD) {
                misfits.add(new Misfit(block, list + more, units));
            }
        }
    }

    private record Misfit(long block, int expected, int units) {}

    /** Follows the lists of a descriptor. */
    void follow(long descriptor) {
        layout.descriptor()
                .flatMap(type -> type.find("ListHeads"))
                .ifPresent(heads -> follow(descriptor, heads));
    }

    private void follow(long descriptor, Field heads) {
        int entry = 2 * memory.pointerSize();
        int lists = heads.size() / entry;
        long first = descriptor + heads.offset();
        first += alias(memory, first, lists);
        if (areBroken(first, lists)) {
            broken = true;
            report.tell(
                    PoolRule.FREE_LIST,
                    first,
                    "most heads of the free lists of the descriptor at %s lead to no free block"
                            .formatted(Addresses.hex(descriptor)),
                    lists + " lists of free blocks",
                    Addresses.hex(memory.pointer(first)));
            return;
        }
        for (int i = 0; i < lists; i++) {
            progress.checkCancelled();
            list(first + (long) i * entry, i);
        }
    }

    /** Whether most heads are none: what overwrote them is told once. */
    private boolean areBroken(long first, int lists) {
        int pointer = memory.pointerSize();
        int bad = 0;
        for (int i = 0; i < lists; i++) {
            long head = first + 2L * i * pointer;
            long node = plain(memory.pointer(head));
            boolean sound =
                    node % pointer == 0
                            && memory.isPresent(node, 2 * pointer)
                            && plain(memory.pointer(node + pointer)) == head;
            bad += memory.isPresent(head, 2 * pointer) && !sound ? 1 : 0;
        }
        return bad * 2 > lists;
    }

    /**
     * How far the addresses are away by which the lists know themselves: a session's descriptor may
     * be mapped twice. An empty list tells it.
     */
    static long alias(KernelMemory memory, long first, int lists) {
        int pointer = memory.pointerSize();
        for (int i = 0; i < lists; i++) {
            long head = first + 2L * i * pointer;
            long next = memory.pointer(head);
            if (next == memory.pointer(head + pointer)
                    && (next - head) % PoolHeader.PAGE == 0
                    && memory.isPresent(next, pointer)
                    && memory.pointer(next) == next) {
                return next - head;
            }
        }
        return 0;
    }

    /** Tells what does not fit, when all lists were followed. */
    void close() {
        misfits();
        if (!broken && nodes < MAX_NODES) {
            unlisted();
        }
    }

    /** Free blocks in no list. When there are many, not all lists are known. */
    private void unlisted() {
        List<Long> missing = new ArrayList<>();
        for (int i = 0; i < free.size() && missing.size() <= MAX_TOLD; i++) {
            if (!members.contains(free.get(i))) {
                missing.add(free.get(i));
            }
        }
        if (missing.size() * USUAL > members.size()) {
            return;
        }
        for (long block : missing) {
            if (!report.hasTold(block)) {
                doubts.missing(header.size(memory.u32(block)));
                report.tell(
                        PoolRule.UNLISTED,
                        block,
                        "free block " + Addresses.hex(block) + " is in no list",
                        "a list of free blocks",
                        "none");
            }
        }
    }

    private void misfits() {
        Numbering right = shifted.fits > straight.fits ? shifted : straight;
        for (Misfit misfit : right.misfits) {
            if (report.hasTold(misfit.block())) {
                continue;
            }
            if (misfit.units() == 0) {
                doubts.surplus(header.size(memory.u32(misfit.block())));
            }
            String block = Addresses.hex(misfit.block());
            report.tell(
                    PoolRule.FREE_SIZE,
                    misfit.block(),
                    misfit.units() == 0
                            ? "what a free list leads to at " + block + " is no free block"
                            : "free block " + block + " is in the list of another size",
                    misfit.expected() * header.unit() + " bytes",
                    misfit.units() * header.unit() + " bytes");
        }
    }

    static long plain(long link) {
        return link & -2;
    }

    private void list(long head, int index) {
        int pointer = memory.pointerSize();
        if (!memory.isPresent(head, 2 * pointer)) {
            broken = true;
            return;
        }
        long before = head;
        long link = memory.pointer(head);
        long node = plain(link);
        while (node != head && nodes++ < MAX_NODES) {
            if (node % pointer != 0 || !memory.isPresent(node, 2 * pointer)) {
                broken = true;
                tell(before, before, "link of the free list leads nowhere", "a free block", link);
                return;
            }
            long back = plain(memory.pointer(node + pointer));
            if (back != before) {
                broken = true;
                contradict(before, link, back);
                return;
            }
            member(node - header.bytes(), index);
            before = node;
            link = memory.pointer(node);
            node = plain(link);
        }
        long last = plain(memory.pointer(head + pointer));
        if (node == head && last != before) {
            tell(
                    head,
                    head + pointer,
                    "the end of the free list is wrong",
                    Addresses.hex(before),
                    last);
        }
    }

    /** Of a link that is not led back, and the one that does not lead back, one is wrong. */
    private void contradict(long before, long link, long back) {
        long node = plain(link);
        if (!isFree(node)) {
            String what = "link of the free list leads to no free block";
            tell(before, before, what, "a free block", link);
        } else if (plain(memory.pointer(back)) == node) {
            String what = "link of the free list leads to a block to which another one leads";
            tell(before, before, what, "another free block", link);
        } else {
            String block = Addresses.hex(node - header.bytes());
            String what = "link back of free block " + block + " is wrong";
            tell(node, node + memory.pointerSize(), what, Addresses.hex(before), back);
        }
    }

    /** Whether a link leads to a free block of the pool, or to what was told of. */
    private boolean isFree(long node) {
        long block = node - header.bytes();
        return free.contains(block) || report.hasTold(block);
    }

    private void member(long block, int index) {
        members.add(block);
        int word = memory.u32(block);
        int units = header.isFree(word) ? header.blockSize().get(word) : 0;
        straight.take(block, index, units);
        shifted.take(block, index, units);
    }

    /** Whoever destroyed a header went on to the links behind it: that is told once. */
    private void tell(long node, long at, String summary, String expected, long actual) {
        if (!report.hasTold(node - header.bytes())) {
            report.tell(PoolRule.FREE_LIST, at, summary, expected, Addresses.hex(actual));
        }
    }
}
