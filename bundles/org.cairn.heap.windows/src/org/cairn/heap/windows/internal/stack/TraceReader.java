package org.cairn.heap.windows.internal.stack;

import org.cairn.heap.windows.internal.owner.ModuleTable;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;

/**
 * Reads recorded call stacks. Two numbers of {@code _RTL_STACK_TRACE_ENTRY} have been seen to hold
 * the number of frames, {@code Depth} and {@code Index}, and page heap may point to a {@code
 * _RTL_TRACE_BLOCK} instead; so a reading is accepted only when its frames are addresses of code:
 * the first one in a module, and at least as many in modules as elsewhere.
 */
public final class TraceReader {
    /** Elements of {@code BackTrace}. */
    public static final int MAX_FRAMES = 32;

    private static final long[] NONE = {};

    private final TraceFields fields;
    private final ModuleTable modules;
    private final MemoryCursor cursor;

    /**
     * Prepares for a process.
     *
     * @param space its memory
     * @param fields where stacks keep what
     * @param modules its modules
     */
    public TraceReader(AddressSpace space, TraceFields fields, ModuleTable modules) {
        this.fields = fields;
        this.modules = modules;
        this.cursor = space.cursor();
    }

    /**
     * Reads a stack.
     *
     * @param address of what may be its record
     * @return the return addresses, the innermost first; empty when there is no stack
     */
    public long[] read(long address) {
        if (address == 0 || (address & fields.pointerSize() - 1) != 0) {
            return NONE;
        }
        long[] frames = frames(address + fields.frames(), depth(address + fields.depth()));
        if (frames.length == 0) {
            frames = frames(address + fields.frames(), depth(address + fields.index()));
        }
        if (frames.length == 0
                && cursor.seek(address + fields.blockTrace(), fields.pointerSize())) {
            long trace = cursor.pointer(0, fields.pointerSize());
            frames = frames(trace, depth(address + fields.blockDepth()));
        }
        return frames;
    }

    /** {@code Index}, which numbers the record in its database, or 0 when it is absent. */
    int index(long address) {
        return depth(address + fields.index());
    }

    private int depth(long address) {
        return cursor.seek(address, Short.BYTES) ? cursor.u16(0) : 0;
    }

    private long[] frames(long address, int depth) {
        int size = fields.pointerSize();
        if (depth < 1 || depth > MAX_FRAMES || !cursor.seek(address, (long) depth * size)) {
            return NONE;
        }
        long[] frames = new long[depth];
        int inModules = 0;
        for (int i = 0; i < depth; i++) {
            frames[i] = cursor.pointer((long) i * size, size);
            inModules += modules.find(frames[i]) >= 0 ? 1 : 0;
        }
        return modules.find(frames[0]) >= 0 && 2 * inModules >= depth ? frames : NONE;
    }
}
