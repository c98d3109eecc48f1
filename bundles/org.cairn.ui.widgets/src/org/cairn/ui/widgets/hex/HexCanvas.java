package org.cairn.ui.widgets.hex;

import org.cairn.ui.widgets.internal.WidgetThread;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Memory as words and text, from address 0 to the last one. Bytes come from a {@link ByteSource}
 * while one scrolls; what is not there yet is drawn as dots. All methods are of the UI thread.
 * Addresses are unsigned.
 */
public final class HexCanvas extends Canvas {
    /** For {@link #setBytesPerRow}: as many bytes as there is room for. */
    public static final int AUTO = 0;

    private static final int REST_MILLIS = 40;
    private static final int ROWS_OF_DEFAULT_SIZE = 16;

    private final HexModel model;
    private final RowFormat format = new RowFormat();
    private final HexBars bars;
    private final Debounce settle;
    private final List<VisibleListener> visibleListeners = new ArrayList<>();
    private final List<Consumer<ByteSelection>> selectListeners = new ArrayList<>();
    private final List<ActivateListener> activateListeners = new ArrayList<>();
    private final HexLook look;
    private final HexHover hover;
    private boolean header = true;
    private boolean placeWhenSized;
    private Geometry geometry;
    private HexPainter painter;
    private @Nullable ByteSelection toldVisible;

    /**
     * A canvas with nothing to show yet.
     *
     * @param parent in which it is
     * @param style of a {@link Canvas}, such as {@link SWT#BORDER}
     */
    public HexCanvas(Composite parent, int style) {
        super(parent, style | SWT.V_SCROLL | SWT.H_SCROLL | SWT.DOUBLE_BUFFERED);
        WidgetThread thread = new WidgetThread(this);
        model = new HexModel(new ByteCache(thread::soon, this::redraw));
        settle = new Debounce(REST_MILLIS, System::nanoTime, thread::later, this::settled);
        look = new HexLook(this, this::arrange);
        hover = new HexHover(this, model);
        geometry = new Geometry(model.layout, 1, 1, 0, 0);
        painter = new HexPainter(model, look.palette(), geometry);
        addListener(SWT.Paint, this::paint);
        addListener(SWT.Resize, event -> arrange());
        addListener(SWT.FocusIn, event -> redraw());
        addListener(SWT.FocusOut, event -> redraw());
        addListener(SWT.Dispose, event -> model.cache.clear());
        bars = new HexBars(this, model.viewport, this::moved, this::arrange);
        HexInput.listen(this, model, hover);
        HexAccess.install(this, model);
        arrange();
    }

    /**
     * Says where bytes come from. Those shown so far are forgotten.
     *
     * @param source of bytes, or null for none
     */
    public void setSource(@Nullable ByteSource source) {
        checkWidget();
        model.cache.source(source);
        toldVisible = null;
        moved();
    }

    /** Fetches all bytes anew. */
    public void refresh() {
        checkWidget();
        model.cache.clear();
        moved();
    }

    /**
     * Says how wide addresses are, and with them pointers.
     *
     * @param digits 16 for 64-bit memory, 8 for 32-bit memory, which ends at 0xffffffff
     */
    public void setAddressDigits(int digits) {
        checkWidget();
        format.addressDigits(digits);
        long limit = format.lastAddress();
        model.viewport.limit(limit);
        ByteSelection selected = model.selection.bytes();
        if (Long.compareUnsigned(selected.last(), limit) > 0) {
            select(() -> model.selection.set(0, model.unit()));
        }
        arrange();
    }

    /**
     * Says how bytes are grouped. Words are little endian.
     *
     * @param bytes 1, 2, 4 or 8
     */
    public void setWordSize(int bytes) {
        checkWidget();
        format.wordSize(bytes);
        arrange();
        select(() -> model.selection.unit(model.unit()));
    }

    /**
     * Says how long a row is.
     *
     * @param bytes 8, 16, 32, 64 or {@link #AUTO}
     */
    public void setBytesPerRow(int bytes) {
        checkWidget();
        format.bytesPerRow(bytes);
        arrange();
    }

