package org.cairn.pool.windows;

import org.cairn.heap.DecodeContext;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.types.ShippedTypes;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** Memory of a machine of which nothing else is known. */
final class BareMemory {
    private BareMemory() {}

    static AddressSpace of(byte[] bytes) {
        return SparseMemory.builder(Absence.NOT_CAPTURED)
                .bytes(0, MemorySegment.ofArray(bytes))
                .build();
    }

    static DecodeContext context(AddressSpace memory) {
        return context(memory, Optional.empty(), Progress.NONE);
    }

    static DecodeContext context(AddressSpace memory, Optional<String> layout, Progress progress) {
        ProcessImage process =
                ProcessImage.builder(0, "physical memory", Architecture.X64, memory).bare().build();
        return new DecodeContext(
                new SystemImage("", "unknown", 0, Optional.empty(), List.of(process), List.of()),
                process,
                new TypeChoice(new ShippedTypes(), layout),
                progress);
    }
}
