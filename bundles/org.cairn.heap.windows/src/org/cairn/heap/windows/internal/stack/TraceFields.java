package org.cairn.heap.windows.internal.stack;

import org.cairn.heap.DecodeContext;
import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;
import org.cairn.system.SystemImage;
import org.cairn.types.TypeTable;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Offsets in {@code _RTL_STACK_TRACE_ENTRY} and in {@code _RTL_TRACE_BLOCK}. Those that are used
 * are the same in ntdll of 7 SP1 x86 (7601) and, for their pointer size, of 10 1607 x64 (14393).
 *
 * @param pointerSize 4 or 8 bytes
 * @param index of {@code Index}
 * @param depth of {@code Depth}
 * @param frames of {@code BackTrace}
 * @param blockDepth of {@code _RTL_TRACE_BLOCK.Size}
 * @param blockTrace of {@code _RTL_TRACE_BLOCK.Trace}
 */
public record TraceFields(
        int pointerSize, int index, int depth, int frames, int blockDepth, int blockTrace) {
    private static final String ENTRY = "_RTL_STACK_TRACE_ENTRY";
    private static final String BLOCK = "_RTL_TRACE_BLOCK";

    /**
     * Binds the fields from the best table that has them.
     *
     * @param context whose tables are taken
     * @param architecture of the structures
     * @return the fields, or empty when no table has them
     */
    public static Optional<TraceFields> bind(DecodeContext context, Architecture architecture) {
        return table(context, architecture, ENTRY, BLOCK).map(TraceFields::bind);
    }

    /**
     * The best table of an architecture that has some structures of ntdll.
     *
     * @param context whose tables are taken
     * @param architecture of the structures
     * @param types their names
     * @return the table, or empty when none has all of them
     */
    public static Optional<TypeTable> table(
            DecodeContext context, Architecture architecture, String... types) {
        SystemImage system = context.system();
        return context
                .types()
                .catalog()
                .candidates(system.family(), system.build(), architecture)
                .stream()
                .filter(table -> Stream.of(types).allMatch(type -> table.find(type).isPresent()))
                .findFirst();
    }

    private static TraceFields bind(TypeTable table) {
        Structure entry = table.structure(ENTRY);
        Structure block = table.structure(BLOCK);
        return new TraceFields(
                table.id().architecture().pointerSize(),
                entry.offset("Index"),
                entry.offset("Depth"),
                entry.offset("BackTrace"),
                block.offset("Size"),
                block.offset("Trace"));
    }
}
