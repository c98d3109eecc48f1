package org.cairn.store;

/**
 * The blocks of an owner in SQL. An owner whose blocks are not all equally sure has several
 * numbers; each of them stands for all, as in the view {@code owners}.
 */
public final class OwnerCondition {
    private static final String SAME =
            "list_contains((select list(s.owner_id) from same_owner s join same_owner o"
                    + " using (first_id) where o.owner_id = %d), owner_id)";

    private OwnerCondition() {}

    /**
     * A condition on the column {@code owner_id} of a view.
     *
     * @param owner number of the owner, 0 for blocks of unknown owner
     * @return SQL
     */
    public static String of(long owner) {
        return owner == 0 ? "owner_id is null" : SAME.formatted(owner);
    }

    /**
     * The same of a table, where 0 stands for an unknown owner.
     *
     * @param owner number of the owner, 0 for blocks of unknown owner
     * @return SQL
     */
    public static String ofTable(long owner) {
        return owner == 0 ? "owner_id = 0" : SAME.formatted(owner);
    }
}
