package org.cairn.heap.windows.internal.segment.locate;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.heap.windows.internal.locate.Candidates;
import org.cairn.heap.windows.internal.locate.HeapSignature;
import org.cairn.heap.windows.internal.locate.LayoutChoice;
import org.cairn.heap.windows.internal.locate.LayoutFit;
import org.cairn.heap.windows.internal.locate.SignatureScan;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.memory.Addresses;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.system.ProcessImage.HeapList;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the segment heaps of a process: those that the system lists, and those with a signature.
 * One that is listed needs none when its contexts and the lists of its segments confirm it.
 */
public final class SegmentHeapFinder {
    /** What a segment heap is called. */
    public static final String SEGMENT_HEAP = "segment heap";

    private static final String PROCESS_HEAP = "process heap";

    private final DecodeContext context;
    private final MemoryCursor cursor;
    private final Map<Architecture, Candidates<SegmentLayout>> candidates =
            new EnumMap<>(Architecture.class);

    /**
     * Prepares for a process.
     *
     * @param context the process
     */
    public SegmentHeapFinder(DecodeContext context) {
        this.context = context;
        this.cursor = context.space().cursor();
    }

    /**
     * Finds the heaps.
     *
     * @return the listed ones first, in the system's order; one that no layout fits is foreign
     */
    public List<HeapRoot> find() {
        Map<Long, HeapRoot> roots = new LinkedHashMap<>();
        for (HeapList list : context.process().heapLists()) {
            for (long address : list.heaps()) {
                if (!roots.containsKey(address) && isHeap(address, list.architecture())) {
                    boolean first = list.defaultHeap().equals(OptionalLong.of(address));
                    roots.put(
                            address,
                            root(
                                    address,
                                    first ? PROCESS_HEAP : "",
                                    list.architecture(),
                                    list.origin() + " lists it"));
                }
            }
        }
        for (SignatureScan.Hit hit :
                new SignatureScan(context.process(), context.progress()).hits()) {
            if (hit.signature() == HeapSignature.SEGMENT_HEAP
                    && !roots.containsKey(hit.address())) {
                String offset = Addresses.hex(HeapSignature.offset(hit.architecture()));
                roots.put(
                        hit.address(),
                        root(
                                hit.address(),
                                "",
                                hit.architecture(),
                                "signature at +" + offset + " found"));
            }
        }
        return new ArrayList<>(roots.values());
    }

    /** Whether a heap that the system lists is a segment heap. */
    private boolean isHeap(long address, Architecture architecture) {
        return switch (HeapSignature.read(cursor, address, architecture)) {
            case SEGMENT_HEAP -> true;
            case OTHER -> isUnsigned(address, architecture);
            default -> false;
        };
    }

    private boolean isUnsigned(long address, Architecture architecture) {
        return candidates(architecture).all().stream()
                .anyMatch(
                        layout ->
                                SegmentProbe.probeUnsigned(context.space(), layout, address)
                                        .fits());
    }

    private Candidates<SegmentLayout> candidates(Architecture architecture) {
        return candidates.computeIfAbsent(
                architecture,
                key ->
                        new Candidates<>(
                                SEGMENT_HEAP,
                                context.system(),
                                context.types(),
                                key,
                                SegmentLayout::bind));
    }

    private LayoutFit fit(SegmentLayout layout, long address, boolean signed) {
        return signed
                ? SegmentProbe.probe(context.space(), layout, address)
                : SegmentProbe.probeUnsigned(context.space(), layout, address);
    }

    private static String reason(LayoutChoice<SegmentLayout> choice, boolean signed) {
        return signed
                ? choice.reason()
                : "layout "
                        + choice.table()
                        + " confirmed by contexts and lists, not by the signature";
    }

    /**
     * The heap at an address.
     *
     * @param address where one should be
     * @param architecture of its structures
     * @param origin who says so
     * @return foreign when no layout fits
     */
    public HeapRoot at(long address, Architecture architecture, String origin) {
        return root(address, "", architecture, origin);
    }

    private HeapRoot root(long address, String name, Architecture architecture, String origin) {
        Candidates<SegmentLayout> known = candidates(architecture);
        if (known.isEmpty()) {
            return foreign(
                    address,
                    name,
                    architecture,
                    origin,
                    "no type table for segment heaps of " + architecture.label() + ": not decoded");
        }
        boolean signed =
                HeapSignature.read(cursor, address, architecture) == HeapSignature.SEGMENT_HEAP;
        Optional<LayoutChoice<SegmentLayout>> choice =
                LayoutChoice.choose(
                        address,
                        known,
                        layout -> fit(layout, address, signed),
                        layout -> layout.root().signature());
        return choice.map(
                        chosen ->
                                new HeapRoot(
                                        address,
                                        SEGMENT_HEAP,
                                        name,
                                        architecture,
                                        chosen.table(),
                                        origin + "; " + reason(chosen, signed),
                                        Status.PRESENT,
                                        chosen.doubt()))
                .orElseGet(
                        () ->
                                foreign(
                                        address,
                                        name,
                                        architecture,
                                        origin,
                                        "segment heap signature, but no _SEGMENT_HEAP layout"
                                                + " fits: not decoded"));
    }

    private static HeapRoot foreign(
            long address, String name, Architecture architecture, String origin, String note) {
        return new HeapRoot(
                address, SEGMENT_HEAP, name, architecture, "", origin, Status.FOREIGN, note);
    }
}
