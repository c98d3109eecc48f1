package org.cairn.ui.widgets.hex;

import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

import java.util.Arrays;
import java.util.List;

/** Draws the rows of a model. */
final class HexPainter {
    private static final int TEXT_INSET = 2;
    private static final int OUTLINE = 2;
    private static final char LAST_IN_FONT = 0xff;
    private static final Ink[] INKS = {Ink.ADDRESS, Ink.PLAIN, Ink.MUTED, Ink.ABSENT, Ink.NOTE};

    private final HexModel model;
    private final HexPalette palette;
    private final Geometry geometry;
    private final RowLayout layout;
    private final RowText text;
    private final char[] layer;
    private final int[] cells;
    private @Nullable ByteRange[] ranges;
    private @Nullable ByteRange[] above;
    private final @Nullable ByteRange[] edges;
    private final @Nullable ByteSelection[] marked;

    HexPainter(HexModel model, HexPalette palette, Geometry geometry) {
        this.model = model;
        this.palette = palette;
        this.geometry = geometry;
        layout = geometry.layout();
        text = new RowText(layout);
        layer = new char[text.capacity()];
        cells = new int[layout.bytesPerRow()];
        ranges = new ByteRange[layout.bytesPerRow()];
        above = new ByteRange[layout.bytesPerRow()];
        edges = new ByteRange[layout.bytesPerRow()];
        marked = new ByteSelection[layout.bytesPerRow()];
    }

    /** The height of a row in a font of this height. */
    static int rowHeight(int fontHeight) {
        return fontHeight + 2 * TEXT_INSET;
    }

    /**
     * Draws.
     *
     * @param gc on the canvas
     * @param damage what to draw
     * @param focused whether keys come here
     */
    void paint(GC gc, Rectangle damage, boolean focused) {
        gc.setFont(palette.font());
        gc.setBackground(palette.background());
        gc.fillRectangle(damage);
        int first = Math.max(0, geometry.row(damage.y));
        int last = geometry.row(damage.y + damage.height - 1);
        int bytes = layout.bytesPerRow();
        long end = model.viewport.end(last + 1);
        if (last >= 0) {
            beginRanges(first);
            for (int row = first; row <= last; row++) {
                long address = model.viewport.top() + (long) row * bytes;
                if (Long.compareUnsigned(address, model.viewport.top()) < 0
                        || Long.compareUnsigned(address, end) > 0) {
                    break;
                }
                paintRow(gc, row, address, focused);
            }
        }
        if (damage.y < geometry.headerHeight()) {
            paintHeader(gc, damage);
        }
    }

    private void paintHeader(GC gc, Rectangle damage) {
        int height = geometry.headerHeight();
        gc.setBackground(palette.background());
        gc.fillRectangle(damage.x, 0, damage.width, height);
        text.header();
        paintText(gc, TEXT_INSET);
        gc.setBackground(palette.tint(RangeStyle.FREE));
        gc.fillRectangle(damage.x, height - 1, damage.width, 1);
    }

    private void paintRow(GC gc, int row, long address, boolean focused) {
        int y = geometry.y(row);
        paintRanges(gc, address, y);
        ByteSelection selected = model.selection.bytes();
        if (mark(address, selected)) {
            gc.setBackground(palette.selection());
            fill(gc, layout.words(), layout.wordRuns(marked), y);
            fill(gc, layout.text(), layout.textRuns(marked), y);
        }
        model.write(address, cells, text);
        paintText(gc, y + TEXT_INSET);
        ByteSelection hover = model.hover;
        if (hover != null && mark(address, hover)) {
            gc.setForeground(palette.hover());
            frame(gc, layout.words(), layout.wordRuns(marked), y);
            frame(gc, layout.text(), layout.textRuns(marked), y);
        }
        ByteSelection highlight = model.highlight;
        if (highlight != null) {
            gc.setBackground(palette.outline());
            paintOutline(gc, address, y, highlight);
        }
        if (mark(address, caret())) {
            boolean inText = model.caretInText;
            gc.setForeground(focused && !inText ? palette.caret() : palette.hover());
            frame(gc, layout.words(), layout.wordRuns(marked), y);
            gc.setForeground(focused && inText ? palette.caret() : palette.hover());
            frame(gc, layout.text(), layout.textRuns(marked), y);
        }
    }

    private ByteSelection caret() {
        long caret = model.selection.caret();
        return new ByteSelection(caret, caret + (model.selection.unit() - 1));
    }

    private void beginRanges(int row) {
        long address = model.viewport.top() + (long) row * layout.bytesPerRow();
        if (address == 0) {
            Arrays.fill(ranges, null);
        } else {
            model.ranges.row(address - layout.bytesPerRow(), ranges);
        }
    }

    private void paintRanges(GC gc, long address, int y) {
        @Nullable ByteRange[] row = above;
        above = ranges;
        ranges = row;
        model.ranges.row(address, ranges);
        for (int i = 0; i < ranges.length; i++) {
            edges[i] = above[i] != null && above[i] != ranges[i] ? ranges[i] : null;
        }
        paintRanges(gc, layout.words(), layout.wordRuns(ranges), layout.wordRuns(edges), y);
        paintRanges(gc, layout.text(), layout.textRuns(ranges), layout.textRuns(edges), y);
    }

