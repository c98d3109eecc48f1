package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.ALLOCATION_GRANULARITY;
import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapAids;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.cairn.testkit.NtHeapWriter.Range;
import org.cairn.testkit.SyntheticMemory;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The state of a heap, apart from how it is laid out in memory. */
public final class HeapModel {
    private static final int LOOKASIDE_LISTS = 128;

    private final HeapShape shape;
    private final SyntheticMemory memory;
    private final HeapOptions options;
    private final int listIndex;
    private final HeaderPlan header;
    private final FreeChunks free = new FreeChunks();
    private final List<SegmentModel> segments = new ArrayList<>();
    private final List<VirtualBlock> virtuals = new ArrayList<>();
    private final List<HeapTag> tags = new ArrayList<>();
    private final NavigableMap<Integer, List<Chunk>> lookaside = new TreeMap<>();
    private final Map<Long, RecordedStack> stacks = new HashMap<>();
    private HeapAids aids = HeapAids.NONE;
    private final long address;
    private long segmentReserve;
    private long rangeRegion;
    private long tagRegion;
    private final @Nullable Chunk rangeIndex;
    private final @Nullable Chunk frontTable;
    private final @Nullable LfhModel lfh;

    /**
     * Makes a heap.
     *
     * @param hint where to reserve it
     * @param listIndex its place in the process's list, counted from 1
     */
    public HeapModel(
            HeapShape shape,
            SyntheticMemory memory,
            HeapOptions options,
            long hint,
            int listIndex) {
        this.shape = shape;
        this.memory = memory;
        this.options = options;
        this.listIndex = listIndex;
        header = HeaderPlan.of(shape);
        address = memory.reserve(hint, options.reserve());
        segmentReserve = Math.max(options.reserve(), HeapOptions.GROWABLE.reserve());
        SegmentModel first = segment(address, options.reserve(), options.commit());
        own(first, header.size(), Kind.HEAP);
        if (shape.isOld()) {
            own(first, shape.segmentHeader(), Kind.SEGMENT);
        }
        boolean indexed = shape.isVista() && options.growable();
        rangeIndex = indexed ? table(LookupPlan.ranges(shape).size()) : null;
        frontTable =
                switch (options.frontEnd()) {
                    case NONE -> null;
                    case LOOKASIDE -> table(lookasideSize(shape));
                    case EXTENDED_LOOKUP -> table(LookupPlan.extension(shape).size());
                    case LFH -> null;
                };
        lfh = options.frontEnd() == FrontEnd.LFH ? new LfhModel(this) : null;
    }

    private static int lookasideSize(HeapShape shape) {
        if (!shape.isOld()) {
            throw new IllegalArgumentException(shape.types() + " has no such lookaside lists");
        }
        return LOOKASIDE_LISTS * shape.structure("_HEAP_LOOKASIDE").size();
    }

    /** Allocates a block; returns its address for the caller. */
    public long allocate(long size, int tag) {
        return allocate(size, tag, 0, 0);
    }

    /** Allocates a block whose call stack was recorded. */
    public long allocate(long size, int tag, long trace, int index) {
        boolean before = trace != 0 && !shape.isOld();
        long front = before ? RecordedStack.units() * shape.unit() : 0;
        long tail = aids.tails() ? shape.unit() : 0;
        int units = shape.units(front + size + tail, tag != 0 || trace != 0 && !before);
        if (units > threshold()) {
            return allocateVirtual(size, tag);
        }
        Chunk placed = place(units, Kind.BUSY, size, tag);
        if (trace != 0) {
            stacks.put(placed.address(), new RecordedStack(trace, index, before));
        }
        return counted(placed, tag);
    }

    /** Turns debugging aids on. */
    public void use(HeapAids wanted) {
        aids = wanted;
    }

    HeapAids aids() {
        return aids;
    }

    /** What was recorded of the allocation of a block. */
    Optional<RecordedStack> stack(Chunk chunk) {
        return chunk.kind() == Kind.BUSY
                ? Optional.ofNullable(stacks.get(chunk.address()))
                : Optional.empty();
    }

    private long counted(Chunk chunk, int tag) {
        count(tag).ifPresent(entry -> entry.allocated(chunk.units()));
        return user(chunk);
    }

