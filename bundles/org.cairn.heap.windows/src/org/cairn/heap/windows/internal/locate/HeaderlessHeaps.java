package org.cairn.heap.windows.internal.locate;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.lfh.LfhLayout;
import org.cairn.heap.windows.internal.lfh.LostHeader;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Run;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds heaps whose {@code _HEAP} is not in the dump by their low-fragmentation containers. Since
 * all of the memory is looked through, it is done only where no heap with a header was found and
 * little memory is there: in dumps of stacks and what these point to.
 */
public final class HeaderlessHeaps {
    /** Dumps that leave headers of heaps out are small; this much is looked through at once. */
    private static final long MOST_BYTES = 1L << 28;

    private HeaderlessHeaps() {}

    /**
     * Adds such heaps.
     *
     * @param known the heaps that were found otherwise
     * @param context the process
     * @return all heaps; one that was known, but absent, is replaced
     */
    public static List<HeapRoot> addTo(List<HeapRoot> known, DecodeContext context) {
        boolean needed = known.stream().noneMatch(root -> root.status() == Status.PRESENT);
        Optional<TypeTable> table =
                needed && isPartial(context.space()) ? table(context) : Optional.empty();
        if (table.isEmpty()) {
            return known;
        }
        List<HeapRoot> roots = new ArrayList<>(known);
        for (LostHeader lost : find(table.get(), context)) {
            HeapHeader header = lost.header();
            Optional<HeapRoot> listed =
                    known.stream().filter(root -> root.address() == header.address()).findFirst();
            listed.ifPresent(roots::remove);
            roots.add(root(lost, table.get(), listed, context.process().architecture()));
        }
        return roots;
    }

    /**
     * Recovers the header of a heap that {@link #addTo} found.
     *
     * @param address of the heap
     * @param table of its layouts
     * @param context the process
     * @return what its header would say, empty when it cannot be recovered
     */
    public static Optional<HeapHeader> header(
            long address, TypeTable table, DecodeContext context) {
        return find(table, context).stream()
                .map(LostHeader::header)
                .filter(header -> header.address() == address)
                .findFirst();
    }

    /** Whether so little is there that looking through all of it takes no time. */
    private static boolean isPartial(AddressSpace space) {
        long bytes = 0;
        for (Run.Mapped run : space.mapped(0, -1L)) {
            bytes += run.bytes().byteSize();
            if (bytes > MOST_BYTES) {
                return false;
            }
        }
        return true;
    }

    private static Optional<TypeTable> table(DecodeContext context) {
        return context
                .types()
                .candidates(
                        context.system().family(),
                        context.system().build(),
                        context.process().architecture())
                .stream()
                .filter(table -> HeapLayout.bind(table).isPresent())
                .findFirst();
    }

    private static List<LostHeader> find(TypeTable table, DecodeContext context) {
        return HeapLayout.bind(table)
                .flatMap(
                        layout ->
                                LfhLayout.bind(context.types().catalog(), table, layout)
                                        .map(
                                                lfh ->
                                                        LostHeader.find(
                                                                context.space(),
                                                                layout,
                                                                lfh,
                                                                context.progress())))
                .orElse(List.of());
    }

    private static HeapRoot root(
            LostHeader lost,
            TypeTable table,
            Optional<HeapRoot> listed,
            Architecture architecture) {
        String found =
                "address and Encoding recovered from "
                        + lost.containers()
                        + " LFH containers; layout "
                        + table.id().name()
                        + " taken for the claimed build";
        return new HeapRoot(
                lost.header().address(),
                HeapFinder.NT_HEAP,
                listed.map(HeapRoot::name).orElse(""),
                architecture,
                table.id().name(),
                listed.map(root -> root.origin() + "; " + found).orElse(found),
                Status.PRESENT,
                "header of the heap is absent: its blocks are found by scanning");
    }
}
