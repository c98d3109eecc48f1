package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticMemory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** {@code _HEAP} of Windows XP and Server 2003, with its lists. */
final class OldHeapHeader {
    private static final int FREE_LISTS = 128;
    private static final int LOOKASIDE_FRONT_END = 1;
    private static final int LOOKASIDE_DEPTH = 4;
    private static final int LOOKASIDE_MAXIMUM_DEPTH = 256;

    private final HeapModel heap;
    private final HeapShape shape;
    private final SyntheticMemory memory;
    private final LinkedLists lists;

    OldHeapHeader(HeapModel heap) {
        this.heap = heap;
        shape = heap.shape();
        memory = heap.memory();
        lists = new LinkedLists(shape, memory);
    }

    /** Writes it; returns its place. */
    Place write() {
        Place place = new Place(memory, shape.structure("_HEAP"), heap.address());
        new CommonFields(shape, lists).write(place, HeapFacts.of(heap));
        long ranges = (long) HeaderPlan.RANGES * range().size();
        place.set("HeaderValidateLength", heap.header().table() + ranges);
        freeLists(place);
        Deque<Long> descriptors = descriptors(place);
        List<SegmentModel> segments = heap.segments();
        for (SegmentModel segment : segments) {
            long header = header(segment);
            pointer(place.of("Segments"), segment.index(), header);
            segment(
                    new Place(memory, shape.structure("_HEAP_SEGMENT"), header),
                    segment,
                    descriptors);
        }
        place.set("LastSegmentIndex", segments.size() - 1L);
        place.set("UnusedUnCommittedRanges", chain(descriptors));
        heap.frontTable().ifPresent(table -> lookaside(place, heap.user(table)));
        heap.lfh()
                .ifPresent(
                        lfh ->
                                place.set("FrontEndHeap", lfh.address())
                                        .set("FrontEndHeapType", HeapEncoder.LFH_FRONT_END));
        return place;
    }

    /** The first segment's header lies in a block behind that of the heap. */
    private long header(SegmentModel segment) {
        return segment.index() == 0 ? segment.base() + heap.header().size() : segment.base();
    }

    private Structure range() {
        return shape.structure("_HEAP_UNCOMMMTTED_RANGE");
    }

    private void segment(Place place, SegmentModel segment, Deque<Long> descriptors) {
        List<Long> used = new ArrayList<>();
        long largest = 0;
        for (var range : segment.uncommitted().entrySet()) {
            long descriptor = descriptors.removeFirst();
            used.add(descriptor);
            new Place(memory, range(), descriptor)
                    .set("Address", range.getKey())
                    .set("Size", range.getValue());
            largest = Math.max(largest, range.getValue());
        }
        long last = segment.chunks().lastKey();
        place.set("Signature", CommonFields.SEGMENT_SIGNATURE)
                .set("Heap", heap.address())
                .set("LargestUnCommittedRange", largest)
                .set("BaseAddress", segment.base())
                .set("NumberOfPages", segment.size() / PAGE)
                .set("FirstEntry", place.address() + shape.segmentHeader())
                .set("LastValidEntry", segment.end())
                .set("NumberOfUnCommittedPages", segment.uncommittedBytes() / PAGE)
                .set("NumberOfUnCommittedRanges", used.size())
                .set("UnCommittedRanges", chain(used))
                .set("LastEntryInSegment", last);
    }

    /** Chains descriptors; returns the first, or 0. */
    private long chain(Collection<Long> descriptors) {
        long next = 0;
        for (long descriptor : List.copyOf(descriptors).reversed()) {
            memory.set(descriptor, range(), "Next", next);
            next = descriptor;
        }
        return next;
    }

    /** The descriptors in the heap's first block, and in a region of their own when needed. */
    private Deque<Long> descriptors(Place place) {
        Deque<Long> result = new ArrayDeque<>();
        for (int i = 0; i < HeaderPlan.RANGES; i++) {
            result.add(heap.address() + heap.header().table() + (long) i * range().size());
        }
        long needed = heap.segments().stream().mapToLong(s -> s.uncommitted().size()).sum();
        long region = needed > result.size() ? heap.rangeRegion() : 0;
        place.set("UCRSegments", region);
        if (region != 0) {
            Place header = new Place(memory, shape.structure("_HEAP_UCR_SEGMENT"), region);
            header.set("ReservedSize", SyntheticMemory.ALLOCATION_GRANULARITY);
            header.set("CommittedSize", PAGE);
            long at = region + header.layout().size();
            for (; at + range().size() <= region + PAGE; at += range().size()) {
                result.add(at);
            }
        }
        return result;
    }

    private void freeLists(Place place) {
        List<List<Long>> nodes = new ArrayList<>();
        for (int i = 0; i < FREE_LISTS; i++) {
            nodes.add(new ArrayList<>());
        }
        for (Chunk chunk : heap.free().all()) {
            int list = chunk.units() < FREE_LISTS ? chunk.units() : 0;
            nodes.get(list).add(shape.listEntry(chunk.address()));
        }
        int head = shape.structure("_LIST_ENTRY").size();
        for (int i = 0; i < FREE_LISTS; i++) {
            lists.link(place.of("FreeLists") + (long) i * head, nodes.get(i));
            Field bit = new Field("FreeListsInUse", "u8", i / Byte.SIZE, 1, i % Byte.SIZE, 1);
            memory.set(place.of("u"), bit, nodes.get(i).isEmpty() ? 0 : 1);
        }
        place.set("NonDedicatedListLength", nodes.get(0).size());
    }

    private void lookaside(Place place, long table) {
        Structure layout = shape.structure("_HEAP_LOOKASIDE");
        place.set("FrontEndHeap", table).set("FrontEndHeapType", LOOKASIDE_FRONT_END);
        for (int units = 0; units < FREE_LISTS; units++) {
            List<Chunk> cached = heap.lookaside().getOrDefault(units, List.of());
            Place list = new Place(memory, layout, table + (long) units * layout.size());
            list.set("Depth", LOOKASIDE_DEPTH)
                    .set("MaximumDepth", LOOKASIDE_MAXIMUM_DEPTH)
                    .set("TotalFrees", cached.size());
            long next = 0;
            for (Chunk chunk : cached.reversed()) {
                pointer(heap.user(chunk), 0, next);
                next = heap.user(chunk);
            }
            slist(list.of("ListHead"), next, cached.size());
        }
    }

    /**
     * Writes an {@code SLIST_HEADER} ({@code winnt.h}): on x64 {@code Header8} with depth, sequence
     * and 39 bits of address in eight bytes.
     */
    private void slist(long head, long first, int depth) {
        if (shape.pointer() == Long.BYTES) {
            pointer(head, 0, first >>> 4 << 25 | (long) depth << Short.SIZE | depth);
            pointer(head, 1, 0);
        } else {
            Structure layout = shape.structure("_SLIST_HEADER");
            pointer(head, 0, first);
            memory.set(head, layout, "Depth", depth);
            memory.set(head, layout, "Sequence", depth);
        }
    }

    private void pointer(long array, int index, long value) {
        int size = shape.pointer();
        memory.set(array + (long) index * size, new Field("[]", "ptr", 0, size), value);
    }
}
