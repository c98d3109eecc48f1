package org.cairn.ui.internal.blocks;

import org.cairn.analysis.filter.Filter;
import org.cairn.analysis.filter.FilterColumns;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.store.Block;
import org.cairn.store.BlockQuery;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Place;
import org.cairn.ui.ViewIds;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.internal.tables.DataColumn;
import org.cairn.ui.internal.tables.Export;
import org.cairn.ui.internal.tables.Filters;
import org.cairn.ui.internal.tables.Pages;
import org.cairn.ui.internal.tables.PartAction;
import org.cairn.ui.internal.tables.Scope;
import org.cairn.ui.internal.tables.TablePart;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.PartInitException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The view of blocks: all of a heap, a segment or an owner, filtered by what people type. */
public final class BlocksView extends TablePart<Block> {
    private static final String HEX = "hex";

    private final BlockTable columns = new BlockTable();
    private final Asker marking = new Asker("the anomalies of blocks");
    private final Asker adding = new Asker("the sum of the sizes of blocks");
    private @Nullable Store known;
    private String bytes = "";

    @Override
    @NonNullByDefault({})
    public void init(IViewSite site, IMemento kept) throws PartInitException {
        super.init(site, kept);
        columns.setHex(kept != null && Boolean.TRUE.equals(kept.getBoolean(HEX)));
    }

    @Override
    @NonNullByDefault({})
    public void saveState(IMemento kept) {
        super.saveState(kept);
        kept.putBoolean(HEX, columns.isHex());
    }

    @Override
    protected void createControls(Composite parent) {
        super.createControls(parent);
        getViewSite()
                .getActionBars()
                .getMenuManager()
                .add(PartAction.check("Hexadecimal Sizes", columns.isHex(), this::setHex));
    }

    private void setHex(boolean hex) {
        columns.setHex(hex);
        table().redraw();
    }

    @Override
    protected String title() {
        return "Blocks";
    }

    @Override
    protected String hint() {
        return "size > 4096, owner = semstruc, text";
    }

    @Override
    protected List<DataColumn<Block>> columns() {
        return columns.columns();
    }

    @Override
    protected String counted(long rows) {
        return Numbers.counted(rows, "block", "blocks");
    }

    @Override
    protected Scope scope(Place place) {
        return Scope.ofBlocks(place);
    }

    @Override
    protected Filter filter(Store from, List<String> terms) throws StoreException {
        return Filters.of(
                terms,
                FilterColumns.BLOCKS,
                condition -> from.blocks(BlockQuery.ALL.where(condition)).close());
    }

    @Override
    protected Pages<Block> rows(Store from, Wish wish, Progress progress) throws StoreException {
        BlockSelection selection = new BlockSelection(wish.scope(), wish.filter());
        return new BlockPages(from.blocks(selection.query(wish.order())));
    }

    @Override
    protected void rowsShown(DumpSession dump, Store from, Scope scope, Filter filter) {
        bytes = "";
        String sum = new BlockSelection(scope, filter).bytes();
        adding.ask(dump, progress -> sum(from, sum, progress), this::added, _ -> added(""));
        if (from != known) {
            known = from;
            marking.ask(
                    dump,
                    progress -> BlockMarks.read(from, progress),
                    this::marked,
                    _ -> marked(new BlockMarks()));
        }
    }

    private static String sum(Store from, String sql, Progress progress) throws StoreException {
        try (Rows rows = from.query(progress, sql)) {
            return rows.next() ? Numbers.size(rows.number(0)) : "";
        }
    }

    private void added(String sum) {
        bytes = sum;
        summaryChanged();
    }

    private void marked(BlockMarks found) {
        columns.mark(found);
        if (!table().isDisposed()) {
            table().redraw();
        }
    }

    @Override
    protected String summary() {
        String count = super.summary();
        return count.isEmpty() || bytes.isEmpty() ? count : count + ", " + bytes;
    }

    @Override
    protected Optional<Export> parquet(DumpSession dump, Wish wish) {
        BlockQuery query = new BlockSelection(wish.scope(), wish.filter()).query(wish.order());
        return dump.analysis()
                .map(
                        analysis ->
                                (target, progress) ->
                                        analysis.exportParquet(query, target, progress));
    }

    @Override
    protected void keepTerms(DumpSession dump, List<String> terms) {
        dump.places().go(place -> place.withTerms(terms));
    }

    @Override
    protected void clearScope(DumpSession dump) {
        dump.places().go(place -> place.withoutOwner().withoutSegment().withoutHeap());
    }

    @Override
    protected void clearKind() {
        // Kinds are terms here.
        showAgain();
    }

    @Override
    protected OptionalLong key(Place place) {
        Optional<Block> block = place.block();
        return block.isPresent() ? OptionalLong.of(block.get().id()) : OptionalLong.empty();
    }

    @Override
    protected OptionalLong keyOf(Block row) {
        return OptionalLong.of(row.id());
    }

    @Override
    protected void choose(DumpSession dump, Block row) {
        dump.places().go(place -> place.atBlock(row));
    }

    @Override
    protected String target() {
        return ViewIds.MEMORY;
    }

    @Override
    protected OptionalLong address(Block row) {
        return OptionalLong.of(row.address());
    }

    @Override
    protected String hiddenNote() {
        return "The chosen block is hidden by the filters.";
    }

    @Override
    protected String emptyMessage(Scope scope) {
        return scope.terms().isEmpty() ? "No blocks." : "No block passes the filters.";
    }

    @Override
    protected void fillMenu(IMenuManager menu, DumpSession dump, Block row) {
        menu.add(PartAction.show(getSite(), "Go to Memory", ViewIds.MEMORY));
        menu.add(PartAction.show(getSite(), "Show Owner", ViewIds.OWNERS));
        menu.add(new Separator());
        menu.add(
                PartAction.of(
                        "Only Owner " + (row.ownerId() == 0 ? "Unknown" : row.owner()),
                        () -> dump.places().go(place -> place.atOwner(row.ownerId()))));
        menu.add(
                PartAction.of(
                        "Only Heap " + Addresses.hex(row.heap()),
                        () -> dump.places().go(place -> place.atHeap(row.heapId(), row.heap()))));
        menu.add(only(dump, "Only Kind " + row.kind(), Filters.equal("kind", row.kind())));
        menu.add(
                only(
                        dump,
                        "Only State " + row.state().label(),
                        Filters.equal("state", row.state().label())));
        menu.add(
                only(
                        dump,
                        "Only Size " + Numbers.grouped(row.size()),
                        "size = " + Long.toUnsignedString(row.size())));
    }

    private static PartAction only(DumpSession dump, String words, String term) {
        return PartAction.of(
                words,
                () ->
                        dump.places()
                                .go(
                                        place -> {
                                            List<String> terms = new ArrayList<>(place.terms());
                                            terms.add(term);
                                            return place.withTerms(
                                                    terms.stream().distinct().toList());
                                        }));
    }
}
