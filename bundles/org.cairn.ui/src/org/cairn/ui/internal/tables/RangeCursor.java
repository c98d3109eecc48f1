package org.cairn.ui.internal.tables;

import org.cairn.memory.Progress;
import org.cairn.store.StoreException;
import org.cairn.ui.widgets.table.RankRange;
import org.eclipse.jdt.annotation.Nullable;

import java.util.Iterator;
import java.util.List;

/** The rows of some ranges of a result that is shown; cancelled when it is not shown any more. */
final class RangeCursor<R> implements RowCursor<R> {
    private static final int BATCH = 8192;

    private final LivePages<R> pages;
    private final Iterator<RankRange> ranges;
    private final Progress progress;
    private Iterator<R> batch = List.<R>of().iterator();
    private long at;
    private long last = -1;

    RangeCursor(LivePages<R> pages, List<RankRange> ranges, Progress progress) {
        this.pages = pages;
        this.ranges = List.copyOf(ranges).iterator();
        this.progress = progress;
    }

    @Override
    public @Nullable R next() throws StoreException {
        while (!batch.hasNext()) {
            if (at > last) {
                if (!ranges.hasNext()) {
                    return null;
                }
                RankRange range = ranges.next();
                at = range.first();
                last = range.last();
            }
            int count = (int) Math.min(BATCH, last - at + 1);
            batch = pages.page(at, count, progress).iterator();
            at += count;
        }
        return batch.next();
    }

    @Override
    public void close() {
        // The pages belong to the table.
    }
}
