package org.cairn.pool.windows;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.scan.MemoryScan;
import org.cairn.pool.windows.internal.scan.ScanFormat;
import org.cairn.pool.windows.internal.walk.BlockDescription;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the blocks of pools in bare memory, such as the physical memory of a machine whose system
 * is not known: page by page, by what is in it. Which version it is, is told by most of the blocks.
 */
public final class ScanPoolDecoder implements HeapDecoder {
    private static final String ID = "org.cairn.pool.windows.scan";
    private static final String NOTE =
            "found by scan: addresses are those of the dump, of physical memory physical ones";

    /** Creates the decoder. */
    public ScanPoolDecoder() {
        // stateless
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return "pool blocks found by scan";
    }

    @Override
    public int version() {
        return 4;
    }

    @Override
    public boolean readsBareMemory() {
        return true;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        List<HeapRoot> roots = new ArrayList<>();
        if (context.process().isBare()) {
            new MemoryScan(context)
                    .find(ScanFormat.of(context.types()))
                    .ifPresent(
                            found -> {
                                root(found, false).ifPresent(roots::add);
                                root(found, true).ifPresent(roots::add);
                            });
        }
        return roots;
    }

    private static Optional<HeapRoot> root(MemoryScan.Found found, boolean paged) {
        long first = paged ? found.paged() : found.nonPaged();
        return first == -1
                ? Optional.empty()
                : Optional.of(
                        new HeapRoot(
                                first,
                                paged ? PagePoolDecoder.PAGED : PagePoolDecoder.NONPAGED,
                                found.format().label(),
                                found.format().architecture(),
                                found.format().layout().table().id().name(),
                                "most blocks in the memory have headers as in "
                                        + found.format().label(),
                                Status.PRESENT,
                                NOTE));
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        new MemoryScan(context)
                .run(format(root, context), root.kind().equals(PagePoolDecoder.PAGED), sink);
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        ScanFormat format = format(root, context);
        BlockDescription description =
                new BlockDescription(PoolKernel.bare(context, format.layout()));
        return format.segments() ? description.ofSegment(block) : description.of(block);
    }

    private static ScanFormat format(HeapRoot root, DecodeContext context) {
        return ScanFormat.of(context.types()).stream()
                .filter(format -> format.label().equals(root.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no format " + root.name()));
    }
}
