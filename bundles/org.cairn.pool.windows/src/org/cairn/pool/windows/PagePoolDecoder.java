package org.cairn.pool.windows;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.pool.windows.internal.kernel.BigPages;
import org.cairn.pool.windows.internal.kernel.ParkedLists;
import org.cairn.pool.windows.internal.kernel.PoolDescriptors;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.PoolRange;
import org.cairn.pool.windows.internal.kernel.PoolRanges;
import org.cairn.pool.windows.internal.kernel.PoolState;
import org.cairn.pool.windows.internal.kernel.Verifier;
import org.cairn.pool.windows.internal.walk.BlockDescription;
import org.cairn.pool.windows.internal.walk.PoolScan;
import org.cairn.pool.windows.internal.walk.PoolWalk;
import org.cairn.pool.windows.internal.walk.WatchingSink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decodes the nonpaged and the paged pool of kernels from Windows 2000 to 10 1809 and of ReactOS:
 * pages of small blocks with {@code _POOL_HEADER}, blocks of whole pages by the big-page table.
 *
 * <p>Source of the facts: the structures in the public symbols of the kernels; published
 * descriptions of the pool; ReactOS. See docs/formats/windows-pools.md.
 */
public final class PagePoolDecoder implements HeapDecoder {
    /** The kind of the heaps that hold what cannot be paged out. */
    public static final String NONPAGED = "nonpaged pool";

    /** The kind of the heaps that hold what can be paged out. */
    public static final String PAGED = "paged pool";

    private static final String ID = "org.cairn.pool.windows.pages";

    /** Creates the decoder. */
    public PagePoolDecoder() {
        // stateless
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return "kernel pool";
    }

    @Override
    public int version() {
        return 5;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        List<HeapRoot> roots = new ArrayList<>();
        if (context.process().facts().directoryTable() == 0) {
            return roots;
        }
        PoolKernel.of(context)
                .filter(PoolKernel::walksPages)
                .filter(kernel -> PoolState.of(kernel).isEmpty())
                .ifPresent(
                        kernel -> {
                            root(kernel, false).ifPresent(roots::add);
                            root(kernel, true).ifPresent(roots::add);
                        });
        return roots;
    }

    private static Optional<HeapRoot> root(PoolKernel kernel, boolean paged) {
        List<PoolRange> ranges = new PoolRanges(kernel).of(paged);
        List<Long> descriptors = new PoolDescriptors(kernel).of(paged);
        long address =
                !descriptors.isEmpty()
                        ? descriptors.getFirst()
                        : ranges.isEmpty()
                                ? new PoolScan(kernel, paged).first()
                                : ranges.getFirst().first();
        return address == 0
                ? Optional.empty()
                : Optional.of(
                        new HeapRoot(
                                address,
                                paged ? PAGED : NONPAGED,
                                "",
                                kernel.context().process().architecture(),
                                kernel.layout().table().id().name(),
                                ranges.isEmpty()
                                        ? "pages that are covered by blocks without rest"
                                        : "ranges that the kernel's variables name",
                                Status.PRESENT,
                                note(kernel, paged)));
    }

    private static String note(PoolKernel kernel, boolean paged) {
        String tracked = Verifier.totals(kernel).map(totals -> totals.describe(paged)).orElse("");
        BigPages big = kernel.bigPages();
        String unknown =
                big.isKnown() ? "" : "blocks of whole pages are not known: " + big.origin();
        return Stream.of(
                        tracked,
                        kernel.tagTable().describe(paged),
                        unknown,
                        searched(kernel, paged),
                        lists(kernel))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Where the variables of kernels up to 2003 do not name the range of a pool. */
    private static String searched(PoolKernel kernel, boolean paged) {
        String pool = paged ? "MmPagedPool" : "MmNonPagedPool";
        return kernel.build() >= PoolKernel.VISTA || !new PoolRanges(kernel).of(paged).isEmpty()
                ? ""
                : "its range is not known by "
                        + pool
                        + "Start and "
                        + pool
                        + "End: pages are found by what is in them, blocks of whole pages are not";
    }

    private static String lists(PoolKernel kernel) {
        return kernel.layout().lookaside().isEmpty() || ParkedLists.knowsProcessors(kernel)
                ? ""
                : "lookaside lists of the processors are not known by KiProcessorBlock:"
                        + " blocks on them count as busy";
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        PoolKernel kernel = kernel(context);
        boolean paged = root.kind().equals(PAGED);
        List<PoolRange> ranges = new PoolRanges(kernel).of(paged);
        boolean scanned = ranges.isEmpty();
        BlockSink watching = new WatchingSink(sink, context.process().stop(), kernel.pointerMask());
        new PoolWalk(kernel, paged, scanned, watching)
                .run(scanned ? new PoolScan(kernel, paged).ranges() : ranges);
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        return new BlockDescription(kernel(context)).of(block);
    }

    private static PoolKernel kernel(DecodeContext context) {
        return PoolKernel.of(context)
                .orElseThrow(() -> new IllegalArgumentException("no kernel with pools"));
    }
}
