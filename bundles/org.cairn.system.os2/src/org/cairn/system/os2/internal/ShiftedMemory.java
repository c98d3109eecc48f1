package org.cairn.system.os2.internal;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;

/** Memory behind a header: address 0 is that of a later byte of the memory below. */
record ShiftedMemory(AddressSpace below, long header) implements AddressSpace {
    @Override
    public Run runAt(long address) {
        long last = -1L - header;
        if (Long.compareUnsigned(address, last) > 0) {
            return new Run.Absent(last + 1, -1L, Absence.NOT_CAPTURED);
        }
        Run run = below.runAt(address + header);
        boolean cut = Long.compareUnsigned(run.start(), header) < 0;
        long start = cut ? 0 : run.start() - header;
        long end = run.last() - header;
        return switch (run) {
            case Run.Mapped mapped ->
                    new Run.Mapped(
                            start,
                            end,
                            cut ? mapped.bytes().asSlice(header - run.start()) : mapped.bytes());
            case Run.Absent absent -> new Run.Absent(start, end, absent.why());
        };
    }
}
