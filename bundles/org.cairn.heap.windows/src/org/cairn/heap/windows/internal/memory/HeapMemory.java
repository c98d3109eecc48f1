package org.cairn.heap.windows.internal.memory;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.memory.AddressSpace;

/** Reads single values of a heap whose layout is known. For one thread. */
public final class HeapMemory extends ProcessMemory {
    private final HeapLayout layout;
    private final int compact;

    /**
     * Prepares for a heap.
     *
     * @param space the memory of its process
     * @param layout of its structures
     */
    public HeapMemory(AddressSpace space, HeapLayout layout) {
        super(space, layout.pointerSize());
        this.layout = layout;
        this.compact = layout.entry().compact();
    }

    /** The layout of the heap. */
    public HeapLayout layout() {
        return layout;
    }

    /** Whether the header of an entry is there. */
    public boolean hasHeader(long entry) {
        return cursor.seek(entry + compact, EntryFormat.HEADER_BYTES);
    }

    /** The header as it is in memory; to be called after {@link #hasHeader} said yes. */
    public long rawHeader() {
        return cursor.u64(0);
    }
}
