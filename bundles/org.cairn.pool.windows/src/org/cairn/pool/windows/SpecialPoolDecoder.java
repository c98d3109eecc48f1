package org.cairn.pool.windows;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.PoolRange;
import org.cairn.pool.windows.internal.kernel.Verifier;
import org.cairn.pool.windows.internal.special.SpecialDescription;
import org.cairn.pool.windows.internal.special.SpecialPage;
import org.cairn.pool.windows.internal.special.SpecialPool;
import org.cairn.pool.windows.internal.special.SpecialWalk;
import org.cairn.pool.windows.internal.walk.WatchingSink;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decodes special pool, in which each block has a page of its own and the page behind it is not
 * there.
 *
 * <p>Source of the facts: ReactOS, the public description of special pool, and the structures of
 * the driver verifier in the public symbols of the kernels.
 */
public final class SpecialPoolDecoder implements HeapDecoder {
    /** The kind of this heap. */
    public static final String SPECIAL = "special pool";

    private static final String ID = "org.cairn.pool.windows.special";

    /** Creates the decoder. */
    public SpecialPoolDecoder() {
        // stateless
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return SPECIAL;
    }

    @Override
    public int version() {
        return 4;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        return PoolKernel.of(context).flatMap(SpecialPoolDecoder::root).stream().toList();
    }

    private static Optional<HeapRoot> root(PoolKernel kernel) {
        SpecialPool pool = new SpecialPool(kernel, new SpecialPage(kernel, new Verifier(kernel)));
        Optional<PoolRange> known = pool.known();
        long first =
                known.map(PoolRange::first).orElseGet(() -> pool.isWanted() ? pool.first() : 0L);
        long allocations = Verifier.totals(kernel).map(Verifier.Totals::special).orElse(0L);
        return first == 0
                ? Optional.empty()
                : Optional.of(
                        new HeapRoot(
                                first,
                                SPECIAL,
                                "",
                                kernel.context().process().architecture(),
                                kernel.layout().table().id().name(),
                                known.isPresent()
                                        ? "the range that the kernel's variables name"
                                        : "pages that agree with their header",
                                Status.PRESENT,
                                allocations == 0
                                        ? ""
                                        : String.format(
                                                Locale.ROOT,
                                                "the verifier counted %,d allocations",
                                                allocations)));
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        PoolKernel kernel = kernel(context);
        Verifier verifier = new Verifier(kernel);
        SpecialPage page = new SpecialPage(kernel, verifier);
        SpecialPool pool = new SpecialPool(kernel, page);
        Optional<PoolRange> known = pool.known();
        BlockSink watching = new WatchingSink(sink, kernel.stop(), kernel.pointerMask());
        new SpecialWalk(kernel, page, verifier, watching)
                .run(
                        known.map(List::of).orElseGet(pool::search),
                        known.isPresent() ? 0 : BlockSink.FOUND_STRONG);
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        return new SpecialDescription(kernel(context)).of(block);
    }

    private static PoolKernel kernel(DecodeContext context) {
        return PoolKernel.of(context)
                .orElseThrow(() -> new IllegalArgumentException("no kernel with pools"));
    }
}
