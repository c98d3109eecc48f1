package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;

import java.util.Arrays;

/**
 * Finds blocks where no heap header leads to them. Block headers form chains: behind each block
 * lies the header of the next. Among all sets of chains that do not overlap, the search takes the
 * one for which most speaks (see {@link Evidence}); a chain counts only from a threshold on, which
 * grows with the memory that is searched.
 *
 * <p>So a trailer that looks like a header ({@code ff5905b8}), a header that stays behind inside of
 * a joined free block ({@code ffe90048} at {@code fe07bdac} of the handbook's example) or an
 * address that looks like one lose against the blocks that contradict them.
 */
final class ChainSearch {
    /** A chain must be worth this much in a display of {@link #DISPLAY} bytes. */
    private static final int THRESHOLD = 6;

    /** What one command of a debugger prints, in bytes. */
    private static final int DISPLAY = 0x80;

    /** From here on several things speak for a chain. */
    private static final int STRONG = 14;

    /** The beginning of a chain must be worth this much until its blocks are beyond doubt. */
    private static final int FIRST_DOUBT = 8;

    /** A block that ends where a good header is; one in eight dwords is a header. */
    private static final int LINK = 3;

    /** A block that ends where something is that may be a header. */
    private static final int WEAK_LINK = 1;

    /** A block that ends where a header is known to be. */
    private static final int KNOWN_LINK = 6;

    /** A header that says otherwise than its predecessor whether that one is free. */
    private static final int MISMATCH = -8;

    /** A resident block that ends where no header can be. */
    private static final int CONTRADICTION = -20;

    /** The dwords that are searched at a time. */
    private static final int WINDOW = 1 << 20;

    private static final int PROGRESS_MASK = (1 << 16) - 1;

    private static final byte CANDIDATE = 1;
    private static final byte ANCHOR = 2;
    private static final byte PREVIOUS_FREE = 4;
    private static final byte SWAPPABLE = 8;

    private final Islands present;
    private final Progress progress;
    private final Evidence evidence;
    private final Evidence target;
    private final long limit;
    private final boolean knownLimit;
    private final FoundBlocks found = new FoundBlocks();

    private Window window;
    private int[] gains = new int[0];
    private int[] best = new int[0];
    private byte[] marks = new byte[0];

    /**
     * Prepares a search.
     *
     * @param space the memory
     * @param present its islands
     * @param descriptors what is known of selectors
     * @param withSwappable whether blocks of a swappable heap may be there, too
     * @param limit no block may pass this address
     * @param knownLimit whether a header is known to be at the limit
     */
    ChainSearch(
            AddressSpace space,
            Islands present,
            Descriptors descriptors,
            Progress progress,
            boolean withSwappable,
            long limit,
            boolean knownLimit) {
        this.present = present;
        this.progress = progress;
        this.evidence = new Evidence(space, descriptors, withSwappable);
        this.target = new Evidence(space, descriptors, withSwappable);
        this.limit = limit;
        this.knownLimit = knownLimit;
        this.window = new Window(new Islands.Builder().build());
    }

    /** Searches some islands, a window at a time, until as many blocks are found as are kept. */
    FoundBlocks search(Islands islands) {
        long position = 0;
        int island = 0;
        while (island < islands.count() && !found.isFull()) {
            Islands.Builder builder = new Islands.Builder();
            long room = (long) WINDOW * ResidentLayout.UNIT;
            while (island < islands.count() && room > 0) {
                long start = Math.max(position, islands.start(island));
                long end = Math.min(islands.end(island), start + room);
                builder.add(start, end);
                room -= Math.max(0, end - start);
                position = Math.max(position, end);
                if (position >= islands.end(island)) {
                    island++;
                }
            }
            window = new Window(builder.build());
            position = Math.max(position, searchWindow());
        }
        return found;
    }

    /** Searches a window; returns the end of its last block. */
    private long searchWindow() {
        if (gains.length <= window.size()) {
            gains = new int[window.size() + 1];
            best = new int[window.size() + 1];
            marks = new byte[window.size() + 1];
        }
        best[window.size()] = 0;
        Arrays.fill(marks, 0, window.size() + 1, (byte) 0);
        for (int island = window.islands() - 1; island >= 0; island--) {
            weigh(island);
        }
        return collect();
    }

    /**
     * Computes for each dword of an island, from behind, what the blocks from there on are worth.
     */
    private void weigh(int island) {
        int threshold = threshold(window.bytes(island));
        int first = window.first(island);
        long address = window.firstAddress(island);
        for (int i = window.first(island + 1) - 1; i >= first; i--) {
            best[i] = best[i + 1];
            long at = address + (long) (i - first) * ResidentLayout.UNIT;
            if (evidence.judge(at) && evidence.end() <= limit) {
                marks[i] = marks();
                gains[i] = evidence.bits() + follow();
                best[i] = Math.max(best[i], gains[i] - threshold);
            }
            if ((i & PROGRESS_MASK) == 0) {
                progress.checkCancelled();
            }
        }
    }

