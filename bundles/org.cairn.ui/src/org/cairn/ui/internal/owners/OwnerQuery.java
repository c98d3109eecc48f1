package org.cairn.ui.internal.owners;

import org.cairn.store.TableQuery;
import org.cairn.ui.internal.tables.Scope;

import java.util.Optional;
import java.util.OptionalInt;

/** The owners of a scope in the words of the store. */
final class OwnerQuery {
    private static final String COLUMNS =
            "select owner, kind, key, count, bytes, user_bytes, share, free_count, free_bytes,"
                    + " description, confidence::enum('hint', 'strong', 'certain') as confidence,"
                    + " evidence, owner_id from ";

    /** The same for one heap: the shares are of the bytes of its busy blocks. */
    private static final String IN_HEAP =
            "(select h.owner, h.kind, h.key, count, bytes, user_bytes,"
                    + " bytes::double / nullif(sum(bytes) over (), 0)::double as share,"
                    + " free_count, free_bytes, o.description, o.confidence, o.evidence, owner_id"
                    + " from heap_owners h left join owner o using (owner_id) where h.heap_id = %d"
                    + " and (owner_id is not null or count > 0))";

    private OwnerQuery() {}

    /** The owners, greatest first. */
    static TableQuery of(Scope scope, Optional<String> terms) {
        OptionalInt heap = scope.heap();
        String from = heap.isPresent() ? IN_HEAP.formatted(heap.getAsInt()) : "owners";
        TableQuery query =
                TableQuery.of(
                        COLUMNS + from + kind(scope) + " order by bytes desc, owner, owner_id");
        return terms.isPresent() ? query.where(terms.get()) : query;
    }

    private static String kind(Scope scope) {
        return scope.kind()
                .map(kind -> " where kind = '" + kind.replace("'", "''") + "'")
                .orElse("");
    }

    /** How the row of an owner is found. */
    static String condition(long owner) {
        return owner == 0 ? "owner_id is null" : "owner_id = " + owner;
    }

    /** The kinds of owner that a dump has. */
    static final String KINDS = "select distinct kind from owner order by kind";
}
