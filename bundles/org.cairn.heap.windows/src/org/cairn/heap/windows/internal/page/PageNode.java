package org.cairn.heap.windows.internal.page;

import org.cairn.heap.windows.internal.memory.ProcessMemory;

/**
 * A node of a page heap.
 *
 * @param address of its {@code _DPH_HEAP_BLOCK}
 * @param kind what it stands for
 * @param block {@code pVirtualBlock}, the first address of its range
 * @param size {@code nVirtualBlockSize}, the guard page included
 * @param access {@code nVirtualAccessSize}
 * @param user {@code pUserAllocation}
 * @param requested {@code nUserRequestedSize}
 * @param trace {@code StackTrace}
 */
record PageNode(
        long address,
        NodeKind kind,
        long block,
        long size,
        long access,
        long user,
        long requested,
        long trace) {
    /** Reads a node that is known to be there. */
    static PageNode read(ProcessMemory memory, NodeFields fields, long address, NodeKind kind) {
        return new PageNode(
                address,
                kind,
                memory.pointer(address + fields.block(), 0),
                memory.pointer(address + fields.blockSize(), 0),
                memory.pointer(address + fields.accessSize(), 0),
                memory.pointer(address + fields.user(), 0),
                memory.pointer(address + fields.requested(), 0),
                memory.pointer(address + fields.trace(), 0));
    }

    /** The first address behind its range. */
    long end() {
        return block + size;
    }

    /** Whether its range consists of whole pages. */
    boolean hasPages() {
        return ((block | size) & PageHeapLayout.PAGE - 1) == 0
                && size != 0
                && Long.compareUnsigned(block, block + size - 1) < 0;
    }

    /** Whether it has a block's data, within its range. */
    boolean hasData() {
        return kind == NodeKind.BUSY || kind == NodeKind.DELAYED;
    }

    /** Whether the data lie in the range. */
    boolean holdsData() {
        return Long.compareUnsigned(user - block, size) < 0
                && Long.compareUnsigned(requested, end() - user) <= 0
                && Long.compareUnsigned(access, size) <= 0;
    }
}