    /** In more memory more chains arise by chance. */
    private static int threshold(long bytes) {
        long displays = Math.max(1, (bytes + DISPLAY - 1) / DISPLAY);
        return THRESHOLD + Long.SIZE - Long.numberOfLeadingZeros(displays - 1);
    }

    private byte marks() {
        int mark = CANDIDATE;
        if (evidence.isAnchor()) {
            mark |= ANCHOR;
        }
        if (evidence.isPreviousFree()) {
            mark |= PREVIOUS_FREE;
        }
        if (!evidence.isResident()) {
            mark |= SWAPPABLE;
        }
        return (byte) mark;
    }

    /** What the blocks behind the judged one are worth. */
    private int follow() {
        long end = evidence.end();
        int next = window.indexOf(end);
        if (evidence.isEndOfHeap() || next < 0 && present.find(end) < 0) {
            return best[window.indexFrom(end)] + (end == limit && knownLimit ? KNOWN_LINK : 0);
        }
        if (next < 0) {
            return end == limit && knownLimit ? KNOWN_LINK : followOutside(end);
        }
        int stop = best[next] + unlinked();
        return isLinked(next) ? Math.max(stop, link(next) + gains[next]) : stop;
    }

    /** The next header lies in memory that belongs to a later window or to another heap. */
    private int followOutside(long end) {
        if (!target.judge(end) || target.isResident() != evidence.isResident()) {
            return unlinked();
        }
        boolean agrees = target.isPreviousFree() == evidence.isFree();
        int link = target.isAnchor() ? LINK : WEAK_LINK;
        return Math.max(unlinked(), target.bits() + link + (agrees ? 0 : MISMATCH));
    }

    /** Free space of a swappable heap has no header, so anything may follow. */
    private int unlinked() {
        return evidence.isResident() ? CONTRADICTION : 0;
    }

    /** Whether the next dword may be a header in the same heap. */
    private boolean isLinked(int next) {
        boolean resident = (marks[next] & SWAPPABLE) == 0;
        return (marks[next] & CANDIDATE) != 0 && resident == evidence.isResident();
    }

    private int link(int next) {
        boolean agrees = (marks[next] & PREVIOUS_FREE) != 0 == evidence.isFree();
        return ((marks[next] & ANCHOR) != 0 ? LINK : WEAK_LINK) + (agrees ? 0 : MISMATCH);
    }

    /** Takes the best chains; returns the end of the last block. */
    private long collect() {
        long end = 0;
        int island = 0;
        int i = 0;
        int passed = 0;
        while (i < window.size() && !found.isFull()) {
            while (i >= window.first(island + 1)) {
                island++;
                passed = 0;
            }
            if (best[i] == best[i + 1]) {
                i++;
                passed++;
                continue;
            }
            long offset = (long) (i - window.first(island)) * ResidentLayout.UNIT;
            end = collectChain(window.firstAddress(island) + offset, passed);
            i = Math.max(i + 1, window.indexFrom(end));
            passed = 0;
        }
        return end;
    }

    /**
     * Takes a chain.
     *
     * @param start where it begins
     * @param passed dwords in front of it that belong to no block; the more there are, the more
     *     likely is one that looks like a header and like the beginning of the chain
     * @return the end of the chain
     */
    private long collectChain(long start, int passed) {
        int first = found.count();
        int doubt = FIRST_DOUBT + Integer.SIZE - 1 - Integer.numberOfLeadingZeros(passed + 1);
        long address = start;
        int worth = 0;
        while (true) {
            evidence.judge(address);
            worth += evidence.bits();
            long end = evidence.end();
            found.add(address, end, evidence.isResident(), true);
            int next = evidence.isEndOfHeap() ? -1 : window.indexOf(end);
            boolean goesOn =
                    next >= 0
                            && isLinked(next)
                            && link(next) + gains[next] >= best[next] + unlinked();
            if (!goesOn) {
                if (!evidence.isAnchor() && !(end == limit && knownLimit)) {
                    found.weaken(found.count() - 1);
                }
                if (worth < STRONG || next >= 0 && unlinked() < 0) {
                    weakenFrom(first);
                }
                return end;
            }
            worth += link(next);
            if (worth < doubt) {
                found.weaken(found.count() - 1);
            }
            address = end;
        }
    }

    private void weakenFrom(int first) {
        for (int i = first; i < found.count(); i++) {
            found.weaken(i);
        }
    }
}
