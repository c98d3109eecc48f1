package org.cairn.ui.widgets.table;

import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.FontData;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import java.util.Arrays;
import java.util.List;

/**
 * A table of any number of rows, of which only the visible ones and a page around them exist. A row
 * is known by its rank, from 0. All methods are for the UI thread; none waits, and none takes
 * longer for more rows.
 *
 * <p>The table draws itself: its titles can be clicked (sorts), dragged (moves the column) and
 * dragged at their right edge (resizes; a double click fits). Selected are ranges of ranks, which
 * need not be there.
 *
 * @param <R> a row
 */
public final class PagedTable<R> extends Canvas {
    private static final String NAME = "name";

    private final TableState<R> state;
    private final TablePainter<R> painter;
    private final TableBars bars;
    private final TableListeners<R> listeners;

    /**
     * Is told of a row.
     *
     * @param <R> a row
     */
    @FunctionalInterface
    public interface RowListener<R> {
        /**
         * A row is meant.
         *
         * @param rank of the row, or -1 if there is none
         * @param row the row, or null if it is not there
         */
        void row(long rank, @Nullable R row);
    }

    /** Is told how rows are to be sorted. */
    @FunctionalInterface
    public interface SortListener {
        /**
         * A title was clicked; the table shows its arrow already. Expects another source to be set.
         */
        void sort(String columnId, boolean descending);
    }

    /** Is told which rows are seen. */
    @FunctionalInterface
    public interface VisibleListener {
        /** Other rows than before are seen at least in part. */
        void visible(long first, long last);
    }

    /**
     * An empty table.
     *
     * @param parent what it is put into
     * @param style SWT.SINGLE or SWT.MULTI, and what a canvas knows, such as SWT.BORDER
     * @param columns at least one, with different identifiers
     */
    public PagedTable(Composite parent, int style, List<TableColumn<R>> columns) {
        super(
                parent,
                style | SWT.V_SCROLL | SWT.H_SCROLL | SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND);
        Turns turns = new WidgetTurns(this);
        RowWindow<R> window = new RowWindow<>(turns, this::rowsCame);
        state = new TableState<>(columns, TableLook.of(this, systemPalette()), window);
        painter = new TablePainter<>(state);
        bars = new TableBars(this, state, turns);
        listeners = new TableListeners<>(state);
        bars.listen();
        boolean isMany = (style & SWT.MULTI) != 0;
        new HeaderMouse<>(this, state).listen();
        new RowMouse<>(this, state, isMany).listen();
        new RowKeys<>(this, state, isMany).listen();
        new TableTips<>(this, state).listen();
        new TableAccess<>(this, state).listen();
        addListener(SWT.Paint, this::paint);
        addListener(SWT.Resize, event -> arrange());
        addListener(SWT.FocusIn, event -> setHasFocus(true));
        addListener(SWT.FocusOut, event -> setHasFocus(false));
        addListener(SWT.Dispose, event -> window.cancel());
        arrange();
    }

    private TablePalette systemPalette() {
        FontData data = getFont().getFontData()[0];
        Font fixed = new Font(getDisplay(), "Monospace", data.getHeight(), SWT.NORMAL);
        addListener(SWT.Dispose, event -> fixed.dispose());
        return TablePalette.system(getDisplay(), getFont(), fixed);
    }

    /** Shows other rows from the first one on. Nothing is selected. */
    public void setSource(RowSource<R> source, long count) {
        state.window.setSource(source, count);
        state.selection.clear();
        state.viewport.moveTo(0);
        state.viewport.setCount(count);
        arrange();
        selectionChanged();
    }

    /** Says that there are more or fewer rows; those that are there stay as they are. */
    public void setCount(long count) {
        if (count == state.viewport.count()) {
            return;
        }
        state.viewport.setCount(count);
        state.window.setCount(count);
        arrange();
        if (state.selection.cutTo(count)) {
            selectionChanged();
        }
    }

    /** How many rows there are. */
    public long count() {
        return state.viewport.count();
    }

    /**
     * Asks for all visible rows again; the old ones stay until then. Position and selection stay as
     * well.
     */
    public void refresh() {
        state.window.renew();
        positionChanged();
    }

    /** Says why the table is empty; shown while it is. */
    public void setMessage(String words) {
        state.message = words;
        redraw();
    }

    /**
     * Says something of all rows, such as that they are not all; shown in a line at the bottom
     * unless empty.
     */
    public void setNote(String words) {
        state.note = words;
        arrange();
    }

    /** Takes other colours and fonts. Widths of columns stay as they are. */
    public void setPalette(TablePalette palette) {
        state.look = TableLook.of(this, palette);
        setBackground(palette.background());
        arrange();
    }

    /** Shows the arrow of the sorted column, or none for null; does not tell listeners. */
    public void setSort(@Nullable String columnId, boolean descending) {
        state.sorted = columnId;
        state.isDescending = descending;
        redraw();
    }

    /** All columns in the order that they were given, hidden ones too. */
    public List<TableColumn<R>> columns() {
        return state.columns;
    }

    /** The columns that are shown, in the order that they are shown in. */
    public List<TableColumn<R>> shownColumns() {
        return Arrays.stream(state.layout.shown()).mapToObj(state.columns::get).toList();
    }

    /**
     * Whether a column is shown.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public boolean isColumnShown(String columnId) {
        return state.layout.isShown(state.layout.indexOf(columnId));
    }

    /**
     * Shows or hides a column. The last one stays.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public void setColumnShown(String columnId, boolean shown) {
        if (state.layout.setShown(state.layout.indexOf(columnId), shown)) {
            arrange();
        }
    }

    /** The order, widths and visibility of columns as a text for {@link #setColumnLayout}. */
    public String columnLayout() {
        return state.layout.write();
    }

