package org.cairn.types.internal;

import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeTable;

import java.util.Comparator;

/**
 * The order of {@link TypeCatalog#candidates}: the build itself, the nearest builds before it,
 * later builds; then other families; then tables without a build. Tables that differ in nothing of
 * this are equal, their order is the caller's.
 */
public final class CandidateOrder {
    private CandidateOrder() {}

    /**
     * The order for a system.
     *
     * @param family the system's family
     * @param build its build number, 0 when unknown
     * @return the order, best first
     */
    public static Comparator<TypeTable.Id> of(String family, int build) {
        return Comparator.comparing((TypeTable.Id id) -> id.build() == 0)
                .thenComparing(id -> !id.family().equals(family))
                .thenComparing(id -> id.build() > build)
                .thenComparing(id -> Math.abs((long) id.build() - build));
    }
}
