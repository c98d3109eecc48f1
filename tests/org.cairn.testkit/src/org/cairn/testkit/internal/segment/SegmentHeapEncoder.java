package org.cairn.testkit.internal.segment;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticMemory;
import org.cairn.testkit.internal.Place;
import org.cairn.testkit.internal.segment.ChunkModel.Use;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes a segment heap into memory. */
public final class SegmentHeapEncoder {
    private static final long SIGNATURE = 0xddeeddeeL;
    private static final int VS_SIGNATURE = 0x2bed;
    private static final int MODERN_SIGNATURE_BITS = 0x7fff;
    private static final int NOT_ACTIVATED = 1;
    private static final int BUCKETS = 129;

    private final SegmentHeapModel heap;
    private final Shape shape;
    private final SyntheticMemory memory;
    private final TreeWriter trees;
    private final long heapKey;
    private final int lfhKey;

    /**
     * Prepares.
     *
     * @param heap what to write
     * @param heapKey the first secret of its process
     * @param lfhKey the second one
     */
    public SegmentHeapEncoder(SegmentHeapModel heap, long heapKey, int lfhKey) {
        this.heap = heap;
        this.shape = heap.shape();
        this.memory = heap.memory();
        this.trees = new TreeWriter(shape, memory);
        this.heapKey = shape.cut(heapKey);
        this.lfhKey = lfhKey;
    }

    /** Writes everything. */
    public void write() {
        header();
        for (int i = 0; i < (shape.isSingle() ? 1 : 2); i++) {
            context(i);
        }
        heap.segments().forEach(this::segment);
        vsContext();
        large();
    }

    private void header() {
        Structure layout = shape.structure("_SEGMENT_HEAP");
        Place place = new Place(memory, layout, heap.address());
        long committed = heap.address() + 2L * layout.size() + 0xfff & -0x1000L;
        place.clear()
                .set("Signature", SIGNATURE)
                .set("AllocatedBase", heap.address() + layout.size() + 0x40L)
                .set("UncommittedBase", committed)
                .set("ReservedLimit", heap.address() + heap.reserved());
        long buckets =
                place.of("LfhContext") + shape.structure("_HEAP_LFH_CONTEXT").offset("Buckets");
        for (int i = 0; i < BUCKETS; i++) {
            pointer(buckets + (long) i * shape.pointer(), NOT_ACTIVATED);
        }
    }

    private void context(int index) {
        long at = shape.contextAddress(heap.address(), index);
        Structure root = shape.structure("_SEGMENT_HEAP");
        Structure layout = shape.isSingle() ? root : shape.structure("_HEAP_SEG_CONTEXT");
        Place place = new Place(memory, layout, at);
        List<PageSegmentModel> segments = heap.segments(index);
        if (!shape.isSingle()) {
            int shift = index == 0 ? 12 : 16;
            place.set("SegmentMask", shape.cut(-((long) Shape.UNITS << shift)))
                    .set("UnitShift", shift)
                    .set("PagesPerUnitShift", shift - 12)
                    .set("FirstDescriptorIndex", shape.firstUnit(shift))
                    .set("MaxAllocationSize", index == 0 ? 0x7_f000 : 0x7f_0000)
                    .set("VsContext", heap.address() + root.offset("VsContext"))
                    .set("LfhContext", heap.address() + root.offset("LfhContext"))
                    .set("Heap", heap.address());
        }
        place.set("SegmentCount", segments.size());
        link(
                place.of("SegmentListHead"),
                segments.stream().map(PageSegmentModel::address).toList());
        trees.write(place.of("FreePageRanges"), freeRanges(segments));
    }

    private List<Long> freeRanges(List<PageSegmentModel> segments) {
        List<Long> nodes = new ArrayList<>();
        for (PageSegmentModel segment : segments) {
            for (RangeModel range : segment.ranges()) {
                if (range.use() == RangeModel.Use.FREE) {
                    nodes.add(descriptor(segment, range.first()));
                }
            }
        }
        return nodes;
    }

