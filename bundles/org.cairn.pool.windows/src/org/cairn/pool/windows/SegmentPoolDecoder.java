package org.cairn.pool.windows;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.heap.windows.SegmentHeaps;
import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.PoolState;
import org.cairn.pool.windows.internal.kernel.TagTable;
import org.cairn.pool.windows.internal.walk.BlockDescription;
import org.cairn.pool.windows.internal.walk.PoolReport;
import org.cairn.pool.windows.internal.walk.SegmentPoolSink;
import org.cairn.pool.windows.internal.walk.SilentSink;
import org.cairn.pool.windows.internal.walk.TableTotals;
import org.cairn.pool.windows.internal.walk.TagTotals;
import org.cairn.pool.windows.internal.walk.WatchingSink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes the pools of kernels since 10 1809 whose small blocks lie in segment heaps: those that
 * {@code nt!ExPoolState} lists or, where that is not known, those that have the signature of a
 * segment heap in the kernel's memory.
 *
 * <p>Source of the facts: as of {@link PagePoolDecoder}, and published descriptions of the pool on
 * segment heaps.
 */
public final class SegmentPoolDecoder implements HeapDecoder {
    private static final String ID = "org.cairn.pool.windows.segment";

    /** The kind of a heap of which nobody says which pool it serves. */
    private static final String EITHER = "kernel pool";

    private static final String NOT_COMPARED =
            "totals are not compared with a tag table: which pool the heap serves is not known";

    /** The first build that has segment heaps in its kernel. */
    private static final int FIRST_BUILD = 17_763;

    /** Creates the decoder. */
    public SegmentPoolDecoder() {
        // stateless
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return "kernel pool on segment heap";
    }

    @Override
    public int version() {
        return 5;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        return PoolKernel.of(context)
                .filter(known -> known.build() >= FIRST_BUILD)
                .filter(known -> context.process().facts().directoryTable() != 0)
                .map(known -> roots(known, true))
                .orElse(List.of());
    }

    /**
     * All heaps.
     *
     * @param kernel whose heaps these are
     * @param noted whether the notes say what the tag tables have, which takes reading them
     */
    private static List<HeapRoot> roots(PoolKernel kernel, boolean noted) {
        SegmentHeaps heaps = new SegmentHeaps(kernel.context());
        List<HeapRoot> roots = new ArrayList<>();
        Optional<PoolState> state = PoolState.of(kernel);
        if (state.isPresent()) {
            for (PoolState.Heap heap : state.get().heaps()) {
                HeapRoot root = heaps.at(heap.address(), "ExPoolState lists it");
                String pool = heap.paged() ? PagePoolDecoder.PAGED : PagePoolDecoder.NONPAGED;
                boolean first = roots.stream().noneMatch(other -> other.kind().equals(pool));
                String table = first && noted ? kernel.tagTable().describe(heap.paged()) : "";
                roots.add(named(root, pool, heap.name(), table));
            }
        } else if (!kernel.walksPages()) {
            heaps.find().stream()
                    .filter(
                            root ->
                                    root.architecture()
                                            == kernel.context().process().architecture())
                    .filter(root -> root.status() == Status.PRESENT)
                    .map(root -> named(root, EITHER, "", NOT_COMPARED))
                    .forEach(roots::add);
        }
        return roots;
    }

    private static HeapRoot named(HeapRoot root, String kind, String name, String more) {
        String separator = root.note().isEmpty() || more.isEmpty() ? "" : "; ";
        return new HeapRoot(
                root.address(),
                kind,
                name,
                root.architecture(),
                root.layout(),
                root.origin(),
                root.status(),
                root.note() + separator + more);
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        PoolKernel kernel = kernel(context);
        List<HeapRoot> roots = roots(kernel, false);
        BlockSink watching = new WatchingSink(sink, context.process().stop(), kernel.pointerMask());
        Parked parked =
                PoolState.of(kernel).map(PoolState::parked).orElseGet(() -> Parked.none(kernel));
        if (roots.getFirst().address() == root.address()) {
            PoolReport report = new PoolReport(sink, kernel.memory());
            report.tell(kernel.bigPages());
            parked.breaks().stream().filter(Parked.Break::head).forEach(report::tell);
        }
        TagTotals totals = TagTotals.ofBlocks(kernel.layout().header());
        parked.breaks().forEach(broken -> totals.addSurplus(broken.rest()));
        SegmentPoolSink blocks = walk(root, roots, kernel, parked, watching);
        totals.add(blocks);
        List<HeapRoot> pool =
                roots.stream()
                        .filter(other -> other.kind().equals(root.kind()))
                        .filter(other -> other.status() == Status.PRESENT)
                        .toList();
        boolean first = pool.stream().limit(1).anyMatch(other -> other.address() == root.address());
        if (root.kind().equals(EITHER) || !first) {
            return;
        }
        boolean paged = root.kind().equals(PagePoolDecoder.PAGED);
        TagTable table = kernel.tagTable();
        if (!table.sums(paged).isEmpty()) {
            for (HeapRoot other : pool.subList(1, pool.size())) {
                totals.add(walk(other, roots, kernel, parked, new SilentSink()));
            }
            totals.compare(table, paged, kernel.value("PoolTrackTable"), sink, kernel.memory());
            TableTotals.tell(table, paged, blocks.owners(), sink);
        }
    }

    /** Walks a heap; its pool's first heap walks the others, too, for the sums of the pool. */
    private static SegmentPoolSink walk(
            HeapRoot root, List<HeapRoot> roots, PoolKernel kernel, Parked parked, BlockSink sink) {
        List<Long> all =
                roots.stream()
                        .filter(other -> other.layout().equals(root.layout()))
                        .map(HeapRoot::address)
                        .toList();
        Optional<Boolean> paged =
                root.kind().equals(EITHER)
                        ? Optional.empty()
                        : Optional.of(root.kind().equals(PagePoolDecoder.PAGED));
        SegmentPoolSink pool = new SegmentPoolSink(kernel, parked, paged, sink);
        boolean complete =
                new SegmentHeaps(kernel.context())
                        .decode(
                                root.layout(),
                                root.address(),
                                all,
                                kernel.address("RtlpHpHeapGlobals"),
                                pool);
        if (!complete) {
            pool.incomplete();
        }
        return pool;
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        PoolKernel kernel = kernel(context);
        List<FieldValue> atBlock = new BlockDescription(kernel).ofSegment(block);
        return atBlock.isEmpty()
                ? new BlockDescription(kernel).ofSegment(block + kernel.layout().header().bytes())
                : atBlock;
    }

    private static PoolKernel kernel(DecodeContext context) {
        return PoolKernel.of(context)
                .orElseThrow(() -> new IllegalArgumentException("no kernel with pools"));
    }
}
