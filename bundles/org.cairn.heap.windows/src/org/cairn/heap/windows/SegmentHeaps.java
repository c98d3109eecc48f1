package org.cairn.heap.windows;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.keys.KeySearch;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.locate.SegmentHeapFinder;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys;
import org.cairn.heap.windows.internal.segment.walk.SegmentHeapWalk;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Segment heaps for whoever has them under something else, as the kernel's pools since 10 1809
 * have. The secrets are found from all heaps together.
 */
public final class SegmentHeaps {
    private final DecodeContext context;
    private final SegmentHeapFinder finder;

    /**
     * Prepares.
     *
     * @param context a process or a kernel
     */
    public SegmentHeaps(DecodeContext context) {
        this.context = context;
        this.finder = new SegmentHeapFinder(context);
    }

    /**
     * Searches all memory for heaps by their signature.
     *
     * @return the heaps; one that no layout fits is foreign
     */
    public List<HeapRoot> find() {
        return finder.find();
    }

    /**
     * The heap at an address.
     *
     * @param address where one should be
     * @param origin who says so
     * @return foreign when no layout fits
     */
    public HeapRoot at(long address, String origin) {
        return finder.at(address, context.process().architecture(), origin);
    }

    /**
     * Reports every block of a heap.
     *
     * @param layout as {@link #at} or {@link #find} name it
     * @param heap its address
     * @param all addresses of all heaps with the same secrets and layout, this one among them
     * @param globals address of {@code RtlpHpHeapGlobals}, which holds the secrets; empty when it
     *     is not known: they are then found from the heaps
     * @param sink takes the blocks
     * @return whether all parts of the heap were reached: no list or tree that leads to them is
     *     broken
     * @throws IllegalArgumentException when there is no such layout
     */
    public boolean decode(
            String layout, long heap, List<Long> all, OptionalLong globals, BlockSink sink) {
        TypeTable table =
                context.types()
                        .catalog()
                        .named(layout)
                        .orElseThrow(() -> new IllegalArgumentException("no layout " + layout));
        SegmentLayout bound =
                SegmentLayout.bind(table)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                layout + " has no segment heap"));
        SegmentKeys found = KeySearch.find(context.space(), bound, all, context.progress());
        return new SegmentHeapWalk(
                        context.space(),
                        bound,
                        globals.isPresent() ? known(table, globals.getAsLong(), found) : found,
                        heap,
                        context.process().regions(),
                        context.progress(),
                        sink)
                .run();
    }

    /** What the system itself keeps, unless the heaps contradict it. */
    private SegmentKeys known(TypeTable table, long globals, SegmentKeys found) {
        ProcessMemory memory =
                new ProcessMemory(context.space(), table.id().architecture().pointerSize());
        Optional<Structure> type = table.find("_RTLP_HP_HEAP_GLOBALS");
        if (type.isEmpty() || !memory.isPresent(globals, 2 * memory.pointerSize())) {
            return found;
        }
        long heapKey = memory.pointerAt(type.get().offset("HeapKey"));
        int lfhKey = (int) memory.pointerAt(type.get().offset("LfhKey"));
        if (heapKey == 0 || found.heapKey().orElse(heapKey) != heapKey) {
            return found;
        }
        return new SegmentKeys(
                found.signatureKey(),
                OptionalLong.of(heapKey),
                OptionalInt.of(lfhKey),
                found.generation(),
                false,
                "RtlpHpHeapGlobals",
                "RtlpHpHeapGlobals");
    }
}
