package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Addresses;
import org.cairn.pool.windows.internal.kernel.Parked;

/**
 * Blocks that a list of the pool leads to must hold the stamp of parked blocks, where the kernel
 * has one. Lists of drivers hold blocks that are not freed for the pool and have none.
 */
final class ListedStamps {
    private final Stamp stamp;
    private final Parked parked;
    private final Outliers onLookasides = new Outliers();
    private final Outliers deferred = new Outliers();

    ListedStamps(Stamp stamp, Parked parked) {
        this.stamp = stamp;
        this.parked = parked;
    }

    /** Takes a block on a lookaside list. */
    void onLookaside(PoolPage page, int offset, int word) {
        if (!parked.isOfDriver(page.address() + offset + page.header().bytes())) {
            take(page, offset, word, onLookasides);
        }
    }

    /** Takes a block on a list of deferred frees. */
    void deferred(PoolPage page, int offset, int word) {
        take(page, offset, word, deferred);
    }

    private void take(PoolPage page, int offset, int word, Outliers outliers) {
        long block = page.address() + offset;
        if (!stamp.belongsInto(page.header(), word)) {
            return;
        }
        if (stamp.isParked(page, offset, word, block)) {
            outliers.keep();
        } else {
            int slot = Stamp.slot(page.header());
            outliers.add(block, block + slot, page.pointerAt(offset + slot));
        }
    }

    /** Tells what is wrong, when all blocks were taken. */
    void close(PoolReport report) {
        onLookasides.close(outlier -> tell(outlier, "lookaside list", report));
        deferred.close(outlier -> tell(outlier, "list of deferred frees", report));
    }

    private void tell(Outliers.Outlier outlier, String list, PoolReport report) {
        if (!report.hasTold(outlier.block())) {
            report.tell(
                    PoolRule.STAMP,
                    outlier.place(),
                    "block "
                            + Addresses.hex(outlier.block())
                            + " waits on a "
                            + list
                            + ", but its stamp is broken",
                    Addresses.hex(stamp.of(outlier.block())),
                    Addresses.hex(outlier.actual()));
        }
    }
}
