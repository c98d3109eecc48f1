package org.cairn.ui.internal.owners;

import org.cairn.store.OwnerCondition;
import org.cairn.store.TableQuery;
import org.cairn.ui.internal.tables.Scope;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The owners of a scope in the words of the store. */
final class OwnerQuery {
    /** The columns of {@link TableQuery#OWNERS} for one heap: shares are of its busy bytes. */
    private static final String IN_HEAP =
            "select h.owner, h.kind, h.key, count, bytes, user_bytes,"
                    + " bytes::double / nullif(sum(bytes) over (), 0)::double as share,"
                    + " free_count, free_bytes, o.description,"
                    + " h.confidence::enum('hint', 'strong', 'certain') as confidence,"
                    + " o.evidence, owner_id"
                    + " from heap_owners h left join owner o using (owner_id) where h.heap_id = %d"
                    + " and (owner_id is not null or count > 0)"
                    + " order by bytes desc, owner, owner_id";

    /** The kinds of owner that a dump has. */
    static final String KINDS = "select distinct kind from owner order by kind";

    private OwnerQuery() {}

    /** The owners, greatest first. */
    static TableQuery of(Scope scope, Optional<String> terms) {
        OptionalInt heap = scope.heap();
        TableQuery query =
                heap.isPresent()
                        ? TableQuery.of(IN_HEAP.formatted(heap.getAsInt()))
                        : TableQuery.OWNERS;
        List<String> conditions =
                Stream.concat(scope.kind().map(OwnerQuery::kind).stream(), terms.stream()).toList();
        return conditions.isEmpty()
                ? query
                : query.where("(" + String.join(") and (", conditions) + ")");
    }

    private static String kind(String kind) {
        return "kind = '" + kind.replace("'", "''") + "'";
    }

    /** How the row of an owner is found. */
    static String condition(long owner) {
        return OwnerCondition.of(owner);
    }
}
