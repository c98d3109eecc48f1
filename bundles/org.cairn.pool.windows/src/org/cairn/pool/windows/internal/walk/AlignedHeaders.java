package org.cairn.pool.windows.internal.walk;

import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;

/**
 * Headers of cache-aligned blocks in segment pools. Such a block may have two: {@code PreviousSize}
 * of the second one leads back to the first, both have the same tag.
 */
final class AlignedHeaders {
    private AlignedHeaders() {}

    /**
     * Where the user data of a block begins.
     *
     * @param header of this version
     * @param memory with the block
     * @param at address of its first header
     * @param end where the block ends
     * @return the address behind its last header
     */
    static long behind(PoolHeader header, KernelMemory memory, long at, long end) {
        int type = header.type(memory.u32(at));
        int tag = memory.u32(at + PoolHeader.TAG);
        for (long second = at + header.bytes();
                (type & TypeCode.CACHE_ALIGNED) != 0
                        && Long.compareUnsigned(second + header.bytes(), end) < 0
                        && second - at <= PoolHeader.PAGE / header.unit();
                second += header.unit()) {
            int back = header.previousSize().get(memory.u32(second)) * header.unit();
            if (back == second - at && memory.u32(second + PoolHeader.TAG) == tag) {
                return second + header.bytes();
            }
        }
        return at + header.bytes();
    }
}
