package org.cairn.heap.windows.internal.debug;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.stack.TraceOwners;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the heap keeps of a free in the last bytes of a free block with flag 2: {@code
 * _HEAP_FREE_ENTRY_EXTRA} (public symbols of the kernels), the number of the recorded stack of the
 * free among it.
 */
final class FreeEntryExtra {
    private static final String TYPE = "_HEAP_FREE_ENTRY_EXTRA";
    private static final String STACK = "FreeBackTraceIndex";

    /** The structure in all versions: two words. */
    static final int BYTES = Integer.BYTES;

    private final ProcessMemory memory;
    private final Optional<Structure> type;
    private final Optional<TraceOwners> traces;

    /**
     * Prepares for a heap.
     *
     * @param context its process
     * @param architecture of the heap
     * @param types the table that the heap's layout comes from
     * @param traces reads stacks, where it is known how they are recorded
     */
    FreeEntryExtra(
            DecodeContext context,
            Architecture architecture,
            TypeTable types,
            Optional<TraceOwners> traces) {
        this.memory = new ProcessMemory(context.space(), architecture.pointerSize());
        this.type = types.find(TYPE).filter(found -> found.size() == BYTES);
        this.traces = traces;
    }

    /**
     * The stack of the free of a block.
     *
     * @param end the first address behind the block
     * @return its places, the innermost first, or nothing when it was not recorded
     */
    String stack(long end) {
        return type.flatMap(found -> found.find(STACK)).map(field -> stack(end, field)).orElse("");
    }

    private String stack(long end, Field field) {
        int index = memory.u16(end - BYTES + field.offset(), 0);
        return traces.flatMap(known -> known.stackOfIndex(index)).orElse("");
    }

    /**
     * Shows the structure.
     *
     * @param end the first address behind a block that has it
     * @return its fields, empty when it is absent
     */
    List<FieldValue> fields(long end) {
        List<FieldValue> fields = new ArrayList<>();
        if (type.isPresent() && memory.isPresent(end - BYTES, BYTES)) {
            for (Field field : type.get().fields()) {
                long at = end - BYTES + field.offset();
                String value = Integer.toString(memory.u16(at, 0));
                boolean stack = field.name().equals(STACK);
                fields.add(
                        new FieldValue(
                                TYPE + "." + field.name(),
                                at,
                                field.size(),
                                memory.hex(at, field.size()),
                                stack ? (value + " " + stack(end)).strip() : value));
            }
        }
        return fields;
    }
}
