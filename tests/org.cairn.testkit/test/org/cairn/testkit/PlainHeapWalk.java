package org.cairn.testkit;

import org.cairn.memory.Structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Walks a heap of Windows XP or Server 2003 in the plainest way and notes what does not fit. */
final class PlainHeapWalk {
    private static final long PAGE = 0x1000;
    private static final int LAST_ENTRY = 0x10;

    private final Peek peek;
    private final long heap;
    private final int unit;
    private final List<String> problems = new ArrayList<>();
    private final List<Walked> blocks = new ArrayList<>();
    private final List<Long> parked = new ArrayList<>();

    PlainHeapWalk(Peek peek, long heap) {
        this.peek = peek;
        this.heap = heap;
        unit = peek.layout("_HEAP_ENTRY").size();
        heap();
    }

    List<String> problems() {
        return problems;
    }

    List<Walked> blocks() {
        return blocks;
    }

    /** Blocks on lookaside lists. */
    List<Long> parked() {
        return parked;
    }

    private void heap() {
        expect("Signature", 0xeeffeeffL, heap("Signature"));
        long array = heap + peek.layout("_HEAP").offset("Segments");
        long count = heap("LastSegmentIndex") + 1;
        for (int i = 0; i < 64; i++) {
            long segment = peek.pointer(array + (long) i * peek.pointerSize());
            expect("segment " + i + " present", i < count ? 1 : 0, segment == 0 ? 0 : 1);
            if (segment != 0) {
                segment(i, segment);
            }
        }
        freeLists();
        virtuals();
        if (heap("FrontEndHeapType") == 1) {
            lookaside(heap("FrontEndHeap"));
        }
    }

    private void segment(int index, long segment) {
        expect("Signature", 0xffeeffeeL, segment("Signature", segment));
        expect("Heap", heap, segment("Heap", segment));
        long base = segment("BaseAddress", segment);
        expect("where the segment begins", index == 0 ? heap : segment, base);
        long end = base + segment("NumberOfPages", segment) * PAGE;
        expect("LastValidEntry", end, segment("LastValidEntry", segment));
        Map<Long, Long> holes = new TreeMap<>(Long::compareUnsigned);
        long largest = 0;
        long before = 0;
        long at = segment("UnCommittedRanges", segment);
        while (at != 0) {
            long address = peek.field("_HEAP_UNCOMMMTTED_RANGE", at, "Address");
            long size = peek.field("_HEAP_UNCOMMMTTED_RANGE", at, "Size");
            if (Long.compareUnsigned(before, address) >= 0) {
                problems.add("ranges descend at " + Long.toHexString(at));
            }
            before = address;
            holes.put(address, size);
            largest = Math.max(largest, size);
            at = peek.field("_HEAP_UNCOMMMTTED_RANGE", at, "Next");
        }
        long hole = holes.values().stream().mapToLong(Long::longValue).sum();
        expect(
                "NumberOfUnCommittedPages",
                hole / PAGE,
                segment("NumberOfUnCommittedPages", segment));
        expect(
                "NumberOfUnCommittedRanges",
                holes.size(),
                segment("NumberOfUnCommittedRanges", segment));
        expect("LargestUnCommittedRange", largest, segment("LargestUnCommittedRange", segment));
        walk(index, base, end, holes);
        Walked own = blocks.stream().filter(b -> b.address() == segment).findFirst().get();
        expect("FirstEntry", own.end(), segment("FirstEntry", segment));
        expect(
                "LastEntryInSegment",
                blocks.getLast().address(),
                segment("LastEntryInSegment", segment));
    }

    private void walk(int index, long base, long end, Map<Long, Long> holes) {
        long at = base;
        long previous = 0;
        while (at != end) {
            if (holes.get(at) instanceof Long hole) {
                at += hole;
                previous = 0;
                continue;
            }
            long units = entry(at, "Size");
            int flags = (int) entry(at, "Flags");
            expect("PreviousSize", previous, entry(at, "PreviousSize"), at);
            expect("SegmentIndex", index, entry(at, "SegmentIndex"), at);
            Walked block = new Walked(at, units * unit, flags, (int) entry(at, "UnusedBytes"));
            blocks.add(block);
            if (units == 0 || Long.compareUnsigned(block.end(), end) > 0) {
                problems.add("size " + units + " at " + Long.toHexString(at));
                return;
            }
            boolean last = block.end() == end || holes.containsKey(block.end());
            expect("last entry", last ? LAST_ENTRY : 0, flags & LAST_ENTRY, at);
            previous = units;
            at = block.end();
        }
    }

    private void freeLists() {
        Structure layout = peek.layout("_HEAP");
        int entry = peek.layout("_HEAP_FREE_ENTRY").offset("FreeList");
        List<Long> free = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < 128; i++) {
            long head = heap + layout.offset("FreeLists") + 2L * i * peek.pointerSize();
            List<Long> nodes = peek.list(head);
            long bit = peek.number(heap + layout.offset("u") + i / 8, 1) >> i % 8 & 1;
            expect("bit " + i, nodes.isEmpty() ? 0 : 1, bit);
            long before = 128;
            for (long node : nodes) {
                long units = entry(node - entry, "Size");
                if (i == 0 ? units < before : units != i) {
                    problems.add("length " + units + " in list " + i);
                }
                before = i == 0 ? units : before;
                total += units;
                free.add(node - entry);
            }
        }
        List<Long> walked = blocks.stream().filter(b -> !b.isBusy()).map(Walked::address).toList();
        if (!walked.equals(free.stream().sorted(Long::compareUnsigned).toList())) {
            problems.add("free lists hold " + free + ", not " + walked);
        }
        expect("TotalFreeSize", total, heap("TotalFreeSize"));
    }

    private void virtuals() {
        Structure layout = peek.layout("_HEAP_VIRTUAL_ALLOC_ENTRY");
        for (long at : peek.list(heap + peek.layout("_HEAP").offset("VirtualAllocdBlocks"))) {
            long commit = peek.field("_HEAP_VIRTUAL_ALLOC_ENTRY", at, "CommitSize");
            long entry = at + layout.offset("BusyBlock");
            int flags = (int) entry(entry, "Flags");
            expect("flags", 9, flags & 9, at);
            expect("64-KiB alignment", 0, at & 0xffff, at);
            blocks.add(new Walked(at, commit, flags, (int) entry(entry, "Size")));
        }
    }

    private void lookaside(long table) {
        int size = peek.layout("_HEAP_LOOKASIDE").size();
        for (int i = 0; i < 128; i++) {
            long head = table + (long) i * size;
            long depth = peek.number(head + 4, 2);
            long user = peek.number(head, 4);
            for (int n = 0; n < depth; n++) {
                expect("length in lookaside list", i, entry(user - unit, "Size"), user);
                expect("busy in lookaside list", 1, entry(user - unit, "Flags") & 1, user);
                parked.add(user - unit);
                user = peek.number(user, 4);
            }
            expect("end of lookaside list", 0, user, head);
        }
    }

    private long heap(String field) {
        return peek.field("_HEAP", heap, field);
    }

    private long segment(String field, long segment) {
        return peek.field("_HEAP_SEGMENT", segment, field);
    }

    private long entry(long block, String field) {
        return peek.field("_HEAP_ENTRY", block, field);
    }

    private void expect(String what, long expected, long actual) {
        expect(what, expected, actual, heap);
    }

    private void expect(String what, long expected, long actual, long where) {
        if (expected != actual) {
            problems.add(String.format("%x: %s is %x, not %x", where, what, actual, expected));
        }
    }
}
