package org.cairn.heap.windows.internal.locate;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.SegmentFields;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.page.PageHeapFinder;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the heaps of a process. */
public final class HeapFinder {
    /** What a heap that can be decoded is called. */
    public static final String NT_HEAP = "NT heap";

    private static final String PROCESS_HEAP = "process heap";
    private static final String FOREIGN = "foreign heap";
    private static final int LISTED_IN_NOTE = 4;

    private final DecodeContext context;
    private final MemoryCursor cursor;
    private final Map<Architecture, Candidates<HeapLayout>> candidates =
            new EnumMap<>(Architecture.class);
    private final Map<Long, HeapRoot> roots = new LinkedHashMap<>();
    private final Map<Long, List<SignatureScan.Hit>> orphans = new LinkedHashMap<>();

    /**
     * Prepares for a process.
     *
     * @param context the process
     */
    public HeapFinder(DecodeContext context) {
        this.context = context;
        this.cursor = context.space().cursor();
    }

    /**
     * Finds the heaps that the system lists and those whose signature stands in memory.
     *
     * @return the listed ones first, in the system's order
     */
    public List<HeapRoot> find() {
        for (HeapList list : context.process().heapLists()) {
            for (long address : list.heaps()) {
                if (!roots.containsKey(address)
                        && !isSegmentHeap(list, address)
                        && !isPageHeap(list, address)) {
                    roots.put(address, listed(list, address));
                }
            }
        }
        List<SignatureScan.Hit> hits =
                new SignatureScan(context.process(), context.progress()).hits();
        for (SignatureScan.Hit hit : hits) {
            if (!roots.containsKey(hit.address())
                    && hit.signature() != HeapSignature.SEGMENT_HEAP) {
                scanned(hit);
            }
        }
        orphans.forEach(this::headless);
        return new ArrayList<>(roots.values());
    }

    /** Whether the handle is that of a page heap, which another decoder takes. */
    private boolean isPageHeap(HeapList list, long address) {
        return HeapSignature.read(cursor, address, list.architecture()) == HeapSignature.OTHER
                && PageHeapFinder.isSigned(context.space(), address);
    }

    private Candidates<HeapLayout> candidates(Architecture architecture) {
        return candidates.computeIfAbsent(
                architecture,
                key ->
                        new Candidates<>(
                                NT_HEAP, context.system(), context.types(), key, HeapLayout::bind));
    }

    private boolean isSegmentHeap(HeapList list, long address) {
        return HeapSignature.read(cursor, address, list.architecture())
                == HeapSignature.SEGMENT_HEAP;
    }

    private HeapRoot listed(HeapList list, long address) {
        Architecture architecture = list.architecture();
        boolean isDefault = list.defaultHeap().equals(OptionalLong.of(address));
        String name = isDefault ? PROCESS_HEAP : "";
        String origin = list.origin() + " lists it";
        int offset = HeapSignature.offset(architecture);
        if (!cursor.seek(address, offset + Integer.BYTES)) {
            String note = "header of the heap is absent: " + cursor.absence().label();
            return root(address, NT_HEAP, name, architecture, "", origin, Status.ABSENT, note);
        }
        HeapSignature signature = HeapSignature.read(cursor, address, architecture);
        Optional<HeapRoot> heap =
                decodable(address, name, architecture, origin)
                        .or(() -> unsigned(address, name, architecture, origin));
        if (heap.isPresent()) {
            return heap.get();
        }
        String note =
                signature == HeapSignature.OTHER
                        ? "no heap signature at +" + Addresses.hex(offset) + ": not decoded"
                        : misfit(signature, architecture);
        return root(address, FOREIGN, name, architecture, "", origin, Status.FOREIGN, note);
    }

    private Optional<HeapRoot> decodable(
            long address, String name, Architecture architecture, String origin) {
        return fitting(
                address,
                name,
                architecture,
                choice -> origin + "; " + choice.reason(),
                layout -> HeapProbe.probe(context.space(), layout, address));
    }

    /** A listed heap whose signatures are damaged. */
    private Optional<HeapRoot> unsigned(
            long address, String name, Architecture architecture, String origin) {
        return fitting(
                address,
                name,
                architecture,
                choice ->
                        origin
                                + "; layout "
                                + choice.table()
                                + " confirmed by extent and entries, not by the signatures",
                layout -> HeapProbe.probeUnsigned(context.space(), layout, address));
    }

