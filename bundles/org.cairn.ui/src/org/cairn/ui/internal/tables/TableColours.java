package org.cairn.ui.internal.tables;

import org.cairn.ui.internal.look.Look;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.widgets.table.TablePalette;

/** The palette of tables in the present look. */
public final class TableColours {
    private TableColours() {}

    /**
     * The palette of tables.
     *
     * @param look colours and fonts
     * @return their present values
     */
    public static TablePalette of(Look look) {
        return new TablePalette(
                look.color(Shade.BACKGROUND),
                look.color(Shade.ALTERNATE),
                look.color(Shade.TEXT),
                look.color(Shade.MUTED),
                look.color(Shade.SELECTION),
                look.color(Shade.SELECTION_TEXT),
                look.color(Shade.SELECTION_IDLE),
                look.color(Shade.GRID),
                look.color(Shade.HEADER),
                look.color(Shade.HEADER_TEXT),
                look.color(Shade.BAR),
                look.color(Shade.WARNING),
                look.color(Shade.ERROR),
                look.text(),
                look.fixed());
    }
}
