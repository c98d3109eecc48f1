package org.cairn.dump.windows.internal;

import org.cairn.dump.DumpRegion;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Absence;
import org.cairn.memory.Field;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The regions of {@code MINIDUMP_MEMORY_INFO_LIST}, and what they say about memory that is not in
 * the dump.
 *
 * @param regions in the list's order
 * @param complete whether the list describes the whole address space
 */
record MemoryMap(List<DumpRegion> regions, boolean complete) {
    /** More regions are not taken; the rest of the address space is then not described. */
    static final int MAX_REGIONS = 1 << 20;

    /** Of a dump without a list. */
    static final MemoryMap NONE = new MemoryMap(List.of(), false);

    private static final Structure LIST = MinidumpFormat.MINIDUMP_MEMORY_INFO_LIST;
    private static final Structure INFO = MinidumpFormat.MINIDUMP_MEMORY_INFO;
    private static final Field BASE = INFO.field("BaseAddress");
    private static final Field ALLOCATION_BASE = INFO.field("AllocationBase");
    private static final Field SIZE = INFO.field("RegionSize");
    private static final Field STATE = INFO.field("State");
    private static final Field PROTECT = INFO.field("Protect");
    private static final Field TYPE = INFO.field("Type");

    static MemoryMap read(StreamPart part, Remarks remarks) {
        return read(EntryTable.sized(part, LIST, INFO, MAX_REGIONS, remarks));
    }

    /**
     * Windows lists the free regions, too ({@code VirtualQuery} from 0 to the end), so that what
     * the list leaves out does not exist. A tool that reduced a dump may keep some regions only;
     * then the list has no free ones, and the rest is unknown.
     */
    private static MemoryMap read(EntryTable table) {
        List<DumpRegion> regions = new ArrayList<>();
        Map<Long, String> protections = new HashMap<>();
        boolean free = false;
        for (long i = 0; i < table.count(); i++) {
            MemorySegment bytes = table.bytes();
            long at = table.at(i);
            long start = BASE.get(bytes, at);
            long size = SIZE.get(bytes, at);
            if (size == 0) {
                continue;
            }
            String state = RegionTerms.state(STATE.get(bytes, at));
            free |= state.equals(RegionTerms.FREE);
            regions.add(
                    new DumpRegion(
                            start,
                            Ranges.last(start, size),
                            ALLOCATION_BASE.get(bytes, at),
                            state,
                            protections.computeIfAbsent(
                                    PROTECT.get(bytes, at), RegionTerms::protection),
                            RegionTerms.kind(TYPE.get(bytes, at))));
        }
        return new MemoryMap(regions, free && table.complete());
    }

    /** The reason for addresses that neither the memory nor {@link #describe} covers. */
    Absence elsewhere() {
        return complete ? Absence.UNMAPPED : Absence.NOT_CAPTURED;
    }

    /** Adds the reasons that differ from {@link #elsewhere()}; neighbours become one. */
    void describe(SparseMemory.Builder memory) {
        Absence why = complete ? Absence.NOT_CAPTURED : Absence.UNMAPPED;
        Stretches stretches = new Stretches((first, last, _) -> memory.absent(first, last, why));
        for (DumpRegion region : regions) {
            if (existed(region) == complete) {
                stretches.add(region.start(), region.last());
            }
        }
        stretches.flush();
    }

    private static boolean existed(DumpRegion region) {
        return !region.state().equals(RegionTerms.FREE)
                && !region.state().equals(RegionTerms.RESERVE);
    }
}
