package org.cairn.heap.windows;

import org.cairn.dump.SystemClaim;
import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.locate.HeapFinder;
import org.cairn.heap.windows.internal.show.BlockDescription;
import org.cairn.heap.windows.internal.walk.HeapWalk;

import java.util.List;
import java.util.Optional;

/**
 * Decodes the back end of the NT heap: {@code _HEAP} of XP and 2003 (segment array, plain headers,
 * lookaside front end), of Vista and later (segment list, encoded headers) and of ReactOS, x86 and
 * x64, also the 32-bit heaps of a WOW64 process. Heaps are those that the process environment block
 * lists and those whose signature stands at the beginning of a reservation. The type table is that
 * of the claimed build when the heap's signatures and pointers confirm it, else the one that fits
 * best.
 *
 * <p>Blocks of the low-fragmentation front end are not listed one by one: the back-end blocks that
 * hold them are reported as metadata of kind {@code LFH container}.
 *
 * <p>Source of the facts: the layouts of {@code _HEAP}, {@code _HEAP_SEGMENT}, {@code _HEAP_ENTRY},
 * {@code _HEAP_UCR_DESCRIPTOR} and {@code _HEAP_VIRTUAL_ALLOC_ENTRY} in the public symbols of the
 * kernels of XP SP2 (2600) to 11 23H2 (22631); encoding and flags as in the published descriptions
 * of the Vista heap, confirmed by dumps of 7 SP1 (7601) and 10 1903 (18362).
 */
public final class NtHeapDecoder implements HeapDecoder {
    private static final String ID = "org.cairn.heap.windows.nt";

    /** Creates the decoder. */
    public NtHeapDecoder() {
        // stateless
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return HeapFinder.NT_HEAP;
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        boolean without =
                context.system().family().equals(SystemClaim.OS2) || context.process().isKernel();
        return without ? List.of() : new HeapFinder(context).find();
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        HeapLayout layout =
                layout(root, context)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no layout " + root.layout() + " of an NT heap"));
        new HeapWalk(
                        context.space(),
                        layout,
                        root.address(),
                        context.process().regions(),
                        context.progress(),
                        sink)
                .run();
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        return layout(root, context)
                .map(layout -> BlockDescription.of(context.space(), layout, root.address(), block))
                .orElse(List.of());
    }

    private static Optional<HeapLayout> layout(HeapRoot root, DecodeContext context) {
        return context.types().catalog().named(root.layout()).flatMap(HeapLayout::bind);
    }
}
