package org.cairn.testkit.internal.page;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.memory.Field;
import org.cairn.testkit.SyntheticMemory;
import org.cairn.testkit.internal.page.Pages.Use;

import java.util.Comparator;
import java.util.List;

/** Lays out the state of a page heap in memory; may be done again after it has changed. */
public final class PageHeapEncoder {
    /** Bytes behind the data of a block of light page heap. */
    public static final int LIGHT_SUFFIX = 16;

    private static final long SIGNATURE = 0xffee_ddccL;
    private static final int HANDLE_FILL = 0xee;
    private static final int LIGHT_FILL = 0xe0;
    private static final int SUFFIX = 0xd0;
    private static final int LIGHT_SUFFIX_FILL = 0xa0;
    private static final int FREED = 0xf0;

    private final SyntheticMemory memory;
    private final PageHeapOffsets offsets;
    private final PageHeapModel model;
    private final long normal;

    /** Prepares for a heap. */
    public PageHeapEncoder(
            SyntheticMemory memory, PageHeapOffsets offsets, PageHeapModel model, long normal) {
        this.memory = memory;
        this.offsets = offsets;
        this.model = model;
        this.normal = normal;
    }

    private long root() {
        return model.base() + PAGE;
    }

    /** Writes everything but the data of busy blocks. */
    public void write() {
        fill(model.base(), PAGE, HANDLE_FILL);
        memory.bytes(root(), offsets.root()).fill((byte) 0);
        set(root(), Integer.BYTES, SIGNATURE);
        pointer(root() + offsets.lock(), model.lock());
        pointer(root() + offsets.normalHeap(), normal);
        for (long node : model.unused()) {
            memory.bytes(node, offsets.node()).fill((byte) 0);
        }
        chain(offsets.ranges(), offsets.rangeCount(), model.ranges());
        chain(offsets.pools(), offsets.poolCount(), model.of(Use.POOL));
        chain(offsets.free(), offsets.freeCount(), model.delayed());
        unused();
        List<Pages> busy = model.of(Use.BUSY);
        List<Pages> available = model.of(Use.AVAILABLE);
        if (offsets.hasTree()) {
            tree(busy);
            circle(available);
        } else {
            chain(offsets.busy(), offsets.busyCount(), busy);
            chain(offsets.available(), offsets.availableCount(), available);
        }
        busy.forEach(block -> surround(block, false));
        model.delayed().forEach(block -> surround(block, true));
    }

    private void chain(int head, int count, List<Pages> parts) {
        long link = root() + head;
        for (Pages part : parts) {
            pointer(link, part.node());
            node(part);
            link = part.node();
        }
        if (!parts.isEmpty()) {
            pointer(link, 0);
            pointer(root() + head + offsets.pointer(), link);
        }
        set(root() + count, Integer.BYTES, parts.size());
    }

    private void unused() {
        long link = root() + offsets.unused();
        for (long node : model.unused()) {
            pointer(link, node);
            link = node;
        }
    }

    private void circle(List<Pages> parts) {
        long head = root() + offsets.available();
        long before = head;
        for (Pages part : parts) {
            node(part);
            pointer(before, part.node());
            pointer(part.node() + offsets.pointer(), before);
            before = part.node();
        }
        pointer(before, head);
        pointer(head + offsets.pointer(), before);
        set(root() + offsets.availableCount(), Integer.BYTES, parts.size());
    }

    private void tree(List<Pages> busy) {
        List<Pages> sorted =
                busy.stream()
                        .sorted(Comparator.comparing(Pages::user, Long::compareUnsigned))
                        .toList();
        sorted.forEach(this::node);
        long table = root() + offsets.busy();
        pointer(table, table);
        pointer(table + 2L * offsets.pointer(), subtree(sorted, table));
        set(root() + offsets.elements(), Integer.BYTES, sorted.size());
        set(root() + offsets.busyCount(), Integer.BYTES, sorted.size());
    }

    /** Links nodes as a balanced tree; returns the address of its root. */
    private long subtree(List<Pages> sorted, long parent) {
        if (sorted.isEmpty()) {
            return 0;
        }
        int middle = sorted.size() / 2;
        long node = sorted.get(middle).node();
        pointer(node, parent);
        pointer(node + offsets.pointer(), subtree(sorted.subList(0, middle), node));
        List<Pages> right = sorted.subList(middle + 1, sorted.size());
        pointer(node + 2L * offsets.pointer(), subtree(right, node));
        return node;
    }

    private void node(Pages part) {
        long at = part.node();
        memory.bytes(at, offsets.node()).fill((byte) 0);
        pointer(at + offsets.block(), part.block());
        pointer(at + offsets.block() + offsets.pointer(), part.size());
        pointer(at + offsets.block() + 2L * offsets.pointer(), part.access());
        pointer(at + offsets.user(), part.user());
        pointer(at + offsets.requested(), part.requested());
        pointer(at + offsets.requested() + offsets.pointer(), part.requested());
        pointer(at + offsets.trace(), part.trace());
    }

    /** Writes what stands before and behind the data. */
    private void surround(Pages block, boolean freed) {
        memory.capture(block.block(), block.access());
        long end = block.block() + block.access();
        if (freed) {
            fill(block.user(), block.requested(), FREED);
        }
        information(block.user(), block.requested(), block.access(), block.trace(), freed, false);
        fill(block.user() + block.requested(), end - block.user() - block.requested(), SUFFIX);
        if (!block.visible()) {
            memory.omit(block.block(), block.access());
        }
    }

    /** Writes a block of light page heap. */
    public void light(long block, long requested, long trace, boolean freed) {
        long user = block + offsets.information();
        long actual = offsets.information() + requested + LIGHT_SUFFIX;
        information(user, requested, actual, trace, freed, true);
        fill(user, requested, freed ? FREED : LIGHT_FILL);
        fill(user + requested, LIGHT_SUFFIX, LIGHT_SUFFIX_FILL);
    }

    private void information(
            long user, long requested, long actual, long trace, boolean freed, boolean light) {
        long at = user - offsets.information();
        memory.bytes(at, offsets.information()).fill((byte) 0);
        int state = (light ? 0xaaaa : 0xbbbb) - (freed ? 1 : 0);
        set(at, Integer.BYTES, 0xabcd_0000L | state);
        pointer(at + offsets.pointer(), root());
        pointer(at + 2L * offsets.pointer(), requested);
        pointer(at + 3L * offsets.pointer(), actual);
        pointer(user - 2L * offsets.pointer(), trace);
        set(user - Integer.BYTES, Integer.BYTES, 0xdcba_0000L | state);
    }

    private void fill(long at, long bytes, int value) {
        memory.bytes(at, bytes).fill((byte) value);
    }

    private void pointer(long at, long value) {
        set(at, offsets.pointer(), value);
    }

    private void set(long at, int size, long value) {
        memory.set(at, new Field("field", "u", 0, size), value);
    }
}
