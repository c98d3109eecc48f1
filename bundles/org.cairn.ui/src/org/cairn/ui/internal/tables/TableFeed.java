package org.cairn.ui.internal.tables;

import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.BlockView;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Question;
import org.cairn.ui.internal.jobs.LateSign;
import org.cairn.ui.internal.jobs.QuestionJob;
import org.cairn.ui.internal.jobs.UiThread;
import org.cairn.ui.widgets.Request;
import org.cairn.ui.widgets.table.PagedTable;
import org.cairn.ui.widgets.table.RankRange;
import org.cairn.ui.widgets.table.RowSource;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Fills a table from results, one after the other. The rows of one stay until the first rows of the
 * next are there; so they do when the next one fails. Used on the UI thread.
 *
 * @param <R> a row
 */
public final class TableFeed<R> {
    private static final int FIRST_ROWS = 200;

    private final PagedTable<R> table;
    private final Asker opening = new Asker("the first rows of a table");
    private final Asker counting = new Asker("the number of rows");
    private final Asker finding = new Asker("the place of a row");
    private @Nullable LivePages<R> coming;
    private @Nullable LivePages<R> shown;
    private @Nullable QuestionJob<?> ordering;

    /** Is told how a result gets on. */
    public interface Listener {
        /** Its first rows are on screen; those of the result before are gone. */
        void shown();

        /**
         * Its rows are counted.
         *
         * @param rows how many there are
         */
        void counted(long rows);

        /**
         * It cannot be shown; what was shown before stays.
         *
         * @param reason one sentence for people
         */
        void failed(String reason);

        /** Nobody wants to wait for the order of all rows: only the first ones can be shown. */
        void orderCancelled();
    }

    /**
     * Prepares to fill a table.
     *
     * @param table shows the rows
     */
    public TableFeed(PagedTable<R> table) {
        this.table = table;
        table.addDisposeListener(_ -> clear());
    }

    /**
     * Shows a result.
     *
     * @param session the dump
     * @param question opens the result
     * @param work how the ordering of so many rows is called
     * @param listener told of what becomes of it, as long as no other one is to be shown
     */
    public void show(
            DumpSession session,
            Question<? extends Pages<R>> question,
            LongFunction<String> work,
            Listener listener) {
        giveUp(coming);
        LivePages<R> next = new LivePages<>();
        coming = next;
        opening.ask(
                session,
                progress -> {
                    next.opened(question.answer(progress));
                    return next.page(0, FIRST_ROWS, progress);
                },
                first -> begin(session, next, first, work, listener),
                reason -> {
                    giveUp(next);
                    listener.failed(reason);
                });
    }

    private void begin(
            DumpSession session,
            LivePages<R> next,
            List<R> first,
            LongFunction<String> work,
            Listener listener) {
        if (table.isDisposed()) {
            giveUp(next);
            return;
        }
        endShown();
        coming = null;
        shown = next;
        table.setSource(source(session, next, first), first.size());
        listener.shown();
        if (first.size() < FIRST_ROWS) {
            listener.counted(first.size());
            return;
        }
        counting.ask(
                session,
                next::count,
                rows -> {
                    table.setCount(rows);
                    listener.counted(rows);
                    order(session, next, work.apply(rows), listener);
                },
                listener::failed);
    }

    private void order(DumpSession session, LivePages<R> pages, String work, Listener listener) {
        if (pages.isPrepared()) {
            return;
        }
        QuestionJob<Long> job =
                new QuestionJob<>(
                        work,
                        session,
                        table.getDisplay(),
                        pages::prepare,
                        listener::counted,
                        listener::failed);
        ordering = job;
        LateSign.watch(
                work,
                job,
                () -> {
                    pages.orderCancelled();
                    UiThread.later(
                            table.getDisplay(),
                            () -> {
                                if (shown == pages) {
                                    listener.orderCancelled();
                                }
                            });
                });
        job.schedule();
    }

    private RowSource<R> source(DumpSession session, LivePages<R> pages, List<R> first) {
        return (begin, count, answer) -> {
            if (begin + count <= first.size()) {
                answer.rows(first.subList((int) begin, (int) begin + count));
                return Request.DONE;
            }
            if (pages.isOrderCancelled() && begin + count > BlockView.FIRST_ROWS) {
                answer.failed("The order of all rows is not known: its making was cancelled.");
                return Request.DONE;
            }
            QuestionJob<List<R>> job =
                    new QuestionJob<>(
                            "the rows of a table",
                            session,
                            table.getDisplay(),
                            progress -> pages.page(begin, count, progress),
                            answer::rows,
                            answer::failed);
            job.schedule();
            return job::drop;
        };
    }

    /**
     * Finds the row of something among the rows that are shown.
     *
     * @param session the dump
     * @param key what it is known by
     * @param found takes its number, or nothing when it is not among them
     * @param failed takes the reason why it cannot be found
     */
    public void find(
            DumpSession session, long key, Consumer<OptionalLong> found, Consumer<String> failed) {
        LivePages<R> pages = shown;
        if (pages != null) {
            finding.ask(session, progress -> pages.rowOf(key, progress), found, failed);
        }
    }

    /** Gives up the finding of a row. */
    public void stopFinding() {
        finding.cancel();
    }

    /**
     * How to read some of the rows that are shown.
     *
     * @param ranges which
     * @return their rows, in order; cancelled when other rows are shown meanwhile
     */
    public Question<RowCursor<R>> rows(List<RankRange> ranges) {
        LivePages<R> pages = shown;
        return progress -> {
            if (pages == null) {
                throw new CancelledException();
            }
            return new RangeCursor<>(pages, ranges, progress);
        };
    }

    /** Empties the table and lets go of everything. */
    public void clear() {
        opening.cancel();
        giveUp(coming);
        coming = null;
        endShown();
        if (!table.isDisposed()) {
            table.setSource((_, _, _) -> Request.DONE, 0);
        }
    }

    private void endShown() {
        counting.cancel();
        finding.cancel();
        QuestionJob<?> job = ordering;
        ordering = null;
        if (job != null) {
            job.drop();
        }
        giveUp(shown);
        shown = null;
    }

    private static void giveUp(@Nullable LivePages<?> pages) {
        if (pages != null) {
            pages.giveUp();
        }
    }
}