    /**
     * Says how the text column reads bytes.
     *
     * @param textEncoding at first {@link TextEncoding#ASCII}
     */
    public void setEncoding(TextEncoding textEncoding) {
        checkWidget();
        format.encoding(textEncoding);
        arrange();
        select(() -> model.selection.unit(model.unit()));
    }

    /**
     * Shows or hides the row of offsets at the top, which is there at first.
     *
     * @param visible whether it is shown
     */
    public void setHeaderVisible(boolean visible) {
        checkWidget();
        header = visible;
        arrange();
    }

    /**
     * Says over which addresses the scroll bar goes, at first all. Keys and the wheel go on beyond
     * them.
     *
     * @param first first address, unsigned
     * @param last last address, unsigned, inclusive, not below the first
     */
    public void setRange(long first, long last) {
        checkWidget();
        bars.range(new ByteSelection(first, last));
        bars.placeRows();
    }

    /**
     * Tints bytes. Where ranges overlap, the one that begins last is seen, of those the shorter, of
     * those the later in the list; so what lies within another is seen.
     *
     * @param ranges in any order, anywhere; those before are forgotten
     */
    public void setRanges(List<ByteRange> ranges) {
        checkWidget();
        model.ranges = new RangeMap(ranges);
        redraw();
    }

    /**
     * Draws a bold line around some bytes.
     *
     * @param bytes which, or null for none
     */
    public void setHighlight(@Nullable ByteSelection bytes) {
        checkWidget();
        model.highlight = bytes;
        redraw();
    }

    /**
     * Takes colours and a font. They stay the caller's to dispose.
     *
     * @param colors instead of those of the system
     */
    public void setPalette(HexPalette colors) {
        checkWidget();
        look.palette(colors);
        arrange();
    }

    /**
     * Shows an address at a third of the height and selects the word there.
     *
     * @param address unsigned
     */
    public void goTo(long address) {
        checkWidget();
        model.caretInText = false;
        select(() -> model.selection.set(model.viewport.within(address), model.unit()));
        model.viewport.place(model.selection.caret());
        placeWhenSized = getClientArea().isEmpty();
        moved();
    }

    /** The bytes in the rows to be seen, the last of which may be seen in part. */
    public ByteSelection visibleBytes() {
        checkWidget();
        int rows = geometry.rowsBegun(getClientArea().height);
        return new ByteSelection(model.viewport.top(), model.viewport.end(rows));
    }

    /** The selected bytes: always one word or more, at first at address 0. */
    public ByteSelection selection() {
        checkWidget();
        return model.selection.bytes();
    }

    /**
     * Selects exactly these bytes, without scrolling.
     *
     * @param bytes not beyond the last address
     */
    public void setSelection(ByteSelection bytes) {
        checkWidget();
        select(
                () ->
                        model.selection.set(
                                new ByteSelection(
                                        model.viewport.within(bytes.first()),
                                        model.viewport.within(bytes.last()))));
    }

    /**
     * Writes the selected bytes, up to the first one that has not come yet.
     *
     * @param form how they are written
     */
    public String copy(CopyForm form) {
        checkWidget();
        return form.write(model.cache.loaded(model.selection.bytes()), format.encoding());
    }

    /**
     * The row of an address as it is painted: address, words, text, and why bytes are absent; dots
     * for bytes that have not come yet. Spaces at the end are left out.
     *
     * @param address unsigned
     */
    public String rowText(long address) {
        checkWidget();
        RowText text = new RowText(model.layout);
        model.write(model.viewport.rowOf(address), new int[model.layout.bytesPerRow()], text);
        return text.line();
    }

    /**
     * Adds a listener for what is to be seen.
     *
     * @param listener told when scrolling has come to rest
     */
    public void onVisible(VisibleListener listener) {
        visibleListeners.add(listener);
    }

    /**
     * Adds a listener for the selection.
     *
     * @param listener told of the selected bytes when they are others than before
     */
    public void onSelect(Consumer<ByteSelection> listener) {
        selectListeners.add(listener);
    }

    /**
     * Adds a listener for pointers.
     *
     * @param listener told when one is followed whose bytes are all there
     */
    public void onActivate(ActivateListener listener) {
        activateListeners.add(listener);
    }

