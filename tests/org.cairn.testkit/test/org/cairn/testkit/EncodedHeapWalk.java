package org.cairn.testkit;

import org.cairn.memory.Structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Walks a heap of Windows Vista or later in the plainest way and notes whatever does not fit. It
 * knows the format from the same documents as the writer, but shares no code with it.
 */
final class EncodedHeapWalk {
    private static final long PAGE = 0x1000;

    private final Peek peek;
    private final long heap;
    private final int unit;
    private final int header;
    private final List<String> problems = new ArrayList<>();
    private final List<Walked> blocks = new ArrayList<>();
    private final List<Long> rangeNodes = new ArrayList<>();
    private long committed;
    private long reserved;
    private long ranges;

    EncodedHeapWalk(Peek peek, long heap) {
        this.peek = peek;
        this.heap = heap;
        unit = peek.layout("_HEAP_ENTRY").size();
        header = peek.layout("_HEAP_ENTRY").offset("Size");
        heap();
    }

    List<String> problems() {
        return problems;
    }

    List<Walked> blocks() {
        return blocks;
    }

    private void heap() {
        expect("Signature", 0xeeffeeffL, heap("Signature"));
        expect("EncodeFlagMask", 0x100000, heap("EncodeFlagMask"));
        Structure layout = peek.layout("_HEAP");
        long node = peek.layout("_HEAP_SEGMENT").offset("SegmentListEntry");
        List<Long> segments = peek.list(heap + layout.offset("SegmentList"));
        expect("first segment", heap, segments.getFirst() - node);
        for (int i = 0; i < segments.size(); i++) {
            segment(i, segments.get(i) - node);
        }
        freeLists(heap + layout.offset("FreeLists"));
        List<Long> listed = peek.list(heap + layout.offset("UCRList"));
        expect("UCRList", rangeNodes.stream().sorted().toList(), listed.stream().sorted().toList());
        long counters = heap + layout.offset("Counters");
        expect("TotalSegments", segments.size(), counter(counters, "TotalSegments"));
        expect("TotalUCRs", ranges, counter(counters, "TotalUCRs"));
        expect("reserved", reserved, counter(counters, "TotalMemoryReserved"));
        expect("committed", committed, counter(counters, "TotalMemoryCommitted"));
        virtuals(heap + layout.offset("VirtualAllocdBlocks"), counters);
    }

    private void segment(int index, long segment) {
        expect("SegmentSignature", 0xffeeffeeL, segment("SegmentSignature", segment));
        expect("Heap", heap, segment("Heap", segment));
        expect("BaseAddress", segment, segment("BaseAddress", segment));
        long end = segment + segment("NumberOfPages", segment) * PAGE;
        expect("LastValidEntry", end, segment("LastValidEntry", segment));
        Map<Long, Long> holes = new TreeMap<>(Long::compareUnsigned);
        Map<Long, Long> guards = new TreeMap<>(Long::compareUnsigned);
        Structure descriptor = peek.layout("_HEAP_UCR_DESCRIPTOR");
        long list = segment + peek.layout("_HEAP_SEGMENT").offset("UCRSegmentList");
        for (long node : peek.list(list)) {
            long at = node - descriptor.offset("SegmentEntry");
            long address = peek.field("_HEAP_UCR_DESCRIPTOR", at, "Address");
            long size = peek.field("_HEAP_UCR_DESCRIPTOR", at, "Size");
            guards.put(address, at - unit);
            ranges++;
            if (size > 0) {
                holes.put(address, size);
                rangeNodes.add(at + descriptor.offset("ListEntry"));
            }
        }
        long hole = holes.values().stream().mapToLong(Long::longValue).sum();
        expect(
                "NumberOfUnCommittedPages",
                hole / PAGE,
                segment("NumberOfUnCommittedPages", segment));
        expect(
                "NumberOfUnCommittedRanges",
                guards.size(),
                segment("NumberOfUnCommittedRanges", segment));
        walk(index, segment, end, holes, guards);
        long first = blocks.stream().filter(b -> b.address() == segment).findFirst().get().end();
        expect("FirstEntry", first, segment("FirstEntry", segment));
        reserved += end - segment;
        committed += end - segment - hole;
    }

    private void walk(
            int index, long segment, long end, Map<Long, Long> holes, Map<Long, Long> guards) {
        long at = segment;
        long previous = 0;
        while (at != end) {
            if (holes.get(at) instanceof Long hole) {
                at += hole;
                previous = 0;
                continue;
            }
            long plain = plain(at);
            long units = plain & 0xffff;
            int flags = (int) (plain >>> 16 & 0xff);
            expect("checksum", (units ^ units >> 8 ^ flags) & 0xff, plain >>> 24 & 0xff, at);
            expect("PreviousSize", previous, plain >>> 32 & 0xffff, at);
            long offset = index == 0 ? 0 : (at - segment >>> 16) + 1;
            expect("SegmentOffset", offset, plain >>> 48 & 0xff, at);
            Walked block = new Walked(at, units * unit, flags, (int) (plain >>> 56));
            blocks.add(block);
            if (units == 0 || Long.compareUnsigned(block.end(), end) > 0) {
                problems.add("size " + units + " at " + Long.toHexString(at));
                return;
            }
            if (guards.containsKey(block.end())) {
                expect("guard", guards.get(block.end()), at, at);
                expect("guard's unused bytes", 3, block.unused(), at);
            }
            previous = units;
            at = block.end();
        }
    }