    /** Takes what can be understood of a text. */
    public void setColumnLayout(String text) {
        state.layout.read(text);
        arrange();
    }

    /** The rows that are seen at least in part, or null if there is none. */
    public @Nullable RankRange visibleRows() {
        Viewport viewport = state.viewport;
        return viewport.shown() > 0 ? new RankRange(viewport.top(), viewport.end() - 1) : null;
    }

    /** A row if it is there. */
    public @Nullable R row(long rank) {
        return state.window.row(rank);
    }

    /**
     * What a cell says, or null if its row is not there.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public @Nullable String rowText(long rank, String columnId) {
        return state.text(rank, state.layout.indexOf(columnId));
    }

    /** The selected rows, ascending and apart from each other. */
    public List<RankRange> selection() {
        return state.selection.ranges();
    }

    /** How many rows are selected. */
    public long selectedCount() {
        return state.selection.size();
    }

    /** The rank of the row that has the focus, or -1. */
    public long focusedRow() {
        return state.selection.focus();
    }

    /** Selects all rows. */
    public void selectAll() {
        state.selection.all(count());
        selectionChanged();
    }

    /** Selects nothing. */
    public void clearSelection() {
        state.selection.clear();
        selectionChanged();
    }

    /**
     * Scrolls so that a row is seen, as little as will do.
     *
     * @param rank of the row; the nearest one is taken if there is no such row
     * @param select whether the row is then the only selected one
     */
    public void reveal(long rank, boolean select) {
        if (count() == 0) {
            return;
        }
        long nearest = Math.clamp(rank, 0, count() - 1);
        if (state.viewport.reveal(nearest)) {
            positionChanged();
        }
        if (select) {
            state.selection.only(nearest);
            selectionChanged();
        }
    }

    /**
     * The rank of the row at a height of this control, or -1 if there is none (or the titles or the
     * note are there).
     */
    public long rankAt(int y) {
        Rectangle rows = rowsArea();
        long rank = state.viewport.rankAt(y - rows.y);
        boolean isInside = y >= rows.y && y < rows.y + rows.height && rank < count();
        return isInside ? rank : RowSelection.NONE;
    }

    /** The column at a place of this control, or null. */
    public @Nullable TableColumn<R> columnAt(int x) {
        int column = state.layout.columnAt(x + state.scrolled);
        return column < 0 ? null : state.columns.get(column);
    }

    /**
     * Is told when the selection or the focused row changes, and again when the focused row has
     * come.
     */
    public void onSelect(RowListener<R> listener) {
        listeners.select.add(listener);
    }

    /** Is told of a double click on a row, or of Enter. */
    public void onActivate(RowListener<R> listener) {
        listeners.activate.add(listener);
    }

    /** Is told when a title was clicked. */
    public void onSort(SortListener listener) {
        listeners.sort.add(listener);
    }

    /** Is told when other rows are seen. */
    public void onVisible(VisibleListener listener) {
        listeners.visible.add(listener);
    }

    /** Names the table for people who cannot see it, and for tests (as data under "name"). */
    public void setAccessibleName(String name) {
        setData(NAME, name);
    }

    String accessibleName() {
        return getData(NAME) instanceof String name ? name : "";
    }

    @Override
    public Point computeSize(int widthHint, int heightHint, boolean changed) {
        Rectangle trim = computeTrim(0, 0, state.layout.totalWidth(), preferredHeight());
        return new Point(
                widthHint == SWT.DEFAULT ? trim.width : widthHint,
                heightHint == SWT.DEFAULT ? trim.height : heightHint);
    }

    private int preferredHeight() {
        int rows = 10;
        return state.look.headerHeight() + rows * state.look.rowHeight();
    }

    private TableAreas areas() {
        return TableAreas.of(getClientArea(), state.look, !state.note.isEmpty());
    }

    /** Where titles are drawn. */
    Rectangle headerArea() {
        return areas().header();
    }

    /** Where rows are drawn. */
    Rectangle rowsArea() {
        return areas().rows();
    }

    /** Follows a change of the size, the columns, the fonts or the number of rows. */
    void arrange() {
        Rectangle rows = rowsArea();
        state.viewport.setSize(state.look.rowHeight(), rows.height);
        state.scrolled =
                Math.clamp(state.scrolled, 0, Math.max(0, state.layout.totalWidth() - rows.width));
        positionChanged();
    }

    /** Follows a change of the position. */
    void positionChanged() {
        bars.update();
        state.window.show(state.viewport.top(), state.viewport.end());
        redraw();
        listeners.tellVisible(visibleRows());
    }

    /** Scrolls by some steps, to the left if negative. */
    void scrollSideways(int steps) {
        bars.scrollTo(state.scrolled + steps * bars.sideStep());
    }

    /** Follows a change of the selection. */
    void selectionChanged() {
        redraw();
        tellSelection();
    }

    private void tellSelection() {
        listeners.tellSelection();
        getAccessible().selectionChanged();
    }

    private void rowsCame() {
        redraw();
        if (listeners.isFocusedRowNew()) {
            tellSelection();
        }
    }

    /** Sorts by a column that was clicked: turns the order if it is sorted by it already. */
    void sortBy(int column) {
        String id = state.columns.get(column).id();
        setSort(id, state.isSorted(column) && !state.isDescending);
        listeners.tellSort(id);
    }

    /** Tells that the focused row was activated. */
    void activate() {
        listeners.tellActivation();
    }

    private void setHasFocus(boolean hasFocus) {
        state.hasFocus = hasFocus;
        redraw();
    }

    private void paint(Event event) {
        Rectangle damage = new Rectangle(event.x, event.y, event.width, event.height);
        painter.paint(event.gc, areas(), damage, bars);
    }
}
