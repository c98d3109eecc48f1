package org.cairn.ui.internal.owners;

import org.eclipse.jdt.annotation.Nullable;

import java.math.BigInteger;

/**
 * Who holds how much.
 *
 * @param id number of the owner, 0 for blocks of unknown owner
 * @param owner name, empty when unknown
 * @param kind what kind of owner it is, empty when unknown
 * @param key what identifies it within its kind
 * @param count number of busy blocks
 * @param bytes their sizes, unsigned
 * @param userBytes what of that is for callers, unsigned
 * @param share of the bytes of all busy blocks, 0 to 1
 * @param freeCount number of free blocks that still name the owner
 * @param freeBytes their sizes, unsigned
 * @param confidence how sure that is, empty when unknown
 * @param description what is known of the owner
 * @param evidence what in the dump says so
 */
record OwnerRow(
        int id,
        String owner,
        String kind,
        String key,
        long count,
        long bytes,
        long userBytes,
        double share,
        long freeCount,
        long freeBytes,
        String confidence,
        String description,
        String evidence) {
    private static final String UNKNOWN = "(unknown)";

    /** The name for people. */
    String label() {
        return id == 0 ? UNKNOWN : owner;
    }

    /** Makes a row of the values of {@link OwnerQuery}, in its order. */
    static OwnerRow of(@Nullable Object[] values) {
        return new OwnerRow(
                (int) number(values[12]),
                text(values[0]),
                text(values[1]),
                text(values[2]),
                number(values[3]),
                number(values[4]),
                number(values[5]),
                values[6] instanceof Double share ? share : 0,
                number(values[7]),
                number(values[8]),
                text(values[10]),
                text(values[9]),
                text(values[11]));
    }

    private static long number(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case BigInteger number -> number.longValue();
            case null, default -> 0;
        };
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
