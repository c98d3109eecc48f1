package org.cairn.heap.os2;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;
import org.cairn.memory.SparseMemory;

/** Several memories in one. */
final class Union implements AddressSpace {
    private final SparseMemory memory;

    Union(SparseMemory... parts) {
        SparseMemory.Builder builder = SparseMemory.builder(Absence.PAGED_OUT);
        for (SparseMemory part : parts) {
            for (Run run : part.runs()) {
                if (run instanceof Run.Mapped mapped) {
                    builder.bytes(mapped.start(), mapped.bytes());
                }
            }
        }
        memory = builder.build();
    }

    @Override
    public Run runAt(long address) {
        return memory.runAt(address);
    }
}
