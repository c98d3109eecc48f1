package org.cairn.testkit;

import org.cairn.memory.Architecture;
import org.cairn.memory.Field;

import java.util.ArrayList;
import java.util.List;

/**
 * The database of recorded call stacks of a synthetic process, {@code _STACK_TRACE_DATABASE}:
 * records from below, the array of their addresses from above. Offsets are those of ntdll of 7 SP1
 * x86 and of 10 1607 x64.
 */
public final class StackDatabaseWriter {
    private static final long SIZE = 0x2_0000;
    private static final long FIRST_RECORD = 0x400;

    private final SyntheticMemory memory;
    private final boolean wide;
    private final int pointer;
    private final long base;
    private final List<Long> records = new ArrayList<>();
    private long next;

    /**
     * Makes a database.
     *
     * @param memory of the process
     * @param architecture of its structures
     * @param hint where to reserve it, or above
     */
    public StackDatabaseWriter(SyntheticMemory memory, Architecture architecture, long hint) {
        this.memory = memory;
        wide = architecture == Architecture.X64;
        pointer = architecture.pointerSize();
        base = memory.reserve(hint, SIZE);
        memory.commit(base, SIZE);
        next = base + FIRST_RECORD;
        set(wide ? 0xb8 : 0x64, pointer, base + SIZE);
    }

    /**
     * Records a stack, with {@code Depth} for the number of frames.
     *
     * @param frames return addresses, the innermost first
     * @return its number, counted from 1
     */
    public int record(long... frames) {
        int index = records.size() + 1;
        records.add(next);
        long at = next - base;
        set(at + (wide ? 0xc : 8), Short.BYTES, index);
        set(at + (wide ? 0xe : 0xa), Short.BYTES, frames.length);
        for (int i = 0; i < frames.length; i++) {
            set(at + (wide ? 0x10 : 0xc) + (long) i * pointer, pointer, frames[i]);
        }
        next += 0x10 + (frames.length + 1L) * pointer + Long.BYTES & -Long.BYTES;
        set(SIZE - (long) index * pointer, pointer, base + at);
        set(wide ? 0xb4 : 0x60, Integer.BYTES, index);
        return index;
    }

    /**
     * Where a record lies.
     *
     * @param index its number
     * @return its address
     */
    public long address(int index) {
        return records.get(index - 1);
    }

    private void set(long offset, int size, long value) {
        memory.set(base + offset, new Field("field", "u", 0, size), value);
    }
}
