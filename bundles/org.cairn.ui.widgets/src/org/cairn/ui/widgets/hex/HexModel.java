package org.cairn.ui.widgets.hex;

import org.eclipse.jdt.annotation.Nullable;

import java.util.List;

/** What a canvas shows at present. */
final class HexModel {
    private static final int ROWS_OF_GROUP = 16;
    private static final int NEAR_END_OF_GROUP = 12;

    final Viewport viewport = new Viewport();
    final Selection selection = new Selection();
    final ByteCache cache;
    RowLayout layout = new RowLayout(16, 1, 16, TextEncoding.ASCII);
    RangeMap ranges = new RangeMap(List.of());
    @Nullable ByteSelection highlight;
    @Nullable ByteSelection hover;
    boolean caretInText;

    HexModel(ByteCache cache) {
        this.cache = cache;
    }

    /** Bytes that are selected together, where the caret is. */
    int unit() {
        return unit(caretInText);
    }

    /** Bytes that are selected together in the text or in the words. */
    int unit(boolean text) {
        return text ? layout.encoding().unit() : layout.wordSize();
    }

    /** Bytes of a pointer. */
    int pointerSize() {
        return layout.addressDigits() / 2;
    }

    /**
     * Writes a row.
     *
     * @param address of its first byte
     * @param cells room for its bytes
     * @param out gets the characters
     */
    void write(long address, int[] cells, RowText out) {
        cache.read(address, cells);
        long inGroup = Long.divideUnsigned(address, cells.length) & (ROWS_OF_GROUP - 1);
        boolean again = inGroup == 0 || address == viewport.top() && inGroup < NEAR_END_OF_GROUP;
        out.row(address, cells, cache.note(address, cells, again));
    }
}