    /** Frees a block. */
    public void free(long user) {
        Optional<VirtualBlock> virtual =
                virtuals.stream().filter(block -> user(block) == user).findFirst();
        if (virtual.isPresent()) {
            VirtualBlock block = virtual.get();
            virtuals.remove(block);
            memory.release(block.region());
            count(block.tag()).ifPresent(entry -> entry.freed(block.size() / shape.unit()));
            return;
        }
        Chunk chunk = released(user);
        holder(chunk.address()).free(chunk);
    }

    /** Frees a block of a segment without joining it with its neighbours. */
    public void freeAlone(long user) {
        Chunk chunk = released(user);
        holder(chunk.address()).freeAlone(chunk);
    }

    /** A busy block of a segment that nobody counts any more. */
    private Chunk released(long user) {
        Chunk chunk = busy(user);
        stacks.remove(chunk.address());
        count(chunk.tag()).ifPresent(entry -> entry.freed(chunk.units()));
        return chunk;
    }

    /** Frees a block into its lookaside list. */
    public void cache(long user) {
        Chunk chunk = busy(user);
        if (options.frontEnd() != FrontEnd.LOOKASIDE || chunk.units() >= LOOKASIDE_LISTS) {
            throw new IllegalStateException("no lookaside list for " + Addresses.hex(user));
        }
        Chunk cached = chunk.as(Kind.LOOKASIDE);
        holder(chunk.address()).replace(cached);
        lookaside.computeIfAbsent(cached.units(), key -> new ArrayList<>()).addFirst(cached);
    }

    /** Uncommits the whole pages of the free block that holds an address. */
    public void decommit(long inside) {
        SegmentModel segment = holder(inside);
        Chunk chunk = segment.chunks().floorEntry(inside).getValue();
        if (!chunk.isFree() || !segment.decommit(chunk)) {
            throw new IllegalArgumentException("nothing to uncommit at " + Addresses.hex(inside));
        }
    }

    /** Makes a tag; returns its index. */
    public int tag(String name) {
        if (tags.isEmpty()) {
            tags.add(new HeapTag(""));
        }
        tags.add(new HeapTag(name));
        return tags.size() - 1;
    }

    HeapShape shape() {
        return shape;
    }

    SyntheticMemory memory() {
        return memory;
    }

    HeapOptions options() {
        return options;
    }

    int listIndex() {
        return listIndex;
    }

    HeaderPlan header() {
        return header;
    }

    /** The heap's address. */
    public long address() {
        return address;
    }

    List<SegmentModel> segments() {
        return Collections.unmodifiableList(segments);
    }

    /** The segments. */
    public List<Range> ranges() {
        return segments.stream().map(segment -> new Range(segment.base(), segment.size())).toList();
    }

    /** The uncommitted ranges of all segments. */
    public List<Range> uncommitted() {
        return segments.stream()
                .flatMap(segment -> segment.uncommitted().entrySet().stream())
                .map(entry -> new Range(entry.getKey(), entry.getValue()))
                .toList();
    }

    List<VirtualBlock> virtuals() {
        return Collections.unmodifiableList(virtuals);
    }

    List<HeapTag> tags() {
        return Collections.unmodifiableList(tags);
    }

    FreeChunks free() {
        return free;
    }

    /** Blocks on lookaside lists by their units, the one freed last first. */
    NavigableMap<Integer, List<Chunk>> lookaside() {
        return lookaside;
    }

    /** The block that holds the index of uncommitted ranges. */
    Optional<Chunk> rangeIndex() {
        return rangeIndex instanceof Chunk chunk ? Optional.of(chunk) : Optional.empty();
    }

    /** The block that holds the table of the front end. */
    Optional<Chunk> frontTable() {
        return frontTable instanceof Chunk chunk ? Optional.of(chunk) : Optional.empty();
    }

    /** The low-fragmentation heap. */
    public Optional<LfhModel> lfh() {
        return lfh instanceof LfhModel model ? Optional.of(model) : Optional.empty();
    }

    /** A page for the descriptors of more uncommitted ranges than the heap's first block holds. */
    long rangeRegion() {
        if (rangeRegion == 0) {
            rangeRegion = page();
        }
        return rangeRegion;
    }

    /** A page for the descriptions of tags. */
    long tagRegion() {
        if (tagRegion == 0) {
            tagRegion = page();
        }
        return tagRegion;
    }

