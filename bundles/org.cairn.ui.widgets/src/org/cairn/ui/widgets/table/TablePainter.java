package org.cairn.ui.widgets.table;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

/** Draws a table: its rows, the titles above them and the note below. */
final class TablePainter<R> {
    private final TableState<R> state;
    private final TableWords words;
    private final RowPainter<R> rows;
    private final HeaderPainter<R> header;

    TablePainter(TableState<R> state) {
        this.state = state;
        words = new TableWords(state);
        rows = new RowPainter<>(state, words);
        header = new HeaderPainter<>(state);
    }

    /** Draws the part that is damaged; tells the place of a bar while one drags it. */
    void paint(GC gc, TableAreas areas, Rectangle damage, TableBars bars) {
        if (damage.y + damage.height > areas.rows().y) {
            gc.setClipping(areas.rows());
            rows.paint(gc, areas.rows(), damage);
            if (bars.isDragged()) {
                words.place(gc, bars.place(), areas.rows());
            }
            gc.setClipping((Rectangle) null);
        }
        if (damage.y < areas.header().y + areas.header().height) {
            header.paint(gc, areas.header(), damage);
        }
        if (!state.note.isEmpty()) {
            words.note(gc, areas.note());
        }
    }
}
