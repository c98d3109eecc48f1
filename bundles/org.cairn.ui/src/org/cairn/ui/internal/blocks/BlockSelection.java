package org.cairn.ui.internal.blocks;

import org.cairn.analysis.filter.Filter;
import org.cairn.store.BlockOrder;
import org.cairn.store.BlockQuery;
import org.cairn.store.OwnerCondition;
import org.cairn.store.TableQuery.Order;
import org.cairn.ui.internal.tables.Scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The blocks of a scope in the words of the store.
 *
 * @param scope which blocks
 * @param filter its terms, understood
 */
record BlockSelection(Scope scope, Filter filter) {
    /** The blocks in order. */
    BlockQuery query(Optional<Order> order) {
        BlockQuery query =
                BlockQuery.ALL.orderedBy(
                        order.map(BlockSelection::order).orElse(BlockOrder.ASCENDING));
        if (scope.heap().isPresent()) {
            query = query.inHeaps(List.of(scope.heap().getAsInt()));
        }
        if (scope.owner().isPresent()) {
            query = query.ownedBy(scope.owner().getAsInt());
        }
        Optional<String> condition = condition();
        return condition.isPresent() ? query.where(condition.get()) : query;
    }

    /** What the store has no field for: segment and terms. */
    private Optional<String> condition() {
        List<String> all = new ArrayList<>();
        scope.segment().ifPresent(segment -> all.add("segment_id = " + segment.id()));
        filter.where().ifPresent(all::add);
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", all));
    }

    private static BlockOrder order(Order order) {
        return new BlockOrder(
                BlockOrder.By.valueOf(order.column().toUpperCase(Locale.ROOT)), order.descending());
    }

    /** A query for the sum of the sizes of all of them, in bytes. */
    String bytes() {
        StringJoiner where = new StringJoiner(" and ", " where ", "").setEmptyValue("");
        scope.heap().ifPresent(heap -> where.add("heap_id = " + heap));
        Optional<String> condition = condition();
        scope.owner()
                .ifPresent(
                        owner ->
                                where.add(
                                        condition.isPresent()
                                                ? OwnerCondition.of(owner)
                                                : OwnerCondition.ofTable(owner)));
        condition.ifPresent(where::add);
        return "select least(coalesce("
                + (condition.isPresent() ? "sum(size)" : "sum(bytes)")
                + ", 0), 18446744073709551615)::ubigint from "
                + (condition.isPresent() ? "blocks" : "block_total")
                + where;
    }
}
