package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticMemory;
import org.cairn.testkit.internal.SegmentFacts.Range;

import java.util.Comparator;
import java.util.List;

/**
 * {@code _HEAP} of Windows Vista and later, which begins with its first segment: all but the lists
 * of free blocks.
 */
final class NewHeapHeader {
    /** Uncommitted ranges that {@code TotalMemoryLargeUCR} counts, in pages. */
    private static final long LARGE_RANGE = 0x7f;

    private static final int COMMIT_SHIFT = 4;

    /** {@code SegmentFlags} of a heap of Windows 10 1903. */
    private static final int MODERN_SEGMENT_FLAGS = 2;

    private final HeapShape shape;
    private final SyntheticMemory memory;
    private final EntryCodec codec;
    private final long pointerKey;
    private final LinkedLists lists;

    NewHeapHeader(HeapShape shape, SyntheticMemory memory, EntryCodec codec, long pointerKey) {
        this.shape = shape;
        this.memory = memory;
        this.codec = codec;
        this.pointerKey = pointerKey;
        lists = new LinkedLists(shape, memory);
    }

    /** Writes the headers of a heap and its segments; returns the place of the first. */
    Place write(HeapFacts facts, List<SegmentFacts> segments) {
        Place place = new Place(memory, shape.structure("_HEAP"), facts.address());
        new CommonFields(shape, lists).write(place, facts);
        place.set("EncodeFlagMask", EntryCodec.ENCODE_FLAG_MASK)
                .setIfPresent("PointerKey", pointerKey)
                .set("CommitRoutine", pointerKey)
                .set("HeaderValidateLength", place.layout().size())
                .set("BlocksIndex", facts.address() + HeaderPlan.of(shape).table());
        codec.writeKey(memory, place.of("Encoding"));
        segments.forEach(segment -> segment(facts, segment));
        long node = shape.structure("_HEAP_SEGMENT").offset("SegmentListEntry");
        lists.link(
                place.of("SegmentList"),
                segments.stream().map(segment -> segment.base() + node).toList());
        lists.link(
                place.of("UCRList"), ranges(segments).stream().map(ListLookup.Item::node).toList());
        counters(place.of("Counters"), facts, segments);
        Structure tuning = shape.structure("_HEAP_TUNING_PARAMETERS");
        new Place(memory, tuning, place.of("TuningParameters"))
                .set("CommittThresholdShift", COMMIT_SHIFT)
                .set("MaxPreCommittThreshold", 2L * shape.virtualThreshold() * shape.unit());
        return place;
    }

    /** Writes the index of uncommitted ranges. */
    void rangeIndex(Place place, long address, List<SegmentFacts> segments) {
        place.set("UCRIndex", address);
        new ListLookup(memory, LookupPlan.ranges(shape), address)
                .write(place.of("UCRList"), ranges(segments), 0);
    }

    private void segment(HeapFacts facts, SegmentFacts segment) {
        Structure descriptor = shape.structure("_HEAP_UCR_DESCRIPTOR");
        for (Range range : segment.ranges()) {
            new Place(memory, descriptor, range.descriptor())
                    .clear()
                    .set("Address", range.address())
                    .set("Size", range.size());
        }
        Place place = new Place(memory, shape.structure("_HEAP_SEGMENT"), segment.base());
        place.set("SegmentSignature", CommonFields.SEGMENT_SIGNATURE)
                .set("SegmentFlags", shape.isModern() ? MODERN_SEGMENT_FLAGS : 0)
                .set("Heap", facts.address())
                .set("BaseAddress", segment.base())
                .set("NumberOfPages", segment.size() / PAGE)
                .set("FirstEntry", segment.firstEntry())
                .set("LastValidEntry", segment.base() + segment.size())
                .set("NumberOfUnCommittedPages", segment.uncommitted() / PAGE)
                .set("NumberOfUnCommittedRanges", segment.ranges().size());
        long node = descriptor.offset("SegmentEntry");
        lists.link(
                place.of("UCRSegmentList"),
                segment.ranges().stream().map(range -> range.descriptor() + node).toList());
    }

    /** The ranges that are not empty, the shortest first. */
    private static List<ListLookup.Item> ranges(List<SegmentFacts> segments) {
        return segments.stream()
                .flatMap(segment -> segment.ranges().stream())
                .filter(range -> range.size() > 0)
                .sorted(Comparator.comparingLong(Range::size))
                .map(range -> new ListLookup.Item(range.size() / PAGE, range.descriptor()))
                .toList();
    }

    private void counters(long address, HeapFacts facts, List<SegmentFacts> segments) {
        long reserved = segments.stream().mapToLong(SegmentFacts::size).sum();
        long uncommitted = segments.stream().mapToLong(SegmentFacts::uncommitted).sum();
        long large =
                ranges(segments).stream()
                        .mapToLong(ListLookup.Item::length)
                        .filter(pages -> pages >= LARGE_RANGE)
                        .sum();
        new Place(memory, shape.structure("_HEAP_COUNTERS"), address)
                .set("TotalMemoryReserved", reserved)
                .set("TotalMemoryCommitted", reserved - uncommitted)
                .set("TotalMemoryLargeUCR", large * PAGE)
                .set("TotalSizeInVirtualBlocks", facts.virtualBytes())
                .set("TotalSegments", segments.size())
                .set("TotalUCRs", segments.stream().mapToLong(s -> s.ranges().size()).sum());
    }
}
