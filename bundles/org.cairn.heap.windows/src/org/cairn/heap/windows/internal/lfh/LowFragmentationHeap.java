package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.windows.internal.lfh.LfhLayout.Format;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.heap.windows.internal.walk.FrontEnd;
import org.cairn.heap.windows.internal.walk.Range;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * Divides the containers of one heap into their blocks, each where the walk of the segments meets
 * it, so that blocks come in ascending order. When the first is met, the secret is recovered from a
 * sample of containers and the zones are read; in the end what the zones name and what the walk met
 * are compared.
 */
public final class LowFragmentationHeap implements FrontEnd {
    static final String BLOCK = "LFH";
    private static final String CONTAINER = "LFH container";
    private static final String PADDING = "LFH padding";

    /** Containers that are enough to recover the secret. */
    private static final int SAMPLE = 1 << 10;

    /** The most containers of XP and 2003, where only their signature tells them. */
    private static final int MAX_CONTAINERS = 1 << 20;

    private final HeapMemory memory;
    private final LfhLayout layout;
    private final HeapHeader heap;
    private final BlockSink sink;
    private final Report report;
    private final int containerKind;
    private final int paddingKind;
    private final int unit;
    private final Occupancy occupancy;
    private final DelayedFrees delayed;
    private final LongList met = new LongList();
    private List<Range> segments = List.of();
    private Progress progress = Progress.NONE;
    private @Nullable Zones zones;
    private @Nullable Divider divider;
    private @Nullable ContainerWalk walk;
    private LfhKey key = new LfhKey(false, 0, 0, 0, false, 0, "");

    /**
     * Prepares for a heap.
     *
     * @param memory of the process
     * @param layout of the front end
     * @param heap what its header says
     * @param sink takes the blocks
     * @param report takes what is wrong
     */
    public LowFragmentationHeap(
            HeapMemory memory, LfhLayout layout, HeapHeader heap, BlockSink sink, Report report) {
        this.memory = new HeapMemory(memory.space(), memory.layout());
        this.layout = layout;
        this.heap = heap;
        this.sink = sink;
        this.report = report;
        this.containerKind = sink.kind(CONTAINER);
        this.paddingKind = sink.kind(PADDING);
        this.unit = layout.unit();
        this.occupancy = new Occupancy(this.memory, layout);
        this.delayed = new DelayedFrees(this.memory, layout, report);
    }

    @Override
    public SortedAddresses prepare(List<Range> ranges, Progress wanted) {
        segments = ranges;
        progress = wanted;
        if (layout.format() != Format.CHAINED || heap.frontEndHeapType() != HeapHeader.LFH) {
            return SortedAddresses.EMPTY;
        }
        LongList containers = scan(MAX_CONTAINERS);
        LongList entries = new LongList();
        for (int i = 0; i < containers.size(); i++) {
            entries.add(containers.get(i) - unit);
        }
        return SortedAddresses.of(entries);
    }

    private LongList scan(int limit) {
        UserBlocksScan scan = new UserBlocksScan(layout, limit, progress);
        for (Range segment : segments) {
            if (!scan.scan(memory.space(), segment.start(), segment.end() - 1)) {
                break;
            }
        }
        return scan.found();
    }

    /** Gets to know the front end when its first container is met: many heaps have none. */
    private Divider divider(Zones listed) {
        if (divider instanceof Divider known) {
            return known;
        }
        if (layout.format() != Format.CHAINED) {
            key = searchKey(scan(SAMPLE));
        }
        Divider made = new Divider(memory, layout, key, listed, report);
        divider = made;
        return made;
    }

    private Zones zones() {
        Zones listed = zones;
        if (listed == null) {
            listed = Zones.read(memory, layout, heap, report);
            zones = listed;
        }
        return listed;
    }

    private LfhKey searchKey(LongList candidates) {
        KeySearch search = new KeySearch(memory, layout);
        for (int i = 0; i < candidates.size(); i++) {
            search.add(candidates.get(i));
        }
        LfhKey result = search.result(heap.address(), heap.frontEndHeap());
        if (search.containers() == 0) {
            return result;
        }
        if (!result.wordKnown()) {
            report.tell(
                    LfhRule.KEY,
                    heap.address(),
                    "RtlpLFHKey could not be recovered: headers of LFH blocks are not checked",
                    "one value in most of them",
                    result.tried());
        } else if (!agrees(result)) {
            report.tell(
                    LfhRule.KEY,
                    heap.address(),
                    "RtlpLFHKey from headers of LFH blocks and from EncodedOffsets differ:"
                            + " FrontEndHeap is not what they were made with",
                    Addresses.hex(Integer.toUnsignedLong(result.word() ^ (int) heap.address())),
                    Addresses.hex(
                            Integer.toUnsignedLong(result.offsets() ^ (int) heap.frontEndHeap())));
        }
        return result;
    }

