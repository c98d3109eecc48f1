package org.cairn.pool.windows.internal.layout;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.Optional;

/**
 * The structures of page-walked pools in one build.
 *
 * @param table where they are from
 * @param pointerSize 4 or 8 bytes
 * @param header {@code _POOL_HEADER}
 * @param descriptor {@code _POOL_DESCRIPTOR}
 * @param bigPages an entry of the big-page table
 * @param tracker an entry of the tag table
 * @param lookaside {@code _GENERAL_LOOKASIDE}
 * @param stamped whether parked blocks and charged processes are combined with a cookie, as since 8
 */
public record PoolLayout(
        TypeTable table,
        int pointerSize,
        PoolHeader header,
        Optional<Structure> descriptor,
        Optional<Structure> bigPages,
        Optional<Structure> tracker,
        Optional<Structure> lookaside,
        boolean stamped) {
    private static final int WINDOWS_8 = 9200;

    /**
     * Binds the structures.
     *
     * @param table of one build
     * @return empty when the table does not have the header
     */
    public static Optional<PoolLayout> bind(TypeTable table) {
        return PoolHeader.bind(table)
                .map(
                        header ->
                                new PoolLayout(
                                        table,
                                        table.id().architecture().pointerSize(),
                                        header,
                                        table.find("_POOL_DESCRIPTOR"),
                                        table.find("_POOL_TRACKER_BIG_PAGES"),
                                        table.find("_POOL_TRACKER_TABLE"),
                                        table.find("_GENERAL_LOOKASIDE"),
                                        table.id().build() >= WINDOWS_8));
    }

    /**
     * The same structures with the header of Windows 2000, whose other structures are not known.
     *
     * @return a layout for that version
     */
    public PoolLayout as2000() {
        return new PoolLayout(
                table,
                pointerSize,
                PoolHeader.windows2000(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The offset of a field that some versions do not have, or -1. */
    public static int offset(Optional<Structure> structure, String name) {
        return structure
                .flatMap(known -> known.find(name))
                .map(Field::offset)
                .orElse(-1)
                .intValue();
    }
}
