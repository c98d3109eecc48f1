package org.cairn.ui.widgets.table;

import org.eclipse.swt.graphics.Rectangle;

/**
 * Where the parts of a table are drawn.
 *
 * @param header the titles, at the top
 * @param rows the rows
 * @param note the line at the bottom; of no height when there is none
 */
record TableAreas(Rectangle header, Rectangle rows, Rectangle note) {
    /**
     * Divides the room of a table.
     *
     * @param client the room
     * @param look heights of titles and note
     * @param hasNote whether there is a note
     */
    static TableAreas of(Rectangle client, TableLook look, boolean hasNote) {
        int above = look.headerHeight();
        int below = hasNote ? look.noteHeight() : 0;
        int between = Math.max(0, client.height - above - below);
        return new TableAreas(
                new Rectangle(0, 0, client.width, Math.min(client.height, above)),
                new Rectangle(0, above, client.width, between),
                new Rectangle(0, above + between, client.width, below));
    }
}
