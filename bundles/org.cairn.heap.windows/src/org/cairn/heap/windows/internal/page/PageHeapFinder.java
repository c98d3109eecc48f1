package org.cairn.heap.windows.internal.page;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.memory.Reservations;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Architecture;
import org.cairn.system.ProcessImage.HeapList;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the page heaps of a process: the system lists their handles among the other heaps, and one
 * page behind the handle stands the signature of {@code _DPH_HEAP_ROOT}; where that is damaged, the
 * heap's ranges confirm it.
 */
public final class PageHeapFinder {
    /** What a heap of this family is called. */
    public static final String PAGE_HEAP = "page heap";

    private static final String PROCESS_HEAP = "process heap";
    private static final long LAST_X86 = 0xffff_ffffL;

    private final DecodeContext context;
    private final AddressSpace space;
    private final Map<Architecture, List<PageHeapLayout>> layouts =
            new EnumMap<>(Architecture.class);
    private final Map<Long, HeapRoot> roots = new LinkedHashMap<>();

    /**
     * Prepares for a process.
     *
     * @param context the process
     */
    public PageHeapFinder(DecodeContext context) {
        this.context = context;
        this.space = context.space();
    }

    /**
     * Whether a handle is signed as that of a page heap.
     *
     * @param space memory of the process
     * @param handle as the system lists it
     * @return whether the signature stands one page behind it
     */
    public static boolean isSigned(AddressSpace space, long handle) {
        return PageRoot.isSigned(new ProcessMemory(space, Integer.BYTES), handle);
    }

    /**
     * Finds the heaps that the system lists and those whose signature stands in memory.
     *
     * @return the listed ones first
     */
    public List<HeapRoot> find() {
        for (HeapList list : context.process().heapLists()) {
            for (long handle : list.heaps()) {
                List<Architecture> architectures = List.of(list.architecture());
                if (!roots.containsKey(handle) && isHeap(handle, architectures)) {
                    boolean first = list.defaultHeap().equals(OptionalLong.of(handle));
                    add(
                            handle,
                            first ? PROCESS_HEAP : "",
                            list.origin() + " lists it",
                            architectures);
                }
            }
        }
        Reservations.visit(
                space,
                context.progress(),
                handle -> {
                    List<Architecture> architectures = architectures(handle);
                    if (!roots.containsKey(handle) && isHeap(handle, architectures)) {
                        String what = isSigned(space, handle) ? "signature" : "root";
                        add(handle, "", what + " one page behind it found", architectures);
                    }
                    return true;
                });
        return new ArrayList<>(roots.values());
    }

    /** Whether a handle is signed or, without that, confirmed by the heap's ranges. */
    private boolean isHeap(long handle, List<Architecture> architectures) {
        return isSigned(space, handle)
                || architectures.stream()
                        .flatMap(architecture -> layouts(architecture).stream())
                        .anyMatch(layout -> PageHeapProbe.fits(space, layout, handle));
    }

    private List<Architecture> architectures(long handle) {
        Architecture own = context.process().architecture();
        return own == Architecture.X86 || Long.compareUnsigned(handle, LAST_X86) > 0
                ? List.of(own)
                : List.of(own, Architecture.X86);
    }

    private void add(long handle, String name, String origin, List<Architecture> architectures) {
        for (Architecture architecture : architectures) {
            Optional<PageHeapLayout> fitting =
                    layouts(architecture).stream()
                            .filter(layout -> PageHeapProbe.fits(space, layout, handle))
                            .findFirst();
            if (fitting.isPresent()) {
                String reason = "; layout " + fitting.get().name() + " confirmed by its ranges";
                roots.put(
                        handle,
                        root(handle, name, fitting.get(), origin + reason, fitting.get().doubt()));
                return;
            }
        }
        boolean listed =
                context.process().heapLists().stream()
                        .anyMatch(list -> list.heaps().contains(handle));
        List<PageHeapLayout> likely = layouts(architectures.getFirst());
        if (listed && !likely.isEmpty()) {
            roots.put(
                    handle,
                    root(
                            handle,
                            name,
                            likely.getFirst(),
                            origin + "; layout " + likely.getFirst().name() + " by the build",
                            "none of the heap's ranges holds the heap"));
        }
    }

    private List<PageHeapLayout> layouts(Architecture architecture) {
        return layouts.computeIfAbsent(
                architecture, key -> PageHeapLayout.candidates(context, key));
    }

    private HeapRoot root(
            long handle, String name, PageHeapLayout layout, String origin, String doubt) {
        PageRoot root =
                PageRoot.read(new ProcessMemory(space, layout.pointerSize()), layout, handle);
        String note =
                "blocks without pages of their own are in heap " + Addresses.hex(root.normalHeap());
        return new HeapRoot(
                handle,
                PAGE_HEAP,
                name,
                layout.architecture(),
                layout.name(),
                origin,
                Status.PRESENT,
                doubt.isEmpty() ? note : doubt + "; " + note);
    }

    /**
     * The layout of a heap that was found.
     *
     * @param root the heap
     * @param context its process
     * @return the layout
     * @throws IllegalArgumentException when there is no such layout
     */
    static PageHeapLayout layout(HeapRoot root, DecodeContext context) {
        return PageHeapLayout.candidates(context, root.architecture()).stream()
                .filter(layout -> layout.name().equals(root.layout()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no layout " + root.layout() + " of a page heap"));
    }
}
