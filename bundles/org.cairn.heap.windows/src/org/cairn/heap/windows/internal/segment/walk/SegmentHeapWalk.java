package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.dump.DumpRegion;
import org.cairn.heap.BlockSink;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.RootFields;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.memory.ChunkReader;
import org.cairn.heap.windows.internal.segment.memory.SegmentContext;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys;
import org.cairn.heap.windows.internal.segment.memory.SegmentList;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;

/**
 * Decodes one segment heap: its own header, the page segments of its contexts, its large blocks.
 * The same for a heap of a process and for a pool of the kernel.
 */
public final class SegmentHeapWalk {
    /** The most that a heap may keep behind its header. */
    private static final long MAX_HEADER = 1L << 26;

    private final Scope scope;
    private final SegmentLayout layout;
    private final long heap;

    /**
     * Prepares for a heap.
     *
     * @param space holds the heap
     * @param layout of the heap
     * @param keys as far as they are known
     * @param heap its address
     * @param regions of the address space, as far as somebody described them
     * @param progress tells of cancellation
     * @param sink takes the blocks
     */
    public SegmentHeapWalk(
            AddressSpace space,
            SegmentLayout layout,
            SegmentKeys keys,
            long heap,
            List<DumpRegion> regions,
            Progress progress,
            BlockSink sink) {
        Commitment commitment = new Commitment(regions);
        this.layout = layout;
        this.heap = heap;
        ProcessMemory memory = new ProcessMemory(space, layout.pointerSize());
        Report report = new Report(sink, new ProcessMemory(space, layout.pointerSize()));
        this.scope =
                new Scope(
                        memory,
                        layout,
                        keys,
                        commitment,
                        new Emitter(space, sink, commitment),
                        report,
                        new AbsentPages(memory, report),
                        progress);
    }

    /**
     * Reports every block.
     *
     * @return whether no list or tree that leads to parts of the heap is broken
     */
    public boolean run() {
        Occupied occupied = new Occupied();
        header(occupied);
        LfhWalk lfh = new LfhWalk(scope);
        @Nullable
        ChunkReader chunks =
                scope.keys().heapKey().isPresent()
                        ? new ChunkReader(
                                scope.memory(), layout.vs(), scope.keys().heapKey().getAsLong())
                        : null;
        @Nullable
        FreeChunks free =
                chunks == null ? null : new FreeChunks(scope, heap + layout.root().vsContext());
        @Nullable
        VsWalk vs = chunks == null || free == null ? null : new VsWalk(scope, chunks, free, lfh);
        boolean complete = segments(new PageSegmentWalk(scope, vs, lfh), occupied);
        if (free != null) {
            free.close(complete && scope.emitter().isWhole());
        }
        complete &= new LargeBlocks(scope).walk(heap + layout.root().largeTree(), occupied);
        scope.report().close(heap);
        return complete;
    }

    /** The heap's own reservation: the header, what the allocators keep there, and the rest. */
    private void header(Occupied occupied) {
        RootFields root = layout.root();
        ProcessMemory memory = scope.memory();
        long signature = memory.u32(heap + root.signature(), RootFields.SIGNATURE);
        if (signature != RootFields.SIGNATURE) {
            scope.report()
                    .tell(
                            SegmentRule.HEAP,
                            heap + root.signature(),
                            "heap " + Addresses.hex(heap) + " has no heap signature",
                            Addresses.hex(RootFields.SIGNATURE),
                            Addresses.hex(signature));
        }
        long page = root.bytes() + SegmentLayout.PAGE - 1 & -SegmentLayout.PAGE;
        long committed = memory.pointer(heap + root.uncommittedBase(), 0) - heap;
        long reserved = memory.pointer(heap + root.reservedLimit(), 0) - heap;
        boolean told =
                committed >= root.bytes()
                        && committed <= reserved
                        && reserved <= MAX_HEADER
                        && (committed | reserved) % SegmentLayout.PAGE == 0;
        long size = told ? committed : page;
        occupied.add(heap, told ? reserved : page);
        scope.emitter().segment(heap, told ? reserved : page, "heap header");
        scope.commitment().within(at -> at - heap < size);
        scope.emitter().metadata(heap, size, scope.emitter().kinds().heapHeader());
        if (told && reserved != committed) {
            scope.emitter()
                    .metadata(
                            heap + committed,
                            reserved - committed,
                            scope.emitter().kinds().heapHeader());
        }
        scope.emitter().flush();
    }

    private boolean segments(PageSegmentWalk walk, Occupied occupied) {
        boolean complete = true;
        for (SegmentContext context : SegmentContext.read(scope.memory(), layout, heap)) {
            if (context.assumed() && layout.context().describesUnits()) {
                damaged(context);
            }
            SegmentList list = SegmentList.read(scope.memory(), context);
            complete &= list.fault() == null;
            if (list.fault() instanceof Fault fault) {
                tell(fault);
            }
            for (int i = 0; i < list.misplaced().size(); i++) {
                misplaced(list.misplaced().get(i));
            }
            LongList apart = new LongList();
            for (int i = 0; i < list.segments().size(); i++) {
                long segment = list.segments().get(i);
                if (occupied.add(segment, context.segmentBytes())) {
                    apart.add(segment);
                } else {
                    misplaced(segment);
                }
            }
            FreeRanges free = FreeRanges.read(scope, context.freeRanges());
            scope.progress().total(apart.size());
            for (int i = 0; i < apart.size(); i++) {
                walk.walk(context, apart.get(i), free);
                scope.progress().step(1);
            }
        }
        return complete;
    }

    /** The list of page segments cannot be followed. */
    private void tell(Fault fault) {
        String list = "list of page segments";
        int bytes = layout.pointerSize();
        long at = fault.address();
        long target = scope.memory().pointer(at, at);
        if (fault.absent() && !scope.memory().isPresent(target, 2 * bytes)) {
            scope.absent().tell(at, target, 2 * bytes, list + ": " + fault.summary());
        } else {
            scope.report().tell(SegmentRule.LIST, SegmentRule.ABSENT, list, fault);
        }
    }

    private void damaged(SegmentContext context) {
        long at = context.address() + layout.context().segmentMask();
        int bytes = layout.context().bytes();
        boolean absent = !scope.memory().isPresent(at, bytes);
        String what =
                "context "
                        + context.index()
                        + (absent ? " is absent" : " contradicts itself")
                        + ": units of "
                        + Addresses.hex(1L << context.unitShift())
                        + " bytes are assumed";
        if (absent) {
            scope.absent().tell(at, at, bytes, what);
        } else {
            scope.report().tell(SegmentRule.HEAP, at, what);
        }
    }

    private void misplaced(long segment) {
        scope.report()
                .tell(
                        SegmentRule.LIST,
                        segment,
                        "page segment "
                                + Addresses.hex(segment)
                                + " is not aligned or lies over another part of the heap");
    }
}
