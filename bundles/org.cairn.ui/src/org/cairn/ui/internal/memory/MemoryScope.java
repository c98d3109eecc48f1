package org.cairn.ui.internal.memory;

import org.cairn.dump.DumpRegion;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.Unsigned;
import org.cairn.system.ProcessImage;
import org.cairn.ui.DumpSession;
import org.cairn.ui.internal.address.PlaceProcess;
import org.cairn.ui.internal.address.Whereabouts;
import org.cairn.ui.widgets.hex.ByteSelection;

import java.util.Optional;

/** The stretch around an address that belongs together: what a scroll bar is about. */
final class MemoryScope {
    private static final String SEGMENT =
            "select address, size from segment where heap_id = ? and address <= ?"
                    + " and ? - least(address, ?) < size order by size limit 1";

    private MemoryScope() {}

    /** The segment of a heap; without one the region; without one the bytes without a hole. */
    static ByteSelection around(
            DumpSession dump, ProcessImage process, long address, Progress progress)
            throws StoreException {
        Optional<Store> store = dump.store();
        if (store.isPresent()) {
            for (int heap : PlaceProcess.heaps(dump, process)) {
                Optional<ByteSelection> segment = segment(store.get(), heap, address, progress);
                if (segment.isPresent()) {
                    return segment.get();
                }
            }
        }
        return around(process, address, progress);
    }

    private static ByteSelection around(ProcessImage process, long address, Progress progress) {
        Optional<DumpRegion> region = Whereabouts.region(process, address);
        if (region.isPresent()) {
            return new ByteSelection(region.get().start(), region.get().last());
        }
        AddressSpace space = process.space();
        return new Stretches(space, progress).around(address);
    }

    private static Optional<ByteSelection> segment(
            Store store, int heap, long address, Progress progress) throws StoreException {
        Unsigned at = new Unsigned(address);
        try (Rows rows = store.query(progress, SEGMENT, heap, at, at, at)) {
            return rows.next() && rows.number(1) != 0
                    ? Optional.of(
                            new ByteSelection(rows.number(0), rows.number(0) + rows.number(1) - 1))
                    : Optional.empty();
        }
    }
}
