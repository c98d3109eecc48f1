package org.cairn.heap.windows.internal.page;

import org.cairn.heap.windows.internal.memory.ProcessMemory;

/**
 * What {@code _DPH_HEAP_ROOT} says, one page behind the heap's handle.
 *
 * @param handle what callers know the heap by
 * @param address of the structure
 * @param lock {@code HeapCritSect}, in a page of its own
 * @param normalHeap {@code NormalHeap}, the NT heap for small or unguarded blocks
 * @param underrun whether guard pages lie before blocks
 */
record PageRoot(long handle, long address, long lock, long normalHeap, boolean underrun) {
    static PageRoot read(ProcessMemory memory, PageHeapLayout layout, long handle) {
        long address = handle + PageHeapLayout.PAGE;
        RootFields fields = layout.root();
        return new PageRoot(
                handle,
                address,
                memory.pointer(address + fields.lock(), 0),
                memory.pointer(address + fields.normalHeap(), 0),
                (memory.u32(address + fields.extraFlags(), 0) & RootFields.CHECK_UNDERRUN) != 0);
    }

    /** Whether a heap with this handle begins with the root's signature. */
    static boolean isSigned(ProcessMemory memory, long handle) {
        return memory.u32(handle + PageHeapLayout.PAGE, 0) == RootFields.SIGNATURE;
    }
}
