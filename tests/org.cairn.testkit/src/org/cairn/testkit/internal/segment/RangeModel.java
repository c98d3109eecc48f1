package org.cairn.testkit.internal.segment;

import org.eclipse.jdt.annotation.Nullable;

/**
 * A page range of a segment.
 *
 * @param first its first unit
 * @param units its length
 * @param use what it is in use for
 * @param requested bytes that the caller asked for, of a block
 * @param vs what it is divided into
 * @param lfh what it is divided into
 */
record RangeModel(
        int first,
        int units,
        Use use,
        long requested,
        @Nullable VsModel vs,
        @Nullable LfhModel lfh) {
    enum Use {
        FREE,
        BACKEND,
        VS,
        LFH
    }

    static RangeModel free(int first, int units) {
        return new RangeModel(first, units, Use.FREE, 0, null, null);
    }
}
