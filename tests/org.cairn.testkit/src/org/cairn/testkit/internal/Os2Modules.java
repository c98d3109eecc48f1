package org.cairn.testkit.internal;

import org.cairn.testkit.Os2Truth.ModuleEntry;
import org.cairn.testkit.Os2Truth.Segment;

import java.util.ArrayList;
import java.util.List;

/** Writes modules: the entry in the resident heap, the rest in the swappable one (MTE, SMTE). */
public final class Os2Modules {
    private static final int OWNER = 0xffa6;
    private static final int ENTRY = 0x20;
    private static final int REST = 0x84;
    private static final int SEGMENT = 0xc;
    private static final int OBJECT = 0x18;

    private final Os2Memory memory;
    private final Os2Records records;
    private final Os2Heap heap;
    private final Os2SwappableHeap swappable;
    private final List<ModuleEntry> modules = new ArrayList<>();

    /** Starts with an empty list. */
    public Os2Modules(
            Os2Memory memory, Os2Records records, Os2Heap heap, Os2SwappableHeap swappable) {
        this.memory = memory;
        this.records = records;
        this.heap = heap;
        this.swappable = swappable;
    }

    /** A module of two segments, or of two objects when it is flat; returns its handle. */
    public int module(String name, String path, int flags, boolean flat, int selector) {
        long entry = heap.regular(OWNER, ENTRY);
        int handle = records.pseudo(entry, OWNER);
        int row = flat ? OBJECT : SEGMENT;
        long more = swappable.busy(OWNER, 0, REST + 2 * row + path.length() + 1);
        memory.words(entry, flat ? 2 : 1, handle);
        memory.dwords(entry + 4, more, head(), flags, 0);
        memory.words(entry + 0x14, 7, 1);
        memory.text(entry + 0x18, name);
        long table = more + REST;
        memory.dwords(more + 0x1c, table, 2);
        memory.u32(more + 0x68, table + 2L * row);
        memory.u16(more + 0x7c, path.length() + 1);
        memory.text(table + 2L * row, path);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            segments.add(segment(table + (long) i * row, i + 1, flat, handle, selector + 8 * i));
        }
        modules.addFirst(new ModuleEntry(handle, entry, flags, path, segments));
        return handle;
    }

    private Segment segment(long at, int number, boolean flat, int handle, int selector) {
        if (flat) {
            long base = 0x1a00_0000L + handle * 0x10_0000L;
            memory.dwords(at, 0x2345, base, 0x2015, 1, 3);
            memory.words(at + 0x14, selector, 0);
            return new Segment(number, base, 0x2345, 0x2015, selector);
        }
        memory.words(at, 2 + number, 0xbd5c, 0x8d60, 0xbd5c, 0, selector);
        return new Segment(number, 0, 0xbd5c, 0x8d60, selector);
    }

    /** The entry of the module that was loaded last, or 0. */
    public long head() {
        return modules.isEmpty() ? 0 : modules.getFirst().address();
    }

    /** The modules, the one that was loaded last first. */
    public List<ModuleEntry> modules() {
        return List.copyOf(modules);
    }
}
