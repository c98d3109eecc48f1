package org.cairn.heap.windows.internal.stack;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.windows.internal.memory.Reservations;
import org.cairn.memory.MemoryCursor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The database of recorded stacks, {@code _STACK_TRACE_DATABASE}, which lies at the beginning of a
 * reservation of its own. It is found without symbols and whatever its version by its own evidence:
 * a pointer {@code EntryIndexArray} behind a number of entries, such that the array, which grows
 * downward, leads to records that carry their own numbers.
 */
final class StackDatabase {
    /** Where {@code EntryIndexArray} may lie; 7 SP1 x86 has it at 0x64, 10 1607 x64 at 0xb8. */
    private static final int FIRST_OFFSET = 0x20;

    private static final int LAST_OFFSET = 0x100;
    private static final long MAX_BYTES = 1L << 31;
    private static final int MAX_INDEX = 0xffff;

    private final MemoryCursor cursor;
    private final TraceReader reader;
    private final int pointerSize;
    private final long array;

    private StackDatabase(DecodeContext context, TraceFields fields, TraceReader reader, long at) {
        this.cursor = context.space().cursor();
        this.reader = reader;
        this.pointerSize = fields.pointerSize();
        this.array = at;
    }

    static Optional<StackDatabase> find(
            DecodeContext context, TraceFields fields, TraceReader reader) {
        List<StackDatabase> found = new ArrayList<>();
        Reservations.visit(
                context.space(),
                context.progress(),
                base -> {
                    at(base, context, fields, reader).ifPresent(found::add);
                    return found.isEmpty();
                });
        return found.stream().findFirst();
    }

    private static Optional<StackDatabase> at(
            long base, DecodeContext context, TraceFields fields, TraceReader reader) {
        MemoryCursor cursor = context.space().cursor();
        int size = fields.pointerSize();
        for (int offset = FIRST_OFFSET; offset < LAST_OFFSET; offset += size) {
            if (!cursor.seek(base + offset - Integer.BYTES, size + Integer.BYTES)) {
                return Optional.empty();
            }
            long entries = cursor.u32(0);
            StackDatabase database =
                    new StackDatabase(context, fields, reader, cursor.pointer(Integer.BYTES, size));
            if (database.isPlausible(base, entries)) {
                return Optional.of(database);
            }
        }
        return Optional.empty();
    }

    private boolean isPlausible(long base, long entries) {
        long last = Math.min(entries, MAX_INDEX);
        return last > 0
                && (array & pointerSize - 1) == 0
                && Long.compareUnsigned(array - base, MAX_BYTES) < 0
                && trace(1).isPresent()
                && trace((int) last).isPresent();
    }

    /** The record with a number, when it is there and carries that number. */
    OptionalLong trace(int index) {
        long slot = array - (long) index * pointerSize;
        if (index == 0 || !cursor.seek(slot, pointerSize)) {
            return OptionalLong.empty();
        }
        long trace = cursor.pointer(0, pointerSize);
        return reader.index(trace) == index && reader.read(trace).length > 0
                ? OptionalLong.of(trace)
                : OptionalLong.empty();
    }
}
