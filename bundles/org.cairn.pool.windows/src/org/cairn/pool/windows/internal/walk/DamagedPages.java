package org.cairn.pool.windows.internal.walk;

import org.cairn.pool.windows.internal.kernel.PoolRange;
import org.cairn.pool.windows.internal.layout.PoolHeader;

/**
 * Recognises pages of small blocks of which headers are damaged, in ranges that the kernel names as
 * a pool: there less proves a page than elsewhere. For one thread.
 */
final class DamagedPages {
    private static final int PAGE = PoolHeader.PAGE;

    private final PoolPage page;
    private final PageJudge judge;
    private final BlockProofs proofs;
    private final ListedSizes sizes;
    private final boolean named;

    /**
     * Prepares.
     *
     * @param named whether the kernel names the ranges; else only what is in a page counts
     */
    DamagedPages(
            PoolPage page, PageJudge judge, BlockProofs proofs, ListedSizes sizes, boolean named) {
        this.sizes = sizes;
        this.page = page;
        this.judge = judge;
        this.proofs = proofs;
        this.named = named;
    }

    /**
     * Whether a page that is not covered by blocks was once.
     *
     * @param address of the page
     * @param range that it lies in
     */
    boolean hold(long address, PoolRange range) {
        boolean isDamaged = judge.isDamaged(address);
        return named && page.isPresent()
                ? sizes.holdPage() || isProven(isDamaged, range)
                : isDamaged;
    }

    /**
     * Whether two headers agree and a list leads to one of their blocks. A page that does not begin
     * like a free one is proven, too, when two headers at its beginning agree, one there leads
     * through most of it, or all that is damaged in it is one header, behind which blocks lead to
     * the end of the page.
     */
    private boolean isProven(boolean isDamaged, PoolRange range) {
        page.copy();
        boolean isLink = isLink(range);
        page.follow(0, 0);
        int damaged = page.end();
        int blocks = page.count();
        int sound = judge.sound();
        boolean isLed = sound > 0 && (blocks > 1 || judge.leadsFar());
        boolean isListed = proofs.isListed(page);
        if (blocks > 0 && sizes.isLinked(damaged)) {
            isListed = true;
            blocks++;
        }
        int next = page.follow(damaged, -1) ? damaged : judge.resume(damaged);
        boolean isNamed = false;
        if (next < PAGE) {
            isNamed = next == damaged || judge.names(next, damaged);
            blocks += page.count();
            sound += judge.sound();
            isListed |= proofs.isListed(page);
        }
        return isListed && blocks > 1
                || !isLink && (isDamaged || isLed || isNamed && blocks > 1 && sound > 0);
    }

    /**
     * Whether the page may be a free one, which begins with a link to the next, or with none. What
     * follows the link is left, and no block at the beginning of a page has a tag of zero.
     */
    private boolean isLink(PoolRange range) {
        long pointer = page.pointerAt(0);
        boolean hasTag = page.header().pointerSize() > PoolHeader.TAG || page.tagAt(0) != 0;
        return pointer == 0 ? hasTag : pointer % PAGE == 0 && range.holds(pointer);
    }
}
