package org.cairn.heap.windows.internal.segment.locate;

import org.cairn.heap.windows.internal.locate.LayoutFit;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.ContextFields;
import org.cairn.heap.windows.internal.segment.layout.RootFields;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.memory.SegmentContext;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;

/**
 * Compares what stands at an address with one layout of {@code _SEGMENT_HEAP}. All layouts have the
 * signature at the same place, so that the pointers of the contexts back to the heap and its
 * allocators decide. Values that are absent count neither for nor against a layout.
 */
public final class SegmentProbe {
    private final ProcessMemory memory;
    private final SegmentLayout layout;
    private final long heap;
    private boolean fits = true;
    private boolean there = true;
    private int score;
    private String misfit = "";

    private SegmentProbe(AddressSpace space, SegmentLayout layout, long heap) {
        this.memory = new ProcessMemory(space, layout.pointerSize());
        this.layout = layout;
        this.heap = heap;
    }

    /**
     * Compares.
     *
     * @param space holds the heap
     * @param layout to try
     * @param heap address of the heap
     * @return how well the layout fits
     */
    public static LayoutFit probe(AddressSpace space, SegmentLayout layout, long heap) {
        SegmentProbe probe = new SegmentProbe(space, layout, heap);
        long signature = probe.signature();
        probe.require(signature == RootFields.SIGNATURE, misfit(signature));
        probe.others();
        return new LayoutFit(probe.fits, probe.score, probe.misfit);
    }

    /**
     * Compares all but the signature, for a heap that the system lists although its signature is
     * another one: all the rest must be there and right.
     *
     * @param space holds the heap
     * @param layout to try
     * @param heap address of the heap
     * @return how well the layout fits; that of a heap has the signature as its only misfit
     */
    public static LayoutFit probeUnsigned(AddressSpace space, SegmentLayout layout, long heap) {
        SegmentProbe probe = new SegmentProbe(space, layout, heap);
        long signature = probe.signature();
        probe.others();
        boolean confirmed = probe.fits && probe.there && probe.misfit.isEmpty();
        return new LayoutFit(confirmed, probe.score, misfit(signature));
    }

    private long signature() {
        return memory.u32(heap + layout.root().signature(), RootFields.SIGNATURE);
    }

    private static String misfit(long signature) {
        return "_SEGMENT_HEAP.Signature is " + Addresses.hex(signature);
    }

    private void others() {
        for (SegmentContext context : SegmentContext.read(memory, layout, heap)) {
            context(context);
        }
        bases();
    }

    private void context(SegmentContext context) {
        String name = "context " + context.index() + " at " + Addresses.hex(context.address());
        ContextFields fields = layout.context();
        RootFields root = layout.root();
        if (fields.describesUnits()) {
            int right =
                    points(context.address() + fields.heap(), heap)
                            + points(
                                    context.address() + fields.vsContext(), heap + root.vsContext())
                            + points(
                                    context.address() + fields.lfhContext(),
                                    heap + root.lfhContext());
            require(right > 0, name + " does not point back to the heap");
            check(right == 3, name + ".Heap, .VsContext and .LfhContext");
            check(!context.assumed(), name + ".SegmentMask and .UnitShift");
        }
        if (memory.isPresent(context.listHead(), 2 * memory.pointerSize())) {
            long first = memory.pointerAt(0);
            there &= memory.isPresent(first, 2 * memory.pointerSize());
            long back = memory.pointer(first + memory.pointerSize(), context.listHead());
            boolean linked = first != 0 && back == context.listHead();
            if (fields.describesUnits()) {
                check(linked, name + ".SegmentListHead");
            } else {
                require(linked, name + ".SegmentListHead does not lead back");
            }
        } else {
            there = false;
        }
    }

    /** 1 when a pointer is as it must be, or absent. */
    private int points(long at, long target) {
        return memory.pointer(at, target) == target ? 1 : 0;
    }

    private void bases() {
        RootFields root = layout.root();
        if (memory.isPresent(heap, root.bytes())) {
            long allocated = memory.pointerAt(root.allocatedBase()) - heap;
            long uncommitted = memory.pointerAt(root.uncommittedBase()) - heap;
            long limit = memory.pointerAt(root.reservedLimit()) - heap;
            check(
                    allocated >= root.bytes() && allocated <= uncommitted && uncommitted <= limit,
                    "AllocatedBase, UncommittedBase and ReservedLimit");
        } else {
            there = false;
        }
    }

    private void require(boolean right, String what) {
        if (!right) {
            fits = false;
            misfit = misfit.isEmpty() ? what : misfit;
        }
    }

    private void check(boolean right, String what) {
        score += right ? 1 : -1;
        if (!right && misfit.isEmpty()) {
            misfit = what + " do not fit";
        }
    }
}
