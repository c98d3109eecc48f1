package org.cairn.ui.internal.details;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.Store;
import org.cairn.system.ProcessImage;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Place;
import org.cairn.ui.internal.address.PlaceProcess;
import org.cairn.ui.internal.address.Whereabouts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that is known of a place. Used on background threads. */
final class PlaceDetails {
    private static final String DECODING =
            "The blocks are not decoded yet; owners, sums and headers are shown when they are.";

    private final DumpSession dump;
    private final Analysis analysis;
    private final Progress progress;

    PlaceDetails(DumpSession dump, Analysis analysis, Progress progress) {
        this.dump = dump;
        this.analysis = analysis;
        this.progress = progress;
    }

    /** The sections, the most telling first. */
    List<Section> of(Place place) throws IOException {
        Optional<Store> store = dump.store();
        if (store.isEmpty()) {
            return undecoded(place);
        }
        Store blocks = store.get();
        return switch (place.focus()) {
            case DUMP -> new DumpSections(analysis, progress).sections();
            case HEAP -> heap(blocks, place);
            case SEGMENT -> segment(blocks, place);
            case OWNER -> new OwnerSections(analysis, blocks, progress).of(place.owner().orElse(0));
            case BLOCK, ADDRESS -> address(blocks, place);
        };
    }

    private List<Section> undecoded(Place place) throws IOException {
        List<Section> sections = new ArrayList<>();
        switch (place.focus()) {
            case HEAP, SEGMENT ->
                    dump.heaps().stream()
                            .filter(heap -> heap.id() == place.heap().orElse(0))
                            .forEach(heap -> sections.add(HeapSections.root(heap.root())));
            case BLOCK, ADDRESS -> sections.add(outside(place));
            case DUMP, OWNER -> sections.addAll(new DumpSections(analysis, progress).sections());
        }
        sections.add(
                Section.saying(
                        "Blocks",
                        dump.state() == DumpSession.State.NOT_DECODED
                                ? "The blocks are not decoded. " + dump.message()
                                : DECODING));
        return sections;
    }

    private List<Section> heap(Store store, Place place) throws IOException {
        return new HeapSections(analysis, store, progress).of(place.heap().orElse(0));
    }

    private List<Section> segment(Store store, Place place) throws IOException {
        HeapSections heaps = new HeapSections(analysis, store, progress);
        List<Section> sections = new ArrayList<>();
        if (place.segment().isPresent()) {
            sections.addAll(heaps.ofSegment(place.segment().get()));
        }
        sections.addAll(heaps.of(place.heap().orElse(0)));
        return sections;
    }

    private List<Section> address(Store store, Place place) throws IOException {
        if (place.block().isPresent()) {
            Block block = place.block().get();
            List<Section> sections =
                    new ArrayList<>(
                            new BlockSections(analysis, store, progress)
                                    .of(block, place.address()));
            sections.addAll(records(place.address().orElse(block.address())));
            return sections;
        }
        List<Section> sections = new ArrayList<>();
        sections.add(outside(place));
        sections.add(
                new BlockSections(analysis, store, progress)
                        .neighbours(
                                store.blockAt(
                                        place.address().orElse(0),
                                        Optional.of(PlaceProcess.heaps(dump, process(place))),
                                        progress)));
        sections.addAll(records(place.address().orElse(0)));
        return sections;
    }

    private List<Section> records(long address) {
        return RecordSections.of(analysis.system().processes(), address);
    }

    private Section outside(Place place) throws IOException {
        long address = place.address().orElse(0);
        return new Section.Form("Address " + Addresses.hex(address))
                .add("lies", Whereabouts.in(process(place), address))
                .end();
    }

    private ProcessImage process(Place place) throws IOException {
        List<ProcessImage> processes = analysis.system().processes();
        if (processes.isEmpty()) {
            throw new IOException("no address space was recognised in the dump");
        }
        return processes.get(PlaceProcess.of(dump, place).orElse(0));
    }
}