    @Override
    public Point computeSize(int wHint, int hHint, boolean changed) {
        checkWidget();
        int width = Geometry.width(model.layout.columns(), geometry.cell());
        Rectangle trim = computeTrim(0, 0, width, geometry.y(ROWS_OF_DEFAULT_SIZE));
        return new Point(
                wHint == SWT.DEFAULT ? trim.width : wHint,
                hHint == SWT.DEFAULT ? trim.height : hHint);
    }

    /** Where things are on the canvas. */
    Geometry geometry() {
        return geometry;
    }

    /** The address of a byte of the row at a height, or of the nearest row that there is. */
    long addressAt(int y, int index) {
        Viewport viewport = model.viewport;
        int row = geometry.row(y);
        if (row < 0) {
            return viewport.before(1) + index;
        }
        return viewport.end(row + 1) - (viewport.bytesPerRow() - 1) + index;
    }

    /** Moves the caret, and with it the selection or only its end, and scrolls to see it. */
    void moveCaret(long address, boolean extend) {
        select(
                () -> {
                    if (extend) {
                        model.selection.extend(address);
                    } else {
                        model.selection.set(address, model.unit());
                    }
                });
        long before = model.viewport.top();
        model.viewport.reveal(model.selection.caret());
        if (model.viewport.top() != before) {
            moved();
        }
    }

    /** Scrolls without moving the caret. */
    void scrollRows(long rows) {
        model.viewport.scrollBy(rows);
        hover.none();
        moved();
    }

    /** The addresses over which the scroll bar goes. */
    ByteSelection range() {
        return bars.range();
    }

    /** Draws the row of an address anew. */
    void redrawRow(long address) {
        int y = geometry.y(model.viewport.rowIndex(address));
        redraw(0, y, getClientArea().width, geometry.rowHeight(), false);
    }

    /** Follows the pointer at the caret. */
    void activate() {
        int size = model.pointerSize();
        long address = model.selection.caret() & -size;
        int[] cells = new int[size];
        model.cache.read(address, cells);
        Cells.Value value = Cells.value(cells, 0, size);
        if (value.there()) {
            activateListeners.forEach(listener -> listener.activate(address, value.bits()));
        }
    }

    private void paint(Event event) {
        painter.paint(event.gc, event.getBounds(), isFocusControl());
    }

    /** Lays all out anew for the present size, font and settings. */
    private void arrange() {
        Rectangle area = getClientArea();
        HexLook.Metrics font = look.measure();
        float cell = font.cell();
        int rowHeight = HexPainter.rowHeight(font.height());
        model.layout = format.layout(area.width, cell);
        int scrolled = bars.placeColumns(Geometry.width(model.layout.columns(), cell), area.width);
        int headerHeight = header ? rowHeight + rowHeight / 4 : 0;
        geometry = new Geometry(model.layout, cell, rowHeight, headerHeight, scrolled);
        painter = new HexPainter(model, look.palette(), geometry);
        setBackground(look.palette().background());
        model.viewport.bytesPerRow(model.layout.bytesPerRow());
        model.viewport.rows(geometry.rowsEnded(area.height));
        if (placeWhenSized && !area.isEmpty()) {
            placeWhenSized = false;
            model.viewport.place(model.selection.caret());
        }
        moved();
    }

    /** The rows to be seen are others. */
    private void moved() {
        bars.placeRows();
        redraw();
        settle.ask();
    }

    /**
     * Asks for the bytes to be seen and for a page before and after, and tells what is to be seen.
     */
    private void settled() {
        if (getClientArea().isEmpty()) {
            return;
        }
        ByteSelection seen = visibleBytes();
        int rows = model.viewport.rows();
        model.cache.want(
                seen,
                new ByteSelection(model.viewport.before(rows), model.viewport.end(2 * rows + 1)));
        if (!seen.equals(toldVisible)) {
            toldVisible = seen;
            visibleListeners.forEach(listener -> listener.visible(seen.first(), seen.last()));
        }
    }

    private void select(Runnable change) {
        ByteSelection before = model.selection.bytes();
        change.run();
        redraw();
        ByteSelection now = model.selection.bytes();
        if (!now.equals(before)) {
            selectListeners.forEach(listener -> listener.accept(now));
        }
    }
}
