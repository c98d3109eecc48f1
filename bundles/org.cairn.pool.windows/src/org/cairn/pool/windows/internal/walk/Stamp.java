package org.cairn.pool.windows.internal.walk;

import org.cairn.pool.windows.internal.kernel.Addresses64;
import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;

import java.util.HashMap;
import java.util.Map;

/**
 * What kernels from 8 to 1809 leave behind in a block that waits on a lookaside or deferred list:
 * {@code ExpPoolQuotaCookie} combined with the address of the header by XOR; on x64 in the place of
 * the charged process, on x86 in the first word of the user data. A block that is charged to a
 * process has the process there, combined in the same way.
 */
public final class Stamp {
    private static final int VOTERS = 1000;

    private final boolean known;
    private final long cookie;
    private final long mask;

    private Stamp(boolean known, long cookie, long mask) {
        this.known = known;
        this.cookie = cookie;
        this.mask = mask;
    }

    /**
     * The stamp of a kernel; none where there is no cookie or it is not known. Where its variable
     * is not known, blocks of which the lists say that they are parked tell it.
     *
     * @param kernel the kernel
     * @param parked blocks on its lists
     */
    public static Stamp of(PoolKernel kernel, Parked parked) {
        boolean wide = kernel.layout().pointerSize() == Long.BYTES;
        long mask = wide ? -1L : 0xffff_ffffL;
        if (!kernel.layout().stamped()) {
            return new Stamp(false, 0, mask);
        }
        long variable = kernel.value("ExpPoolQuotaCookie");
        long cookie = variable != 0 ? variable : vote(kernel, parked.lookaside());
        return new Stamp(cookie != 0, cookie, mask);
    }

    /** What most of the parked blocks hold, but no fewer than two. */
    private static long vote(PoolKernel kernel, Addresses64 blocks) {
        PoolHeader header = kernel.layout().header();
        Map<Long, Integer> votes = new HashMap<>();
        long best = 0;
        for (int i = 0; i < Math.min(blocks.size(), VOTERS); i++) {
            long block = blocks.get(i) - header.bytes();
            long cookie = kernel.memory().pointer(block + slot(header)) ^ block;
            int count = votes.merge(cookie, 1, Integer::sum);
            if (count >= 2 && count >= votes.getOrDefault(best, 0)) {
                best = cookie;
            }
        }
        return best;
    }

    private static int slot(PoolHeader header) {
        return header.processBilled() >= 0 ? header.processBilled() : header.bytes();
    }

    /** Whether a block in use by its header waits on a list. */
    boolean isParked(PoolPage page, int offset, int word, long block) {
        if (!known || (page.header().type(word) & TypeCode.QUOTA) != 0) {
            return false;
        }
        PoolHeader header = page.header();
        int slot = slot(header);
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
