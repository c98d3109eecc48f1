package org.cairn.ui.internal.anomalies;

import org.cairn.analysis.filter.Filter;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.TableQuery;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Place;
import org.cairn.ui.ViewIds;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.internal.tables.DataColumn;
import org.cairn.ui.internal.tables.Filters;
import org.cairn.ui.internal.tables.Pages;
import org.cairn.ui.internal.tables.PartAction;
import org.cairn.ui.internal.tables.RowPages;
import org.cairn.ui.internal.tables.Scope;
import org.cairn.ui.internal.tables.TablePart;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.Separator;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The view of what contradicts the formats and what rules conclude, worst first. */
public final class AnomaliesView extends TablePart<AnomalyRow> {
    private List<String> terms = List.of();

    @Override
    protected String title() {
        return "Anomalies";
    }

    @Override
    protected String hint() {
        return "severity = error, rule ~ checksum, text";
    }

    @Override
    protected List<DataColumn<AnomalyRow>> columns() {
        return AnomalyTable.columns();
    }

    @Override
    protected String counted(long rows) {
        return Numbers.counted(rows, "anomaly", "anomalies");
    }

    @Override
    protected Scope scope(Place place) {
        return Scope.inHeap(place).withTerms(terms);
    }

    @Override
    protected Filter filter(Store from, List<String> typed) throws StoreException {
        return Filters.of(typed, from, AnomalyQuery.ALL);
    }

    @Override
    protected Pages<AnomalyRow> rows(Store from, Wish wish, Progress progress)
            throws StoreException {
        TableQuery query = AnomalyQuery.of(wish.scope(), wish.filter().where());
        return new RowPages<>(
                from.table(wish.ordered(query)), AnomalyRow::of, key -> "id = " + key);
    }

    @Override
    protected void rowsShown(DumpSession dump, Store from, Scope scope, Filter filter) {
        // The rows say it all.
    }

    @Override
    protected void keepTerms(DumpSession dump, List<String> typed) {
        terms = typed;
        showAgain();
    }

    @Override
    protected void clearScope(DumpSession dump) {
        dump.places().go(place -> place.withoutSegment().withoutHeap());
    }

    @Override
    protected void clearKind() {
        // There are no kinds.
    }

    @Override
    protected OptionalLong key(Place place) {
        return OptionalLong.empty();
    }

    @Override
    protected OptionalLong keyOf(AnomalyRow row) {
        return OptionalLong.empty();
    }

    @Override
    protected void choose(DumpSession dump, AnomalyRow row) {
        row.address().ifPresent(dump.places()::goToAddress);
    }

    @Override
    protected String target() {
        return ViewIds.MEMORY;
    }

    @Override
    protected OptionalLong address(AnomalyRow row) {
        return row.address();
    }

    @Override
    protected String hiddenNote() {
        return "";
    }

    @Override
    protected String emptyMessage(Scope scope) {
        return scope.terms().isEmpty()
                ? scope.heap().isPresent() ? "No anomalies in this heap." : "No anomalies."
                : "No anomaly passes the filters.";
    }

    @Override
    protected void fillMenu(IMenuManager menu, DumpSession dump, AnomalyRow row) {
        if (row.address().isPresent()) {
            menu.add(PartAction.show(getSite(), "Go to Memory", ViewIds.MEMORY));
            menu.add(PartAction.show(getSite(), "Show Block", ViewIds.BLOCKS));
            menu.add(new Separator());
        }
        menu.add(only("Only Rule " + row.rule(), Filters.equal("rule", row.rule())));
        menu.add(
                only("Only Severity " + row.severity(), Filters.equal("severity", row.severity())));
        if (row.heap().isPresent()) {
            long heap = row.heap().getAsLong();
            menu.add(
                    PartAction.of(
                            "Only Heap " + Addresses.hex(heap),
                            () -> dump.places().go(place -> place.atHeap(row.heapId(), heap))));
        }
    }

    private PartAction only(String words, String term) {
        return PartAction.of(
                words,
                () -> {
                    List<String> all = new ArrayList<>(terms);
                    all.add(term);
                    terms = all.stream().distinct().toList();
                    showAgain();
                });
    }
}
