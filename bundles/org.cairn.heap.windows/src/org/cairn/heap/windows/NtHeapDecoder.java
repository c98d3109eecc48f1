package org.cairn.heap.windows;

import org.cairn.dump.SystemClaim;
import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.windows.internal.debug.DebugBlocks;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.lfh.LfhLayout;
import org.cairn.heap.windows.internal.lfh.LowFragmentationHeap;
import org.cairn.heap.windows.internal.locate.HeaderlessHeaps;
import org.cairn.heap.windows.internal.locate.HeapFinder;
import org.cairn.heap.windows.internal.memory.EncodingVote;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.show.BlockDescription;
import org.cairn.heap.windows.internal.walk.FrontEnd;
import org.cairn.heap.windows.internal.walk.HeapWalk;
import org.cairn.types.TypeTable;

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
 * <p>Containers of the low-fragmentation front end are divided into their blocks, of kind {@code
 * LFH}; what of a container is no block is metadata of kind {@code LFH container} and {@code LFH
 * padding}. Where {@code _HEAP} is not in the dump, heaps of 8 and later are found by their
 * containers.
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
        return 6;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        boolean without =
                context.system().family().equals(SystemClaim.OS2) || context.process().isKernel();
        return without ? List.of() : HeaderlessHeaps.addTo(new HeapFinder(context).find(), context);
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        TypeTable table = table(root, context).orElseThrow(() -> unknown(root));
        HeapLayout layout = HeapLayout.bind(table).orElseThrow(() -> unknown(root));
        HeapHeader header = header(root, table, layout, context);
        Optional<LfhLayout> lfh = LfhLayout.bind(context.types().catalog(), table, layout);
        DebugBlocks debug = DebugBlocks.ofEntries(root, context, layout, table, sink);
        new HeapWalk(
                        context.space(),
                        layout,
                        header,
                        (memory, heap, into, report) ->
                                lfh.<FrontEnd>map(
                                                bound ->
                                                        new LowFragmentationHeap(
                                                                memory, bound, heap, into, report))
                                        .orElse(FrontEnd.NONE),
                        context.process().regions(),
                        context.progress(),
                        debug.sink())
                .run();
        debug.close();
    }

    private static IllegalArgumentException unknown(HeapRoot root) {
        return new IllegalArgumentException("no layout " + root.layout() + " of an NT heap");
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        return table(root, context)
                .map(
                        table -> {
                            HeapLayout layout = HeapLayout.bind(table).orElseThrow();
                            return BlockDescription.of(
                                    context,
                                    table,
                                    layout,
                                    LfhLayout.bind(context.types().catalog(), table, layout),
                                    header(root, table, layout, context),
                                    block);
                        })
                .orElse(List.of());
    }

    private static HeapHeader header(
            HeapRoot root, TypeTable table, HeapLayout layout, DecodeContext context) {
        HeapMemory memory = new HeapMemory(context.space(), layout);
        HeapHeader header = HeapHeader.read(memory, root.address());
        return header.readable()
                ? EncodingVote.mend(memory, header)
                : HeaderlessHeaps.header(root.address(), table, context).orElse(header);
    }

    private static Optional<TypeTable> table(HeapRoot root, DecodeContext context) {
        return context.types()
                .catalog()
                .named(root.layout())
                .filter(table -> HeapLayout.bind(table).isPresent());
    }
}
