package org.cairn.heap.windows.internal.page;

import org.cairn.memory.Structure;

/**
 * Offsets in {@code _DPH_BLOCK_INFORMATION}, which stands directly before a block's data.
 *
 * @param bytes size of the structure
 * @param startStamp of {@code StartStamp}
 * @param heap of {@code Heap}
 * @param requested of {@code RequestedSize}
 * @param actual of {@code ActualSize}
 * @param trace of {@code StackTrace}
 * @param endStamp of {@code EndStamp}
 */
record InformationFields(
        int bytes, int startStamp, int heap, int requested, int actual, int trace, int endStamp) {
    static InformationFields bind(Structure information) {
        return new InformationFields(
                information.size(),
                information.offset("StartStamp"),
                information.offset("Heap"),
                information.offset("RequestedSize"),
                information.offset("ActualSize"),
                information.offset("StackTrace"),
                information.offset("EndStamp"));
    }
}
