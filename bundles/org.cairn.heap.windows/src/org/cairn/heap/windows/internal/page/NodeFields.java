package org.cairn.heap.windows.internal.page;

import org.cairn.memory.Structure;

/**
 * Offsets in {@code _DPH_HEAP_BLOCK}, a node; its links come first.
 *
 * @param bytes size of the structure
 * @param next of {@code pNextAlloc}
 * @param user of {@code pUserAllocation}
 * @param block of {@code pVirtualBlock}
 * @param blockSize of {@code nVirtualBlockSize}, the guard page included
 * @param accessSize of {@code nVirtualAccessSize}, without the guard page
 * @param requested of {@code nUserRequestedSize}
 * @param actual of {@code nUserActualSize}
 * @param trace of {@code StackTrace}
 */
record NodeFields(
        int bytes,
        int next,
        int user,
        int block,
        int blockSize,
        int accessSize,
        int requested,
        int actual,
        int trace) {
    static NodeFields bind(Structure node) {
        return new NodeFields(
                node.size(),
                node.offset("pNextAlloc"),
                node.offset("pUserAllocation"),
                node.offset("pVirtualBlock"),
                node.offset("nVirtualBlockSize"),
                node.offset("nVirtualAccessSize"),
                node.offset("nUserRequestedSize"),
                node.offset("nUserActualSize"),
                node.offset("StackTrace"));
    }
}
