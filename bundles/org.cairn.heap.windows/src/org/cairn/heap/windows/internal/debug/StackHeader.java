package org.cairn.heap.windows.internal.debug;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.memory.MemoryCursor;

/**
 * What stands before the data of a block whose call stack was recorded (gflags +ust), from Vista
 * on: a unit that begins with a pointer to the {@code _RTL_STACK_TRACE_ENTRY}, then a {@code
 * _HEAP_EXTENDED_ENTRY} with {@code FunctionIndex} 1, {@code ContextValue} 0, {@code
 * UnusedBytesLength}, {@code EntryOffset} 2 (units back to the block's own entry) and {@code
 * ExtendedBlockSignature} 5. So an open-source reader of dumps reads it; it was not seen by us,
 * hence all of these numbers are demanded.
 */
final class StackHeader {
    private static final int UNITS = 2;
    private static final int FUNCTION = 0;
    private static final int CONTEXT = 2;
    private static final int UNUSED = 4;
    private static final int MARK = 6;
    private static final int FUNCTION_INDEX = 1;

    /** {@code EntryOffset} 2 and {@code ExtendedBlockSignature} 5, as one word. */
    private static final int SIGNED = 0x0502;

    private final MemoryCursor cursor;
    private final int unit;
    private final int compact;
    private final int pointerSize;
    private final boolean possible;
    private long trace;
    private int unused;

    StackHeader(MemoryCursor cursor, HeapLayout layout) {
        this.cursor = cursor;
        this.unit = layout.unit();
        this.compact = layout.entry().compact();
        this.pointerSize = layout.pointerSize();
        this.possible = layout.family() == Family.NT6;
    }

    /**
     * Looks at a block.
     *
     * @param user where its data would begin without such a header
     * @param size of the block
     * @return whether the header is there
     */
    boolean seek(long user, long size) {
        if (!possible
                || size < (UNITS + 1L) * unit
                || !cursor.seek(user + unit + compact, EntryFormat.HEADER_BYTES)
                || cursor.u16(MARK) != SIGNED
                || cursor.u16(FUNCTION) != FUNCTION_INDEX
                || cursor.u16(CONTEXT) != 0) {
            return false;
        }
        unused = cursor.u16(UNUSED);
        boolean plausible = unused <= size && unused + compact >= (UNITS + 1) * unit;
        if (!plausible || !cursor.seek(user, pointerSize)) {
            return false;
        }
        trace = cursor.pointer(0, pointerSize);
        return true;
    }

    /** The address of the recorded stack, after {@link #seek} said yes. */
    long trace() {
        return trace;
    }

    /** The bytes of the block that the caller did not ask for, after {@link #seek} said yes. */
    int unused() {
        return unused;
    }

    /** The bytes of the header. */
    int bytes() {
        return UNITS * unit;
    }
}
