package org.cairn.pool.windows;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.walk.BlockDescription;
import org.cairn.pool.windows.internal.walk.LooseBlocks;
import org.cairn.pool.windows.internal.walk.WatchingSink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes single pool blocks in small (triage) dumps of a kernel, where they stand: such dumps hold
 * some hundred bytes around addresses of interest. Each block has a confidence.
 */
public final class FragmentPoolDecoder implements HeapDecoder {
    private static final String ID = "org.cairn.pool.windows.fragments";
    private static final String NAME = "pool fragments";

    /** Creates the decoder. */
    public FragmentPoolDecoder() {
        // stateless
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 4;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        if (context.process().facts().directoryTable() != 0) {
            return List.of();
        }
        List<HeapRoot> roots = new ArrayList<>();
        PoolKernel.of(context)
                .ifPresent(
                        kernel -> {
                            root(kernel, false).ifPresent(roots::add);
                            root(kernel, true).ifPresent(roots::add);
                        });
        return roots;
    }

    private static Optional<HeapRoot> root(PoolKernel kernel, boolean paged) {
        long first = new LooseBlocks(kernel).first(paged);
        return first == 0
                ? Optional.empty()
                : Optional.of(
                        new HeapRoot(
                                first,
                                paged ? PagePoolDecoder.PAGED : PagePoolDecoder.NONPAGED,
                                "fragments",
                                kernel.context().process().architecture(),
                                kernel.layout().table().id().name(),
                                "headers of pool blocks in the stretches of memory of a small dump",
                                Status.PRESENT,
                                "most of the pool is not in the dump"));
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        PoolKernel kernel = kernel(context);
        new LooseBlocks(kernel)
                .run(
                        root.kind().equals(PagePoolDecoder.PAGED),
                        new WatchingSink(sink, context.process().stop(), kernel.pointerMask()));
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
