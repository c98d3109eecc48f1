package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Structure;
import org.cairn.pool.windows.internal.kernel.PoolKernel;

/** The tag table ({@code PoolTrackTable}): counts of allocations and bytes by tag. */
final class TagTable {
    /** The number of entries of a table whose size is not known: as many as tables begin with. */
    private static final long USUAL_ENTRIES = 0x801;

    private TagTable() {}

    /** The number of bytes that the first table takes up. */
    static long bytes(PoolKernel kernel) {
        long entries = kernel.value("PoolTrackTableSize");
        long size = kernel.layout().tracker().map(Structure::size).orElse(0);
        return (entries == 0 ? USUAL_ENTRIES : entries & 0xff_ffff) * size;
    }
}