    private boolean agrees(LfhKey found) {
        return layout.format() != Format.BITMAP
                || !found.offsetsKnown()
                || heap.frontEndHeap() == 0
                || (found.word() ^ (int) heap.address())
                        == (found.offsets() ^ (int) heap.frontEndHeap());
    }

    @Override
    public boolean divide(long at, long bytes, int flags) {
        Zones listed = zones();
        long address = at + unit;
        if (listed.isCached(address)) {
            metadata(at, bytes, containerKind, flags);
            return true;
        }
        Divider.Result result = divider(listed).divide(at, bytes);
        if (result.nature() == Divider.Nature.FOREIGN) {
            return false;
        }
        met.add(address);
        if (result.container() instanceof Container container) {
            divided(container, result.subsegment(), flags);
        } else {
            undivided(at, bytes, result, flags);
        }
        return true;
    }

    private void undivided(long at, long bytes, Divider.Result result, int flags) {
        switch (result.nature()) {
            case CACHED -> metadata(at, bytes, containerKind, flags);
            case UNDIVIDED -> {
                long header = Math.min(bytes, unit + layout.user().bytes());
                metadata(at, header, containerKind, flags);
                if (header != bytes) {
                    sink.gap(at + header, bytes - header, result.why());
                }
            }
            default -> metadata(at, bytes, containerKind, flags);
        }
    }

    private void divided(Container container, Optional<Subsegment> subsegment, int flags) {
        metadata(container.entry(), container.first() - container.entry(), containerKind, flags);
        switch (layout.format()) {
            case BITMAP -> occupancy.readBitmap(container);
            case CHAINED -> chain(container, subsegment);
            case HEADERS -> occupancy.none();
        }
        subsegment.ifPresentOrElse(s -> delayed.read(container, s, occupancy), delayed::none);
        ContainerWalk blocks = walk;
        if (blocks == null) {
            blocks =
                    new ContainerWalk(
                            memory, layout, key, occupancy, delayed, sink, report, container);
            walk = blocks;
        }
        blocks.walk(container, flags & ~BlockSink.DATA_ABSENT);
        if (blocks.isCertain() && subsegment.isPresent()) {
            compareDepth(container, subsegment.get(), blocks.busy());
        }
        long end = container.blocksEnd();
        if (end != container.end()) {
            metadata(end, container.end() - end, paddingKind, flags);
        }
    }

    private void chain(Container container, Optional<Subsegment> subsegment) {
        occupancy.none();
        if (subsegment.isPresent()) {
            occupancy.readChain(container, subsegment.get());
            if (!occupancy.isConsistent()) {
                report.tell(
                        LfhRule.DEPTH,
                        subsegment.get().address() + layout.subsegment().depth(),
                        "chain of free blocks of subsegment "
                                + Addresses.hex(subsegment.get().address())
                                + " cannot be followed",
                        subsegment.get().depth() + " free blocks",
                        "");
            }
        }
    }

    private void compareDepth(Container container, Subsegment subsegment, int busy) {
        int free = container.count() - busy;
        if (free != subsegment.depth()) {
            report.tell(
                    LfhRule.DEPTH,
                    subsegment.address() + layout.subsegment().depth(),
                    "subsegment "
                            + Addresses.hex(subsegment.address())
                            + " counts its free blocks wrong",
                    free + " free of " + container.count(),
                    "AggregateExchg.Depth " + subsegment.depth());
        }
    }

    private void metadata(long at, long bytes, int kind, int flags) {
        sink.block(
                at,
                bytes,
                kind == paddingKind ? at : at + unit,
                kind == paddingKind ? bytes : bytes - unit,
                BlockState.METADATA,
                kind,
                BlockSink.NO_OWNER,
                (flags & ~BlockSink.DATA_ABSENT)
                        | (Presence.of(memory.space(), at, bytes) ? 0 : BlockSink.DATA_ABSENT));
    }

    @Override
    public void close() {
        if (divider instanceof Divider known) {
            known.close();
        }
        Zones listed = zones();
        SortedAddresses seen = SortedAddresses.of(met);
        for (long userBlocks :
                listed.containers().stream().sorted(Long::compareUnsigned).toList()) {
            if (!seen.contains(userBlocks) && !listed.isCached(userBlocks)) {
                missed(listed, userBlocks);
            }
        }
    }

    /**
     * A subsegment has a container that is none: said when its memory is there and it has blocks.
     */
    private void missed(Zones listed, long userBlocks) {
        Optional<Subsegment> subsegment =
                listed.subsegmentOf(userBlocks).filter(s -> s.count() > 0);
        boolean told =
                divider instanceof Divider known && subsegment.filter(known::isAstray).isPresent();
        if (subsegment.isPresent()
                && !told
                && memory.isPresent(userBlocks - unit, unit + layout.user().bytes())) {
            report.tell(
                    LfhRule.SUBSEGMENT,
                    subsegment.get().address() + layout.subsegment().userBlocks(),
                    "subsegment "
                            + Addresses.hex(subsegment.get().address())
                            + " has blocks where no container was met",
                    "a container",
                    Addresses.hex(userBlocks));
        }
    }
}
