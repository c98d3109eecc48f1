package org.cairn.ui.widgets.table;

import org.cairn.ui.widgets.Request;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows around those that are seen. Asks for what is missing: at once after a pause, otherwise
 * not before a pause has gone by since the last time, so that a scroll bar may be dragged through
 * millions of rows. There is at most one request; it is cancelled when its rows are no longer
 * wanted, and what it still answers is dropped.
 */
final class RowWindow<R> {
    /** The least time between two requests, in milliseconds. */
    static final int PAUSE = 40;

    /**
     * So many pages before and after those seen are asked for. Again, when less than one of them is
     * left.
     */
    private static final int AROUND = 2;

    private final Turns turns;
    private final Runnable changed;
    private RowSource<R> source = (begin, size, answer) -> Request.DONE;
    private long count;

    private long first;
    private List<R> rows = List.of();

    /**
     * The rank after the last one that was answered; the count when a source gave fewer than asked
     * for.
     */
    private long answered;

    /** Whether the rows are only shown until newer ones come. */
    private boolean isOld;

    private long from;
    private long to;
    private @Nullable Ask ask;
    private @Nullable Failure failure;
    private long mayAskAt;
    private boolean isWaiting;

    /** Calls back when rows or a failure have come. */
    RowWindow(Turns turns, Runnable changed) {
        this.turns = turns;
        this.changed = changed;
        this.mayAskAt = turns.now();
    }

    private record Failure(long from, long to, String reason) {}

    /** Forgets all rows and takes others. */
    void setSource(RowSource<R> rowSource, long rowCount) {
        source = rowSource;
        count = rowCount;
        from = 0;
        to = 0;
        first = 0;
        answered = 0;
        rows = List.of();
        renew();
    }

    /** Keeps the rows only until newer ones have come. */
    void renew() {
        cancel();
        isOld = true;
        failure = null;
    }

    /** Keeps the rows below the new count. */
    void setCount(long rowCount) {
        count = rowCount;
        answered = first + rows.size();
        if (answered > rowCount) {
            rows = List.copyOf(rows.subList(0, (int) Math.max(0, rowCount - first)));
            answered = first + rows.size();
        }
        Ask pending = ask;
        if (pending != null && pending.end > rowCount) {
            cancel();
        }
    }

    /** The row if it is there. */
    @Nullable
    R row(long rank) {
        return rank >= first && rank < first + rows.size() ? rows.get((int) (rank - first)) : null;
    }

    /** Why a row is not there, or null if it may still come. */
    @Nullable
    String failure(long rank) {
        Failure known = failure;
        return known != null && rank >= known.from && rank < known.to ? known.reason : null;
    }

    /** Sees to it that the rows from one rank up to another, exclusive, are there or come. */
    void show(long begin, long end) {
        from = begin;
        to = end;
        if (needsNothing()) {
            return;
        }
        long wait = mayAskAt - turns.now();
        if (wait <= 0) {
            ask();
        } else if (!isWaiting) {
            isWaiting = true;
            turns.later((int) wait, this::afterPause);
        }
    }

    /** Ends what is under way; no answer comes from now on. */
    void cancel() {
        Ask pending = ask;
        ask = null;
        if (pending != null) {
            pending.request.cancel();
        }
    }

    private void afterPause() {
        isWaiting = false;
        show(from, to);
    }

    /** Whether the rows seen and a page around are there, are coming, or cannot be had. */
    private boolean needsNothing() {
        if (from >= to) {
            return true;
        }
        long margin = to - from;
        long begin = Math.max(0, from - margin);
        long end = Math.min(count, to + margin);
        Ask pending = ask;
        Failure known = failure;
        return !isOld && begin >= first && end <= answered
                || pending != null && covers(pending.begin, pending.end, begin, end)
                || known != null && known.from < to && known.to > from;
    }

    /** Whether two adjoining or overlapping ranges, one of them that of the rows, cover a third. */
    private boolean covers(long askedFrom, long askedTo, long begin, long end) {
        boolean isJoined = !isOld && askedFrom <= answered && askedTo >= first;
        long least = isJoined ? Math.min(askedFrom, first) : askedFrom;
        long most = isJoined ? Math.max(askedTo, answered) : askedTo;
        return begin >= least && end <= most;
    }

    private void ask() {
        long around = AROUND * (to - from);
        long begin = Math.max(0, from - around);
        long end = Math.min(count, to + around);
        if (!isOld && begin >= first && begin < answered && end > answered) {
            begin = answered;
        } else if (!isOld && begin < first && end > first && end <= answered) {
            end = first;
        }
        cancel();
        Ask next = new Ask(begin, end);
        ask = next;
        failure = null;
        mayAskAt = turns.now() + PAUSE;
        next.request = source.fetch(begin, Math.toIntExact(end - begin), next);
    }

    /** One question to the source; its answer counts while it is the last one. */
    private final class Ask implements RowSource.Answer<R> {
        private final long begin;
        private final long end;
        private Request request = Request.DONE;

        Ask(long begin, long end) {
            this.begin = begin;
            this.end = end;
        }

        @Override
        public void rows(List<R> answer) {
            List<R> copy = List.copyOf(answer);
            turns.run(() -> accept(this, copy));
        }

        @Override
        public void failed(String reason) {
            turns.run(() -> refuse(this, reason));
        }
    }

    private void accept(Ask answeredAsk, List<R> answer) {
        if (ask != answeredAsk) {
            return;
        }
        ask = null;
        List<R> fresh =
                answer.subList(
                        0, (int) Math.min(answer.size(), answeredAsk.end - answeredAsk.begin));
        join(answeredAsk, fresh);
        changed.run();
        show(from, to);
    }

    private void refuse(Ask refused, String reason) {
        if (ask == refused) {
            ask = null;
            failure = new Failure(refused.begin, refused.end, reason);
            if (isOld) {
                rows = List.of();
            }
            changed.run();
        }
    }

    /**
     * Puts new rows beside the old ones if they adjoin, and lets go of those that are far from what
     * is seen.
     */
    private void join(Ask asked, List<R> fresh) {
        boolean isWhole = fresh.size() == asked.end - asked.begin;
        List<R> joined = new ArrayList<>(fresh);
        long begin = asked.begin;
        long end = isWhole ? asked.end : Math.max(count, asked.end);
        if (!isOld
                && asked.begin == answered
                && answered == first + rows.size()
                && !rows.isEmpty()) {
            joined.addAll(0, rows);
            begin = first;
        } else if (!isOld && asked.end == first && isWhole && !rows.isEmpty()) {
            joined.addAll(rows);
            end = answered;
        }
        isOld = false;
        long around = AROUND * Math.max(1, to - from);
        int drop = Math.clamp(from - around - begin, 0, joined.size());
        int keep = Math.clamp(to + around - begin, drop, joined.size());
        rows = List.copyOf(joined.subList(drop, keep));
        first = begin + drop;
        answered = keep < joined.size() ? begin + keep : end;
    }
}