    private void link(long head, List<Long> nodes) {
        Structure layout = shape.structure("_LIST_ENTRY");
        long before = head;
        for (long node : nodes) {
            memory.set(before, layout, "Flink", node);
            memory.set(node, layout, "Blink", before);
            before = node;
        }
        memory.set(before, layout, "Flink", head);
        memory.set(head, layout, "Blink", before);
    }

    private long descriptor(PageSegmentModel segment, int index) {
        return segment.address() + (long) index * shape.descriptorBytes();
    }

    private void segment(PageSegmentModel segment) {
        long context = shape.contextAddress(heap.address(), segment.context());
        int signature = shape.structure("_HEAP_PAGE_SEGMENT").offset("Signature");
        pointer(
                segment.address() + signature,
                shape.segmentSignature(segment.address(), context, heapKey));
        DescriptorWriter descriptors = new DescriptorWriter(shape, memory, heap.pages());
        for (RangeModel range : segment.ranges()) {
            descriptors.write(segment, range);
            if (range.vs() instanceof VsModel vs) {
                subsegment(vs);
            } else if (range.lfh() instanceof LfhModel lfh) {
                subsegment(lfh, 0);
            }
        }
    }

    private void subsegment(VsModel vs) {
        int units = (int) ((vs.end() - vs.address() - shape.firstChunk()) / shape.unit());
        Structure layout = shape.structure("_HEAP_VS_SUBSEGMENT");
        new Place(memory, layout, vs.address())
                .clear()
                .set("Size", units)
                .set("Signature", (units ^ VS_SIGNATURE) & MODERN_SIGNATURE_BITS);
        int previous = 0;
        for (ChunkModel chunk : vs.chunks()) {
            chunk(vs, chunk, previous);
            previous = chunk.units();
        }
    }

    private void chunk(VsModel vs, ChunkModel chunk, int previous) {
        boolean busy = chunk.use() != Use.FREE;
        long end = chunk.address() + (long) chunk.units() * shape.unit();
        int cost = busy ? 0 : cost(chunk.address(), end);
        pointer(
                chunk.address(),
                shape.encodedSizes(chunk.address(), chunk.units(), previous, busy, cost, heapKey));
        if (!busy) {
            return;
        }
        Structure layout = shape.structure("_HEAP_VS_CHUNK_HEADER");
        boolean divided = chunk.lfh() != null;
        long unused = end - chunk.address() - shape.unit() - chunk.requested();
        long page = chunk.address() - vs.address() >>> 12;
        new Place(memory, layout, chunk.address())
                .set("AllocatedChunkBits", 0)
                .set("EncodedSegmentPageOffset", page ^ chunk.address() ^ heapKey)
                .set("UnusedBytes", divided || unused > 0 ? 1 : 0);
        if (chunk.lfh() instanceof LfhModel lfh) {
            subsegment(lfh, 1);
            unusedWord("_HEAP_VS_UNUSED_BYTES_INFO", end, 2, true);
        } else if (unused > 0) {
            unusedWord("_HEAP_VS_UNUSED_BYTES_INFO", end, unused, false);
        }
    }

    private int cost(long from, long to) {
        int all = (int) ((to + 0xfff & -0x1000L) - (from & -0x1000L) >> 12);
        return all - heap.pages().count(from & -0x1000L, to);
    }

    private void unusedWord(String type, long end, long unused, boolean divided) {
        Structure layout = shape.structure(type);
        if (unused == 1) {
            memory.write(end - 1, (byte) 0x80);
            return;
        }
        memory.write(end - 2, (byte) 0, (byte) 0);
        Place word = new Place(memory, layout, end - 2);
        bits(word, "UnusedBytes", unused);
        if (divided) {
            bits(word, "LfhSubsegment", 1);
        }
    }

    /** The table of 1607 gives these bits a unit of odd length: written as part of two bytes. */
    private void bits(Place place, String name, long value) {
        Field field = place.layout().field(name);
        Field two = new Field(name, "u16", field.offset(), 2, field.firstBit(), field.bitCount());
        memory.set(place.address(), two, value);
    }

