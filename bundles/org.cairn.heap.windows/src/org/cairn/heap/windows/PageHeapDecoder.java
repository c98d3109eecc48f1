package org.cairn.heap.windows;

import org.cairn.dump.SystemClaim;
import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.windows.internal.debug.DebugBlocks;
import org.cairn.heap.windows.internal.page.PageBlockDescription;
import org.cairn.heap.windows.internal.page.PageHeapFinder;
import org.cairn.heap.windows.internal.page.PageHeapWalk;

import java.util.List;

/**
 * Decodes the page heap of ntdll ({@code _DPH_HEAP_ROOT}), which gives each block pages of its own
 * with a guard page: of XP and 2003 (nodes in lists) and of Vista to 11, x86 and x64 (busy nodes in
 * a tree). Blocks that are given out, freed ones that are held back, and address space for further
 * ones; stamps and fills around the data are checked, the recorded call stack is the owner. Blocks
 * that page heap passes on to its normal heap are in that heap, see {@link NtHeapDecoder}.
 *
 * <p>Source of the facts: the layouts of {@code _DPH_HEAP_ROOT}, {@code _DPH_HEAP_BLOCK} and {@code
 * _DPH_BLOCK_INFORMATION} in the public symbols of ntdll of 7 SP1 (7601) x86 and 10 1607 (14393)
 * x64; stamps and fills as in the platform's documentation; see docs/formats/windows-heaps.md.
 */
public final class PageHeapDecoder implements HeapDecoder {
    private static final String ID = "org.cairn.heap.windows.page";

    /** Creates the decoder. */
    public PageHeapDecoder() {
        // stateless
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return PageHeapFinder.PAGE_HEAP;
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        return context.system().family().equals(SystemClaim.OS2)
                ? List.of()
                : new PageHeapFinder(context).find();
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        DebugBlocks debug = DebugBlocks.ofData(root, context, sink);
        new PageHeapWalk(root, context, debug.sink()).run();
        debug.close();
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        return PageBlockDescription.of(root, block, context);
    }
}