    /** Fills, then parts one range from the next by a line of background. */
    private void paintRanges(
            GC gc,
            RowLayout.Area area,
            List<RowLayout.Run<ByteRange>> runs,
            List<RowLayout.Run<ByteRange>> tops,
            int y) {
        for (RowLayout.Run<ByteRange> run : runs) {
            gc.setBackground(palette.tint(run.key().style()));
            fill(gc, area, run, y, geometry.rowHeight());
        }
        gc.setBackground(palette.background());
        for (int i = 1; i < runs.size(); i++) {
            if (runs.get(i).from() == runs.get(i - 1).to() + 1) {
                int x = geometry.xOfHalf(area.starts()[runs.get(i).from()]);
                gc.fillRectangle(x, y, 1, geometry.rowHeight());
            }
        }
        for (RowLayout.Run<ByteRange> run : tops) {
            fill(gc, area, run, y, 1);
        }
    }

    /**
     * Draws a row's part of the line around some bytes; in the words it goes around whole words.
     */
    private void paintOutline(GC gc, long address, int y, ByteSelection bytes) {
        int length = layout.bytesPerRow();
        int from = firstIndex(address, bytes);
        int to = lastIndex(address, bytes);
        if (from > to) {
            return;
        }
        boolean beganAbove = Long.compareUnsigned(bytes.first(), address) < 0;
        boolean endsBelow = Long.compareUnsigned(bytes.last(), address + (length - 1)) > 0;
        int fromAbove = beganAbove ? firstIndex(address - length, bytes) : length;
        int toBelow = endsBelow ? lastIndex(address + length, bytes) : -1;
        int inWord = layout.wordSize() - 1;
        outline(
                gc,
                layout.words(),
                y,
                from & ~inWord,
                to | inWord,
                fromAbove & ~inWord,
                toBelow | inWord);
        outline(gc, layout.text(), y, from, to, fromAbove, toBelow);
    }

    private void outline(
            GC gc, RowLayout.Area area, int y, int from, int to, int fromAbove, int toBelow) {
        int left = geometry.xOfHalf(area.starts()[from]);
        int right = geometry.xOfHalf(area.ends()[to]);
        int height = geometry.rowHeight();
        gc.fillRectangle(left, y, OUTLINE, height);
        gc.fillRectangle(right - OUTLINE, y, OUTLINE, height);
        if (fromAbove > from) {
            int end = fromAbove > to ? right : geometry.xOfHalf(area.starts()[fromAbove]) + OUTLINE;
            gc.fillRectangle(left, y, end - left, OUTLINE);
        }
        if (toBelow < to) {
            int start = toBelow < from ? left : geometry.xOfHalf(area.ends()[toBelow]) - OUTLINE;
            gc.fillRectangle(start, y + height - OUTLINE, right - start, OUTLINE);
        }
    }

    /** Marks which bytes of a row are among these, and says whether one is. */
    private boolean mark(long address, ByteSelection bytes) {
        int from = firstIndex(address, bytes);
        int to = lastIndex(address, bytes);
        Arrays.fill(marked, null);
        if (from > to) {
            return false;
        }
        Arrays.fill(marked, from, to + 1, bytes);
        return true;
    }

    private int firstIndex(long address, ByteSelection bytes) {
        if (Long.compareUnsigned(bytes.first(), address) <= 0) {
            return 0;
        }
        long index = bytes.first() - address;
        return Long.compareUnsigned(index, layout.bytesPerRow()) < 0
                ? (int) index
                : layout.bytesPerRow();
    }

    private int lastIndex(long address, ByteSelection bytes) {
        if (Long.compareUnsigned(bytes.last(), address) < 0) {
            return -1;
        }
        long index = bytes.last() - address;
        return Long.compareUnsigned(index, layout.bytesPerRow()) < 0
                ? (int) index
                : layout.bytesPerRow() - 1;
    }

    private <K> void fill(GC gc, RowLayout.Area area, List<RowLayout.Run<K>> runs, int y) {
        for (RowLayout.Run<K> run : runs) {
            fill(gc, area, run, y, geometry.rowHeight());
        }
    }

    private <K> void fill(GC gc, RowLayout.Area area, RowLayout.Run<K> run, int y, int height) {
        int left = geometry.xOfHalf(area.starts()[run.from()]);
        int right = geometry.xOfHalf(area.ends()[run.to()]);
        gc.fillRectangle(left, y, right - left, height);
    }

    private <K> void frame(GC gc, RowLayout.Area area, List<RowLayout.Run<K>> runs, int y) {
        for (RowLayout.Run<K> run : runs) {
            int left = geometry.xOfHalf(area.starts()[run.from()]);
            int right = geometry.xOfHalf(area.ends()[run.to()]);
            gc.drawRectangle(left, y, right - left - 1, geometry.rowHeight() - 1);
        }
    }

    /** Draws the characters of each ink as one string, with spaces where there are others. */
    private void paintText(GC gc, int y) {
        for (Ink ink : INKS) {
            int from = 0;
            int to = 0;
            Arrays.fill(layer, ' ');
            for (int column = 0; column < text.length(); column++) {
                if (text.ink(column) == ink) {
                    from = to == 0 ? column : from;
                    to = column + 1;
                    layer[column] = text.at(column);
                }
            }
            if (to > 0) {
                gc.setForeground(color(ink));
                drawForeign(gc, from, to, y);
                gc.drawString(new String(layer, from, to - from), geometry.x(from), y, true);
            }
        }
    }

    /** Draws what may come from another font one by one, as its width may differ. */
    private void drawForeign(GC gc, int from, int to, int y) {
        for (int column = from; column < to; column++) {
            if (layer[column] > LAST_IN_FONT) {
                gc.drawString(String.valueOf(layer[column]), geometry.x(column), y, true);
                layer[column] = ' ';
            }
        }
    }

    private Color color(Ink ink) {
        return switch (ink) {
            case ADDRESS, NOTE -> palette.address();
            case PLAIN -> palette.foreground();
            case MUTED -> palette.muted();
            case ABSENT -> palette.absent();
            case NONE -> palette.background();
        };
    }
}