    private void subsegment(LfhModel lfh, int location) {
        Structure layout = shape.structure("_HEAP_LFH_SUBSEGMENT");
        int encoded = shape.encodedOffsets(lfh.address(), lfh.first(), lfh.blockSize(), lfhKey);
        long bitmap = lfh.address() + layout.offset("BlockBitmap");
        memory.bytes(lfh.address(), lfh.first()).fill((byte) 0);
        new Place(memory, layout, lfh.address())
                .set("Owner", heap.address() + 0x40)
                .set("FreeCount", lfh.freeCount())
                .set("BlockCount", lfh.count())
                .set("Location", location)
                .set("BlockOffsets", encoded)
                .set("CommitUnitShift", 12);
        for (int i = 0; i < lfh.count(); i++) {
            if (lfh.isFree(i)) {
                continue;
            }
            long unused = lfh.blockSize() - lfh.requested(i);
            int state = unused > 0 ? 3 : 1;
            int bit = 2 * i;
            byte old = memory.bytes(bitmap + bit / 8, 1).get(ValueLayout.JAVA_BYTE, 0);
            memory.write(bitmap + bit / 8, (byte) (old | state << bit % 8));
            if (unused > 0) {
                unusedWord("_HEAP_LFH_UNUSED_BYTES_INFO", lfh.block(i + 1), unused, false);
            }
        }
    }

    private void vsContext() {
        Structure layout = shape.structure("_HEAP_VS_CONTEXT");
        long at = heap.address() + shape.structure("_SEGMENT_HEAP").offset("VsContext");
        Place place = new Place(memory, layout, at);
        List<ChunkModel> free = new ArrayList<>();
        List<ChunkModel> delayed = new ArrayList<>();
        List<Long> subsegments = new ArrayList<>();
        for (PageSegmentModel segment : heap.segments()) {
            for (RangeModel range : segment.ranges()) {
                if (range.vs() instanceof VsModel vs) {
                    subsegments.add(vs.address());
                    for (ChunkModel chunk : vs.chunks()) {
                        if (chunk.use() == Use.FREE) {
                            free.add(chunk);
                        } else if (chunk.use() == Use.DELAYED) {
                            delayed.add(chunk);
                        }
                    }
                }
            }
        }
        link(place.of("SubsegmentList"), subsegments);
        free.sort(Comparator.comparingInt(ChunkModel::units));
        int node = shape.structure("_HEAP_VS_CHUNK_FREE_HEADER").offset("Node");
        trees.write(
                place.of("FreeChunkTree"),
                free.stream().map(chunk -> chunk.address() + node).toList());
        if (layout.find("DelayFreeContext").isPresent()) {
            chain(place.of("DelayFreeContext"), delayed);
        }
    }

    /** An {@code SLIST_HEADER}: on x64 the depth and, in the second half, the first entry. */
    private void chain(long head, List<ChunkModel> chunks) {
        long first = chunks.isEmpty() ? 0 : chunks.getFirst().address() + shape.unit();
        if (shape.isWide()) {
            pointer(head, chunks.size());
            pointer(head + shape.pointer(), first);
        } else {
            pointer(head, first);
            pointer(head + shape.pointer(), chunks.size());
        }
        for (int i = 0; i < chunks.size(); i++) {
            boolean last = i + 1 == chunks.size();
            pointer(
                    chunks.get(i).address() + shape.unit(),
                    last ? 0 : chunks.get(i + 1).address() + shape.unit());
        }
    }

    private void large() {
        Structure layout = shape.structure("_HEAP_LARGE_ALLOC_DATA");
        List<LargeModel> sorted = new ArrayList<>(heap.large());
        sorted.sort(Comparator.comparing(LargeModel::address, Long::compareUnsigned));
        for (LargeModel block : sorted) {
            long unused = block.pages() * SyntheticMemory.PAGE - block.requested();
            new Place(memory, layout, block.node())
                    .clear()
                    .set("VirtualAddress", block.address() | unused)
                    .set("AllocatedPages", block.pages());
        }
        long tree = heap.address() + shape.structure("_SEGMENT_HEAP").offset("LargeAllocMetadata");
        trees.write(tree, sorted.stream().map(LargeModel::node).toList());
    }

    private void pointer(long address, long value) {
        memory.set(address, new Field("pointer", "ptr", 0, shape.pointer()), value);
    }
}
