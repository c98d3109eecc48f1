package org.cairn.heap.windows;

import org.cairn.dump.SystemClaim;
import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.heap.windows.internal.debug.DebugBlocks;
import org.cairn.heap.windows.internal.segment.keys.KeySearch;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.locate.SegmentHeapFinder;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys;
import org.cairn.heap.windows.internal.segment.show.SegmentBlockDescription;
import org.cairn.heap.windows.internal.segment.walk.SegmentHeapWalk;

import java.util.List;
import java.util.Optional;

/**
 * Decodes the segment heap ({@code _SEGMENT_HEAP}, signature {@code 0xddeeddee}) of 10 1607 to 11
 * 24H2 on x64 and of 10 1903 to 22H2 on x86: blocks of whole units, VS chunks, LFH blocks, blocks
 * with memory of their own, with the bytes that callers asked for. The two secrets that headers are
 * encoded with are found from the heap itself; where that fails, an anomaly says what was tried and
 * the blocks in question are a gap. Headers of the debug C run time in the blocks' data name the
 * owner, and a failure that the system recorded is told, as for the other heaps.
 *
 * <p>Source of the facts: the layouts of the heap's structures in the public symbols of the kernels
 * of 10 1809 (17763) to 11 23H2 (22631) and of ntdll of 10 1607 (14393) to 1803 (17134); encoding
 * and flags as in published descriptions and open-source readers of that heap; see
 * docs/formats/windows-heaps.md.
 */
public final class SegmentHeapDecoder implements HeapDecoder {
    private static final String ID = "org.cairn.heap.windows.segment";

    /** Creates the decoder. */
    public SegmentHeapDecoder() {
        // stateless
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return SegmentHeapFinder.SEGMENT_HEAP;
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        boolean other =
                context.system().family().equals(SystemClaim.OS2) || context.process().isKernel();
        return other ? List.of() : new SegmentHeapFinder(context).find();
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        SegmentLayout layout =
                layout(root, context)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no layout "
                                                        + root.layout()
                                                        + " of a segment heap"));
        DebugBlocks debug = DebugBlocks.ofData(root, context, sink);
        new SegmentHeapWalk(
                        context.space(),
                        layout,
                        keys(root, layout, context),
                        root.address(),
                        context.process().regions(),
                        context.progress(),
                        debug.sink())
                .run();
        debug.close();
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        return layout(root, context)
                .map(
                        layout ->
                                SegmentBlockDescription.of(
                                        context.space(),
                                        layout,
                                        keys(root, layout, context),
                                        root.address(),
                                        block))
                .orElse(List.of());
    }

    /** The heap's own evidence, or, where that is not enough, that of all heaps of the process. */
    private SegmentKeys keys(HeapRoot root, SegmentLayout layout, DecodeContext context) {
        SegmentKeys own =
                KeySearch.find(
                        context.space(), layout, List.of(root.address()), context.progress());
        if (own.heapKey().isPresent() && own.lfhKey().isPresent()) {
            return own;
        }
        List<Long> heaps =
                locate(context).stream()
                        .filter(heap -> heap.status() == Status.PRESENT)
                        .filter(heap -> heap.layout().equals(root.layout()))
                        .map(HeapRoot::address)
                        .toList();
        return heaps.size() > 1
                ? KeySearch.find(context.space(), layout, heaps, context.progress())
                : own;
    }

    private static Optional<SegmentLayout> layout(HeapRoot root, DecodeContext context) {
        return context.types().catalog().named(root.layout()).flatMap(SegmentLayout::bind);
    }
}
