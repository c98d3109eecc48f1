package org.cairn.ui.internal.heaps;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Addresses;
import org.cairn.store.Store;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpView;
import org.cairn.ui.Place;
import org.cairn.ui.ViewIds;
import org.cairn.ui.internal.heaps.HeapTree.HeapNode;
import org.cairn.ui.internal.heaps.HeapTree.ProcessNode;
import org.cairn.ui.internal.heaps.HeapTree.SegmentNode;
import org.cairn.ui.internal.look.Icon;
import org.cairn.ui.internal.look.Look;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.internal.look.TextClipboard;
import org.cairn.ui.internal.tables.PartAction;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.jface.viewers.CellLabelProvider;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider.IStyledLabelProvider;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.viewers.SelectionChangedEvent;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.StyledString;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.TreeViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.ui.IWorkbenchActionConstants;

import java.util.List;
import java.util.Optional;

/** The view of heaps: a tree of the dump, its processes or its kernel, their heaps and segments. */
public final class HeapsView extends DumpView {
    private static final int EXPANDED_LEVELS = 3;

    /** In pixels; GTK complains when a title is narrower than its borders. */
    private static final int LEAST_REST = 16;

    private final Asker catalog = new Asker("the heaps");
    private @Nullable TreeViewer viewer;
    private @Nullable HeapContent content;
    private @Nullable DumpSession filled;
    private boolean following;

    @Override
    protected void createControls(Composite parent) {
        TreeViewer created =
                new TreeViewer(
                        parent, SWT.SINGLE | SWT.H_SCROLL | SWT.V_SCROLL | SWT.FULL_SELECTION);
        Tree tree = created.getTree();
        tree.setHeaderVisible(true);
        AccessibleName.set(tree, "Heaps");
        addColumns(created);
        HeapContent provider = new HeapContent(created);
        content = provider;
        created.setUseHashlookup(true);
        created.setContentProvider(provider);
        created.addSelectionChangedListener(this::chosen);
        // On GTK the texts beside a row that changes are drawn once more over themselves.
        created.addSelectionChangedListener(_ -> tree.redraw());
        viewer = created;
        Look.keepStylesFrom(tree);
        Look look = Look.ofWorkbench();
        look.follow(tree, () -> paint(created, look));
        MenuManager menu = new MenuManager();
        menu.setRemoveAllWhenShown(true);
        menu.addMenuListener(shown -> fillMenu(shown, created));
        tree.setMenu(menu.createContextMenu(tree));
        getSite().registerContextMenu(menu, created);
        getSite().setSelectionProvider(created);
    }

    private void fillMenu(IMenuManager menu, TreeViewer tree) {
        Object chosen = tree.getStructuredSelection().getFirstElement();
        if (chosen instanceof HeapNode || chosen instanceof SegmentNode) {
            menu.add(PartAction.show(getSite(), "Show Blocks", ViewIds.BLOCKS));
            menu.add(PartAction.show(getSite(), "Show Anomalies", ViewIds.ANOMALIES));
            menu.add(PartAction.show(getSite(), "Go to Memory", ViewIds.MEMORY));
            menu.add(new Separator());
            menu.add(PartAction.of("Copy Address", () -> TextClipboard.put(address(chosen))));
        }
        menu.add(new Separator(IWorkbenchActionConstants.MB_ADDITIONS));
    }

    private static String address(Object chosen) {
        return Addresses.hex(
                chosen instanceof SegmentNode segment
                        ? segment.range().address()
                        : ((HeapNode) chosen).root().address());
    }

    private static void paint(TreeViewer viewer, Look look) {
        Tree tree = viewer.getTree();
        tree.setBackground(look.color(Shade.BACKGROUND));
        tree.setForeground(look.color(Shade.TEXT));
        tree.setHeaderBackground(look.color(Shade.HEADER));
        tree.setHeaderForeground(look.color(Shade.HEADER_TEXT));
        if (viewer.getInput() != null) {
            viewer.refresh();
        }
    }