    private void freeLists(long head) {
        List<Long> free = new ArrayList<>();
        long total = 0;
        long before = 0;
        int entry = peek.layout("_HEAP_FREE_ENTRY").offset("FreeList");
        List<Long> lengths = new ArrayList<>();
        List<Long> listed = peek.list(head);
        for (long node : listed) {
            long units = plain(node - entry) & 0xffff;
            if (units < before) {
                problems.add("free list descends at " + Long.toHexString(node));
            }
            before = units;
            total += units;
            lengths.add(units);
            free.add(node - entry);
        }
        List<Long> walked = blocks.stream().filter(b -> !b.isBusy()).map(Walked::address).toList();
        expect("free list", walked, free.stream().sorted(Long::compareUnsigned).toList());
        expect("TotalFreeSize", total, heap("TotalFreeSize"));
        long lookup = heap("BlocksIndex");
        while (lookup != 0) {
            lookup = lookup(lookup, head, listed, lengths);
        }
    }

    private long lookup(long at, long head, List<Long> nodes, List<Long> lengths) {
        long next = lookup(at, "ExtendedLookup");
        long base = lookup(at, "BaseIndex");
        long last = lookup(at, "ArraySize") - 1;
        long words = 1 + lookup(at, "ExtraItem");
        expect("ListHead", head, lookup(at, "ListHead"));
        long items = 0;
        long beyond = 0;
        for (long i = base; i <= last; i++) {
            long hint = 0;
            for (int n = nodes.size() - 1; n >= 0; n--) {
                long length = lengths.get(n);
                if (length == i || i == last && next == 0 && length > last) {
                    hint = nodes.get(n);
                    items++;
                    beyond += i == last ? 1 : 0;
                }
            }
            long slot = (i - base) * words * peek.pointerSize();
            expect("ListHints " + i, hint, peek.pointer(lookup(at, "ListHints") + slot), at);
            long bits = peek.number(lookup(at, "ListsInUseUlong") + (i - base) / 32 * 4, 4);
            expect("ListsInUse " + i, hint == 0 ? 0 : 1, bits >> (i - base) % 32 & 1, at);
        }
        expect("ItemCount", items, lookup(at, "ItemCount"));
        expect("OutOfRangeItems", beyond, lookup(at, "OutOfRangeItems"));
        return next;
    }

    private void virtuals(long head, long counters) {
        Structure layout = peek.layout("_HEAP_VIRTUAL_ALLOC_ENTRY");
        long total = 0;
        for (long at : peek.list(head)) {
            long commit = peek.field("_HEAP_VIRTUAL_ALLOC_ENTRY", at, "CommitSize");
            long plain = plain(at + layout.offset("BusyBlock"));
            long units = plain & 0xffff;
            int flags = (int) (plain >>> 16 & 0xff);
            expect("checksum", (units ^ units >> 8 ^ flags) & 0xff, plain >>> 24 & 0xff, at);
            expect("flags", 9, flags & 9, at);
            blocks.add(new Walked(at, commit, flags, (int) units));
            total += commit;
        }
        expect("virtual blocks", total, counter(counters, "TotalSizeInVirtualBlocks"));
    }

    private long plain(long block) {
        long key = peek.number(heap + peek.layout("_HEAP").offset("Encoding") + header, 8);
        return peek.number(block + header, 8) ^ key;
    }

    private long heap(String field) {
        return peek.field("_HEAP", heap, field);
    }

    private long segment(String field, long segment) {
        return peek.field("_HEAP_SEGMENT", segment, field);
    }

    private long lookup(long at, String field) {
        return peek.field("_HEAP_LIST_LOOKUP", at, field);
    }

    private long counter(long at, String field) {
        return peek.field("_HEAP_COUNTERS", at, field);
    }

    private void expect(String what, long expected, long actual) {
        expect(what, expected, actual, heap);
    }

    private void expect(String what, long expected, long actual, long where) {
        if (expected != actual) {
            problems.add(String.format("%x: %s is %x, not %x", where, what, actual, expected));
        }
    }

    private void expect(String what, List<Long> expected, List<Long> actual) {
        if (!expected.equals(actual)) {
            problems.add(what + " is " + actual + ", not " + expected);
        }
    }
}
