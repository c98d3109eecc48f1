package org.cairn.system.windows.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;
import org.eclipse.jdt.annotation.Nullable;

import java.util.function.Supplier;

/** The address space of a process, whose top table is read when the space is first used. */
final class ProcessSpace implements AddressSpace {
    private final Supplier<? extends AddressSpace> source;
    private volatile @Nullable AddressSpace made;

    ProcessSpace(Supplier<? extends AddressSpace> source) {
        this.source = source;
    }

    private AddressSpace space() {
        AddressSpace space = made;
        if (space == null) {
            space = source.get();
            made = space;
        }
        return space;
    }

    @Override
    public Run runAt(long address) {
        return space().runAt(address);
    }

    @Override
    public Iterable<Run.Mapped> mapped(long first, long last) {
        return space().mapped(first, last);
    }
}