    private static void addColumns(TreeViewer viewer) {
        GC gc = new GC(viewer.getTree());
        for (HeapColumn column : HeapColumn.values()) {
            TreeViewerColumn made =
                    new TreeViewerColumn(viewer, column.isNumber() ? SWT.RIGHT : SWT.LEFT);
            made.getColumn().setText(column.title());
            made.getColumn().setWidth(column.width(gc));
            made.getColumn().setResizable(true);
            made.setLabelProvider(labels(column));
        }
        gc.dispose();
        // GTK gives the room that is left to the last column: to an empty one.
        TreeViewerColumn rest = new TreeViewerColumn(viewer, SWT.LEFT);
        rest.getColumn().setWidth(LEAST_REST);
        rest.getColumn().setResizable(false);
        rest.setLabelProvider(ColumnLabelProvider.createTextProvider(_ -> ""));
    }

    private static CellLabelProvider labels(HeapColumn column) {
        return new DelegatingStyledCellLabelProvider(new Labels(column));
    }

    @Override
    protected void showDump(@Nullable DumpSession dump) {
        TreeViewer shown = viewer;
        HeapContent provider = content;
        if (shown == null || provider == null) {
            return;
        }
        Optional<Analysis> analysis = dump == null ? Optional.empty() : dump.analysis();
        provider.use(dump);
        setContentDescription("");
        if (analysis.isEmpty() || dump != filled) {
            catalog.cancel();
            shown.setInput(null);
        }
        filled = dump;
        if (dump == null || analysis.isEmpty()) {
            return;
        }
        Optional<Store> store = dump.store();
        catalog.ask(
                dump,
                progress ->
                        store.isPresent()
                                ? HeapTree.of(dump.file(), analysis.get(), store.get(), progress)
                                : HeapTree.of(dump.file(), analysis.get(), dump.heaps()),
                tree -> fill(dump, tree),
                reason -> setContentDescription(reason));
    }

    private void fill(DumpSession dump, HeapTree tree) {
        TreeViewer shown = viewer;
        if (shown == null || shown.getControl().isDisposed()) {
            return;
        }
        shown.setInput(List.of(tree));
        shown.expandToLevel(EXPANDED_LEVELS);
        showPlace(dump, dump.places().now());
    }

    @Override
    protected void showPlace(DumpSession dump, Place place) {
        TreeViewer shown = viewer;
        HeapContent provider = content;
        if (shown == null || provider == null) {
            return;
        }
        Object element = provider.element(place);
        if (element == null || element.equals(shown.getStructuredSelection().getFirstElement())) {
            return;
        }
        following = true;
        shown.setSelection(new StructuredSelection(element), true);
        following = false;
    }

    private void chosen(SelectionChangedEvent event) {
        DumpSession dump = dump();
        IStructuredSelection selection = (IStructuredSelection) event.getSelection();
        if (following || dump == null || selection.isEmpty()) {
            return;
        }
        switch (selection.getFirstElement()) {
            case HeapNode heap ->
                    dump.places().go(place -> place.atHeap(heap.id(), heap.root().address()));
            case SegmentNode segment ->
                    dump.places()
                            .go(place -> place.atSegment(segment.heap().id(), segment.range()));
            case HeapTree _ -> dump.places().go(Place::atDump);
            default -> following = false;
        }
    }

    @Override
    public void setFocus() {
        TreeViewer shown = viewer;
        if (shown != null) {
            shown.getControl().setFocus();
        }
    }

    /** The texts of one column. */
    private static final class Labels extends LabelProvider implements IStyledLabelProvider {
        private final HeapColumn column;

        Labels(HeapColumn column) {
            this.column = column;
        }

        @Override
        @NonNullByDefault({})
        public StyledString getStyledText(Object element) {
            return column.text(element);
        }

        @Override
        @NonNullByDefault({})
        public Image getImage(Object element) {
            if (column != HeapColumn.NAME) {
                return null;
            }
            return switch (element) {
                case HeapTree _ -> Icon.DUMP.image();
                case ProcessNode _ -> Icon.PROCESS.image();
                case HeapNode _ -> Icon.HEAP.image();
                case SegmentNode _ -> Icon.SEGMENT.image();
                default -> null;
            };
        }
    }
}
