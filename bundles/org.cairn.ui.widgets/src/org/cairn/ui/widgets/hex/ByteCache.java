package org.cairn.ui.widgets.hex;

import org.cairn.ui.widgets.Request;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Executor;

/**
 * Bytes that were fetched of late, in pages, and the requests for more. Of one thread, to which the
 * executor brings the answers.
 */
final class ByteCache {
    /** Bytes of a page. Pages begin at multiples of it, so a row is in one page. */
    static final int PAGE = 1024;

    private static final int MOST_PAGES = 1024;
    private static final String NOT_GIVEN = "not given";

    private final Executor owner;
    private final Runnable changed;
    private final List<Fetch> underWay = new ArrayList<>();
    private final SequencedMap<Long, @Nullable Page> pages = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable ByteSource source;

    /**
     * An empty cache.
     *
     * @param owner runs what it is given on the cache's thread
     * @param changed run when bytes have come
     */
    ByteCache(Executor owner, Runnable changed) {
        this.owner = owner;
        this.changed = changed;
    }

    /** Forgets all bytes and takes them from here. */
    void source(@Nullable ByteSource bytes) {
        clear();
        source = bytes;
    }

    /** Forgets all bytes and ends all requests. */
    void clear() {
        underWay.forEach(Fetch::cancel);
        underWay.clear();
        pages.clear();
    }

    /**
     * Asks for what is not there yet, first for what is seen; ends requests for what is not wanted.
     *
     * @param seen the bytes to be seen
     * @param wanted these and those around them
     */
    void want(ByteSelection seen, ByteSelection wanted) {
        underWay.removeIf(
                fetch -> {
                    boolean stale = !fetch.meets(wanted);
                    if (stale) {
                        fetch.cancel();
                    }
                    return stale;
                });
        fetchMissing(seen);
        fetchMissing(wanted);
    }

    /**
     * Reads what is there.
     *
     * @param address of the first byte
     * @param cells gets values, or {@link Cells#PENDING} or {@link Cells#ABSENT}
     */
    void read(long address, int[] cells) {
        int at = 0;
        while (at < cells.length) {
            long from = address + at;
            int offset = (int) (from & (PAGE - 1));
            int count = Math.min(cells.length - at, PAGE - offset);
            Page page = pages.get(from - offset);
            if (page == null) {
                Arrays.fill(cells, at, at + count, Cells.PENDING);
            } else {
                for (int i = 0; i < count; i++) {
                    cells[at + i] = page.cells[offset + i];
                }
            }
            at += count;
        }
    }

    /** What is there of some bytes, up to the first one that is not there yet. */
    int[] loaded(ByteSelection bytes) {
        int[] out = new int[PAGE];
        int count = 0;
        long left = bytes.last() - bytes.first();
        while (true) {
            Page page = pages.get((bytes.first() + count) & -PAGE);
            if (page == null) {
                return Arrays.copyOf(out, count);
            }
            if (count == out.length) {
                out = Arrays.copyOf(out, 2 * count);
            }
            out[count] = page.cells[(int) (bytes.first() + count) & (PAGE - 1)];
            if (count == left) {
                return Arrays.copyOf(out, count + 1);
            }
            count++;
        }
    }

    /** Why the byte at an address is absent; null when it is not, or not known yet. */
    @Nullable
    String reason(long address) {
        int offset = (int) (address & (PAGE - 1));
        Page page = pages.get(address - offset);
        if (page == null || page.cells[offset] != Cells.ABSENT) {
            return null;
        }
        for (ByteBlock.Gap gap : page.gaps) {
            if (Long.compareUnsigned(address - gap.first(), gap.last() - gap.first()) <= 0) {
                return gap.reason();
            }
        }
        return NOT_GIVEN;
    }

    /**
     * What to say of a row: of the first gap that begins in it, or, if asked to say it again, of
     * one that goes on in it.
     *
     * @param address of the row
     * @param cells its bytes
     * @param again whether to say it of a gap that began above
     */
    RowText.@Nullable Note note(long address, int[] cells, boolean again) {
        for (int i = 0; i < cells.length; i++) {
            String reason = cells[i] == Cells.ABSENT ? reason(address + i) : null;
            if (reason != null) {
                int last = i;
                while (last + 1 < cells.length && cells[last + 1] == Cells.ABSENT) {
                    last++;
                }
                boolean begins = i > 0 || address == 0 || !reason.equals(reason(address - 1));
                if (begins || again) {
                    return new RowText.Note(i, last, reason);
                }
                i = last;
            }
        }
        return null;
    }

    private void fetchMissing(ByteSelection range) {
        long last = range.last() & -PAGE;
        long from = range.first() & -PAGE;
        long pagesLeft = Long.divideUnsigned(last - from, PAGE) + 1;
        int run = 0;
        for (long page = from; pagesLeft > 0; pagesLeft--, page += PAGE) {
            if (missing(page)) {
                run++;
            } else {
                fetch(page, run);
                run = 0;
            }
        }
        fetch(last + PAGE, run);
    }

    private boolean missing(long page) {
        return !pages.containsKey(page) && underWay.stream().noneMatch(fetch -> fetch.has(page));
    }

    private void fetch(long end, int count) {
        ByteSource bytes = source;
        if (count == 0 || bytes == null) {
            return;
        }
        Fetch fetch = new Fetch(end - (long) count * PAGE, count * PAGE);
        underWay.add(fetch);
        fetch.request =
                bytes.fetch(
                        fetch.address,
                        fetch.count,
                        block -> owner.execute(() -> take(fetch, block)));
    }

    private void take(Fetch fetch, ByteBlock block) {
        if (underWay.remove(fetch)) {
            for (int at = 0; at < fetch.count; at += PAGE) {
                long address = fetch.address + at;
                pages.put(address, new Page(address, block));
            }
            while (pages.size() > MOST_PAGES) {
                pages.pollFirstEntry();
            }
            changed.run();
        }
    }

    private static final class Fetch {
        final long address;
        final int count;
        Request request = Request.DONE;

        Fetch(long address, int count) {
            this.address = address;
            this.count = count;
        }

        boolean has(long other) {
            return Long.compareUnsigned(other - address, count) < 0;
        }

        boolean meets(ByteSelection range) {
            return range.contains(address) || has(range.first());
        }

        void cancel() {
            request.cancel();
        }
    }

    private static final class Page {
        final short[] cells = new short[PAGE];
        final List<ByteBlock.Gap> gaps = new ArrayList<>();

        /** Takes a page's part of an answer. What the answer does not have is absent. */
        Page(long address, ByteBlock block) {
            for (int i = 0; i < PAGE; i++) {
                long index = address + i - block.address();
                boolean given = Long.compareUnsigned(index, block.bytes().length) < 0;
                cells[i] = given ? (short) (block.bytes()[(int) index] & 0xff) : Cells.ABSENT;
            }
            long last = address + (PAGE - 1);
            for (ByteBlock.Gap gap : block.gaps()) {
                if (Long.compareUnsigned(gap.first(), last) <= 0
                        && Long.compareUnsigned(gap.last(), address) >= 0) {
                    gaps.add(gap);
                    blank(address, gap);
                }
            }
        }

        private void blank(long address, ByteBlock.Gap gap) {
            boolean before = Long.compareUnsigned(gap.first(), address) <= 0;
            boolean beyond = Long.compareUnsigned(gap.last(), address + (PAGE - 1)) >= 0;
            int from = before ? 0 : (int) (gap.first() - address);
            int to = beyond ? PAGE : (int) (gap.last() - address) + 1;
            Arrays.fill(cells, from, to, (short) Cells.ABSENT);
        }
    }
}
