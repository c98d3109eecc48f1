package org.cairn.pool.windows.internal.walk;

import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;

import java.util.OptionalLong;

/**
 * What kernels from 8 to 1809 leave behind in a block that waits on a lookaside or deferred list:
 * {@code ExpPoolQuotaCookie} combined with the address of the header by XOR; on x64 in the place of
 * the charged process, on x86 in the first word of the user data. A block that is charged to a
 * process has the process there, combined in the same way.
 */
public final class Stamp {
    private final boolean known;
    private final long cookie;
    private final long mask;

    private Stamp(boolean known, long cookie, long mask) {
        this.known = known;
        this.cookie = cookie;
        this.mask = mask;
    }

    /** The stamp of a kernel; none where there is no cookie or it is not known. */
    public static Stamp of(PoolKernel kernel) {
        OptionalLong variable = kernel.address("ExpPoolQuotaCookie");
        boolean wide = kernel.layout().pointerSize() == Long.BYTES;
        long cookie = kernel.value("ExpPoolQuotaCookie");
        return new Stamp(
                kernel.layout().stamped() && variable.isPresent() && cookie != 0,
                cookie,
                wide ? -1L : 0xffff_ffffL);
    }

    /** Whether a block in use by its header waits on a list. */
    boolean isParked(PoolPage page, int offset, int word, long block) {
        if (!known || (page.header().type(word) & TypeCode.QUOTA) != 0) {
            return false;
        }
        PoolHeader header = page.header();
        int slot = header.processBilled() >= 0 ? header.processBilled() : header.bytes();
        return header.size(word) > slot && (page.pointerAt(offset + slot) ^ block) == cookie;
    }

    /**
     * The process that is charged for a block.
     *
     * @param stored what the header holds
     * @param block address of the header
     * @return the address of the process object
     */
    public long process(long stored, long block) {
        return known ? (stored ^ cookie ^ block) & mask : stored;
    }

    /** Whether the cookie is known. */
    public boolean isKnown() {
        return known;
    }
}
