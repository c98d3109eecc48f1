package org.cairn.pool.windows.internal.walk;

import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;

/** What the lists of a pool tell of the blocks of the page that was read last. */
final class ListProofs implements BlockProofs {
    private final ListedSizes sizes;
    private final Parked parked;
    private final PoolHeader header;
    private final boolean paged;

    ListProofs(ListedSizes sizes, Parked parked, PoolHeader header, boolean paged) {
        this.sizes = sizes;
        this.parked = parked;
        this.header = header;
        this.paged = paged;
    }

    @Override
    public int listed(int block) {
        return sizes.bytes(block);
    }

    @Override
    public boolean isListed(PoolPage page) {
        for (int i = 0; i < page.count(); i++) {
            long user = page.address() + page.offset(i) + header.bytes();
            boolean listed =
                    header.isFree(page.word(i))
                            ? hasRoom(header.size(page.word(i))) && sizes.isLinked(page.offset(i))
                            : parked.lookaside().contains(user) || parked.deferred().contains(user);
            if (listed) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isMissing(int block, int bytes) {
        return hasRoom(bytes) && sizes.isKnown() && !sizes.isLinked(block);
    }

    @Override
    public boolean isOwn(int type) {
        return (type & TypeCode.PAGED) != 0 == paged;
    }

    private boolean hasRoom(int bytes) {
        return bytes >= header.bytes() + 2 * header.pointerSize();
    }
}
