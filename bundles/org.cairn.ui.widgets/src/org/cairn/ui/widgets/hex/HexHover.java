package org.cairn.ui.widgets.hex;

import org.eclipse.jdt.annotation.Nullable;

import java.util.Objects;

/** Marks what is under the pointer, and says what it is. */
final class HexHover {
    private static final int LONGEST_VALUE = 8;

    private final HexCanvas canvas;
    private final HexModel model;

    HexHover(HexCanvas canvas, HexModel model) {
        this.canvas = canvas;
        this.model = model;
    }

    /**
     * The pointer is over a byte.
     *
     * @param address of the byte
     * @param unit bytes to be marked with it
     */
    void over(long address, int unit) {
        mark(new ByteSelection(address & -unit, address | (unit - 1)));
        say(HoverText.escape(describe(address)));
    }

    /** The pointer is over none. */
    void none() {
        mark(null);
        say(null);
    }

    private void mark(@Nullable ByteSelection bytes) {
        ByteSelection before = model.hover;
        if (!Objects.equals(before, bytes)) {
            model.hover = bytes;
            redraw(before);
            redraw(bytes);
        }
    }

    private void redraw(@Nullable ByteSelection bytes) {
        if (bytes != null) {
            canvas.redrawRow(bytes.first());
        }
    }

    private void say(@Nullable String text) {
        if (!Objects.equals(canvas.getToolTipText(), text)) {
            canvas.setToolTipText(text);
        }
    }

    private String describe(long address) {
        int[] cells = new int[(int) model.viewport.atMost(address, LONGEST_VALUE - 1L) + 1];
        model.cache.read(address, cells);
        return HoverText.of(
                address,
                model.layout.addressDigits(),
                model.ranges.at(address),
                cells,
                model.cache.reason(address));
    }
}
