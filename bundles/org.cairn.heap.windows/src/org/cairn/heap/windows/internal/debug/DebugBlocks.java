package org.cairn.heap.windows.internal.debug;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.windows.internal.crt.CrtBlocks;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.page.LightBlocks;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.types.TypeTable;

/**
 * Looks at the blocks of one heap on their way from the decoder to the sink, for what debugging
 * aids add to them.
 */
public final class DebugBlocks {
    private final HeapRoot root;
    private final Report report;
    private final BlockSink sink;

    private DebugBlocks(HeapRoot root, Report report, BlockSink sink) {
        this.root = root;
        this.report = report;
        this.sink = sink;
    }

    /**
     * Looks at the data of blocks, in a heap of any family.
     *
     * @param root the heap
     * @param context its process
     * @param sink takes the blocks
     * @return with the sink for the decoder
     */
    public static DebugBlocks ofData(HeapRoot root, DecodeContext context, BlockSink sink) {
        Report report = report(root, context, sink);
        HeapFailure.find(context, root).ifPresent(failure -> failure.tell(report));
        return new DebugBlocks(root, report, data(root, context, report, sink));
    }

    /**
     * Looks at blocks of an NT heap, at their headers, too.
     *
     * @param root the heap
     * @param context its process
     * @param layout of the heap
     * @param types the table that the layout comes from
     * @param sink takes the blocks
     * @return with the sink for the decoder
     */
    public static DebugBlocks ofEntries(
            HeapRoot root,
            DecodeContext context,
            HeapLayout layout,
            TypeTable types,
            BlockSink sink) {
        Report report = report(root, context, sink);
        HeapFailure.find(context, root).ifPresent(failure -> failure.tell(report));
        BlockSink data = data(root, context, report, sink);
        BlockSink light = new LightBlocks(root, context, report, data);
        return new DebugBlocks(
                root, report, new EntryAids(root, context, layout, types, report, light));
    }

    private static Report report(HeapRoot root, DecodeContext context, BlockSink sink) {
        return new Report(
                sink, new ProcessMemory(context.space(), root.architecture().pointerSize()));
    }

    private static BlockSink data(
            HeapRoot root, DecodeContext context, Report report, BlockSink sink) {
        return new CrtBlocks(context.space(), root.architecture().pointerSize(), report, sink);
    }

    /** The sink for the decoder. */
    public BlockSink sink() {
        return sink;
    }

    /** Ends: says what was too much to be listed. */
    public void close() {
        report.close(root.address());
    }
}