    private long page() {
        long region = memory.reserve(address, ALLOCATION_GRANULARITY);
        memory.commit(region, PAGE);
        return region;
    }

    int threshold() {
        return options.virtualThreshold() > 0
                ? options.virtualThreshold()
                : shape.virtualThreshold();
    }

    long segmentReserve() {
        return segmentReserve;
    }

    long user(Chunk chunk) {
        boolean before = stack(chunk).filter(RecordedStack::before).isPresent();
        return chunk.address() + (before ? 1 + RecordedStack.units() : 1) * shape.unit();
    }

    long user(VirtualBlock block) {
        return block.address() + shape.structure("_HEAP_VIRTUAL_ALLOC_ENTRY").size();
    }

    private long allocateVirtual(long size, int tag) {
        if (!options.growable()) {
            throw new IllegalStateException("the heap is full");
        }
        long entry = shape.structure("_HEAP_VIRTUAL_ALLOC_ENTRY").size();
        long bytes = HeapShape.ceil(size + entry, PAGE);
        // Since Windows 8 the block begins some pages after its reservation.
        long shift = shape.isModern() ? (1 + virtuals.size() * 5L % 15) * PAGE : 0;
        long region = memory.reserve(address, shift + bytes);
        memory.commit(region + shift, bytes);
        VirtualBlock block = new VirtualBlock(region, region + shift, bytes, size, tag);
        virtuals.add(block);
        count(tag).ifPresent(counted -> counted.allocated(bytes / shape.unit()));
        return user(block);
    }

    private Optional<HeapTag> count(int tag) {
        return tag == 0 ? Optional.empty() : Optional.of(tags.get(tag));
    }

    private SegmentModel segment(long base, long reserved, long committed) {
        long usable = shape.usable(reserved);
        SegmentModel segment =
                new SegmentModel(shape, memory, free, segments.size(), base, usable, committed);
        segments.add(segment);
        return segment;
    }

    private void own(SegmentModel segment, int bytes, Kind kind) {
        Chunk first = free.all().stream().filter(c -> segment.holds(c.address())).findFirst().get();
        segment.take(first, bytes / shape.unit(), kind, 0, 0);
    }

    Chunk table(int size) {
        return place(shape.units(size, false), Kind.TABLE, size, 0);
    }

    /** Takes a block that the low-fragmentation heap divides. */
    Chunk container(int units) {
        return place(units, Kind.LFH_CONTAINER, 0, 0);
    }

    private Chunk place(int units, Kind kind, long requested, int tag) {
        Chunk from = free.best(units).orElseGet(() -> grow(units));
        return holder(from.address()).take(from, units, kind, requested, tag);
    }

    private Chunk grow(int units) {
        long bytes = HeapShape.ceil((long) units * shape.unit() + shape.guard(), PAGE);
        for (SegmentModel segment : segments) {
            for (Map.Entry<Long, Long> range : segment.uncommitted().entrySet()) {
                if (range.getValue() >= bytes) {
                    segment.commit(range.getKey(), bytes);
                    return free.best(units).orElseThrow();
                }
            }
        }
        if (!options.growable()) {
            throw new IllegalStateException("the heap is full");
        }
        long committed = HeapShape.ceil(bytes + shape.segmentHeader(), PAGE);
        long least = HeapShape.ceil(committed + PAGE, ALLOCATION_GRANULARITY);
        long reserved = Math.max(segmentReserve, least);
        segmentReserve = shape.nextReserve(reserved);
        long base = memory.reserve(address, reserved);
        own(segment(base, reserved, committed), shape.segmentHeader(), Kind.SEGMENT);
        return free.best(units).orElseThrow();
    }

    private Chunk busy(long user) {
        long plain = user - shape.unit();
        long headed = plain - RecordedStack.units() * shape.unit();
        boolean before = stacks.get(headed) instanceof RecordedStack stack && stack.before();
        long start = before ? headed : plain;
        return holder(start)
                .at(start)
                .filter(chunk -> chunk.kind() == Kind.BUSY)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no busy block at " + Addresses.hex(user)));
    }

    private SegmentModel holder(long inside) {
        return segments.stream()
                .filter(segment -> segment.holds(inside))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "not in the heap: " + Addresses.hex(inside)));
    }
}
