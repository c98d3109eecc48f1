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
 * the charged process, on x86 in the first word of the user data. On x64 a block that is charged to
 * a process has the process there, combined in the same way; on x86 its last pointer is the process
 * as it is.
 */
public final class Stamp {
    private static final int VOTERS = 1000;

    private final boolean known;
    private final long cookie;
    private final long mask;
    private final boolean combined;

    /**
     * A stamp.
     *
     * @param known whether the cookie is known
     * @param cookie its value
     * @param mask the bits of a pointer
     * @param combined whether processes are combined with it, as in the header of x64 since 8
     */
    private Stamp(boolean known, long cookie, long mask, boolean combined) {
        this.known = known;
        this.cookie = cookie;
        this.mask = mask;
        this.combined = combined;
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
            return new Stamp(false, 0, mask, false);
        }
        long variable = kernel.value("ExpPoolQuotaCookie");
        long cookie = variable != 0 ? variable : vote(kernel, parked.lookaside());
        return new Stamp(cookie != 0, cookie, mask, wide);
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

    /** Offset of the stamp in a block. */
    static int slot(PoolHeader header) {
        return header.processBilled() >= 0 ? header.processBilled() : header.bytes();
    }

    /** Whether a block in use by its header waits on a list. */
    boolean isParked(PoolPage page, int offset, int word, long block) {
        return belongsInto(page.header(), word)
                && page.pointerAt(offset + slot(page.header())) == of(block);
    }

    /** Whether a block that is parked has a stamp, which is known. */
    boolean belongsInto(PoolHeader header, int word) {
        return known
                && (header.type(word) & TypeCode.QUOTA) == 0
                && header.size(word) > slot(header);
    }

    /** What a parked block holds. */
    long of(long block) {
        return (cookie ^ block) & mask;
    }

    /**
     * The process that is charged for a block.
     *
     * @param stored what the header holds
     * @param block address of the header
     * @return the address of the process object
     */
    public long process(long stored, long block) {
        return combined && known ? stored ^ cookie ^ block : stored;
    }

    /** Whether the process that is charged can be told: nothing that is not known hides it. */
    boolean tellsProcesses() {
        return known || !combined;
    }
}