    private Optional<HeapRoot> fitting(
            long address,
            String name,
            Architecture architecture,
            Function<LayoutChoice<HeapLayout>, String> origin,
            Function<HeapLayout, LayoutFit> probe) {
        Candidates<HeapLayout> known = candidates(architecture);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        return LayoutChoice.choose(address, known, probe, layout -> layout.heap().signature())
                .map(
                        choice ->
                                root(
                                        address,
                                        NT_HEAP,
                                        name,
                                        architecture,
                                        choice.table(),
                                        origin.apply(choice),
                                        Status.PRESENT,
                                        note(address, choice)));
    }

    private String note(long address, LayoutChoice<HeapLayout> choice) {
        HeapMemory memory = new HeapMemory(context.space(), choice.layout());
        List<String> notes = new ArrayList<>();
        if (!choice.doubt().isEmpty()) {
            notes.add(choice.doubt());
        }
        if (!memory.isPresent(address, HeapLayout.PAGE)) {
            notes.add("the page of its header is only partly in the dump");
        }
        return String.join("; ", notes);
    }

    private void scanned(SignatureScan.Hit hit) {
        long address = hit.address();
        Architecture architecture = hit.architecture();
        Candidates<HeapLayout> known = candidates(architecture);
        String origin =
                "signature at +" + Addresses.hex(HeapSignature.offset(architecture)) + " found";
        if (!known.isEmpty() && isFurtherSegment(hit, List.of(known.claimed()))) {
            return;
        }
        Optional<HeapRoot> heap = decodable(address, "", architecture, origin);
        if (heap.isPresent()) {
            roots.put(address, heap.get());
        } else if (hit.signature() == HeapSignature.SEGMENT
                && !isFurtherSegment(hit, known.all())) {
            roots.put(
                    address,
                    root(
                            address,
                            FOREIGN,
                            "",
                            architecture,
                            "",
                            origin,
                            Status.FOREIGN,
                            misfit(hit.signature(), architecture)));
        }
    }

    /**
     * Whether a segment belongs to a heap at another address. When that heap is not in the dump, it
     * is remembered with its segments.
     */
    private boolean isFurtherSegment(SignatureScan.Hit hit, List<HeapLayout> layouts) {
        for (HeapLayout layout : layouts) {
            SegmentFields fields = layout.segment();
            HeapMemory memory = new HeapMemory(context.space(), layout);
            long heap = memory.pointer(hit.address() + fields.heap(), 0);
            long base = memory.pointer(hit.address() + fields.baseAddress(), 0);
            long first = memory.pointer(hit.address() + fields.firstEntry(), 0);
            long last = memory.pointer(hit.address() + fields.lastValidEntry(), 0);
            if (hit.signature() == HeapSignature.SEGMENT
                    && heap != hit.address()
                    && heap != 0
                    && (heap & HeapLayout.RESERVATION - 1) == 0
                    && base == hit.address()
                    && Long.compareUnsigned(base, first) < 0
                    && Long.compareUnsigned(first, last) < 0) {
                if (!cursor.seek(heap, Integer.BYTES)) {
                    orphans.computeIfAbsent(heap, key -> new ArrayList<>()).add(hit);
                }
                return true;
            }
        }
        return false;
    }

    private void headless(long heap, List<SignatureScan.Hit> segments) {
        if (roots.containsKey(heap)) {
            return;
        }
        String names =
                segments.stream()
                        .limit(LISTED_IN_NOTE)
                        .map(hit -> Addresses.hex(hit.address()))
                        .collect(Collectors.joining(", "));
        cursor.seek(heap, Integer.BYTES);
        roots.put(
                heap,
                root(
                        heap,
                        NT_HEAP,
                        "",
                        segments.getFirst().architecture(),
                        "",
                        segments.size() + " segments name it: " + names,
                        Status.ABSENT,
                        "header of the heap is absent: " + cursor.absence().label()));
    }

    private String misfit(HeapSignature signature, Architecture architecture) {
        if (candidates(architecture).isEmpty()) {
            return "no type table for heaps of " + architecture.label() + ": not decoded";
        }
        String found = signature == HeapSignature.SEGMENT ? "segment" : "heap";
        return found
                + " signature "
                + Addresses.hex(signature.value())
                + ", but no _HEAP layout fits: foreign heap, not decoded";
    }

    private static HeapRoot root(
            long address,
            String kind,
            String name,
            Architecture architecture,
            String layout,
            String origin,
            Status status,
            String note) {
        return new HeapRoot(address, kind, name, architecture, layout, origin, status, note);
    }
}
