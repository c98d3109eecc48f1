package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.memory.Addresses;

import java.util.BitSet;

/**
 * The free entries that a walk comes across, and their comparison with the free lists.
 *
 * <p>Following a list jumps about in the whole heap, which costs many times what the walk costs per
 * entry. So the walk adds up two sums while the links of each free entry are at hand: one over all
 * pairs (entry, what its {@code Flink} leads to), one over all pairs (what its {@code Blink} leads
 * to, entry), list heads included. They are equal when each link is answered by its counterpart and
 * no link leads to or from anything but a free entry. Only when they differ, or when there are few
 * entries, the lists themselves are followed.
 */
final class FreeTally {
    /** Up to so many free entries the lists are followed in any case, for their order. */
    private static final int FEW = 1 << 16;

    /** {@code Size} has 16 bits. */
    private static final int MAX_SIZES = 1 << 16;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final FreeLists lists;
    private final Report report;
    private final int joinable;
    private final LongList found = new LongList();
    private final LongList unjoined = new LongList();
    private final LongList unjoinedNext = new LongList();
    private final LongList gapStarts = new LongList();
    private final LongList gapEnds = new LongList();
    private long ahead;
    private long back;
    private boolean summed = true;
    private final int[] bySize = new int[MAX_SIZES];
    private long units;
    private long last;
    private long lastEnd;
    private long lastUnits;

    /**
     * Prepares for a heap.
     *
     * @param memory used by nobody else
     */
    FreeTally(HeapMemory memory, HeapHeader heap, FreeLists lists, Report report) {
        this.memory = memory;
        this.layout = memory.layout();
        this.lists = lists;
        this.report = report;
        this.joinable =
                (heap.flags() & HeapHeader.DISABLE_COALESCE) != 0
                        ? 0
                        : layout.entry().maxJoinedUnits();
    }

    /** The units of all free entries so far. */
    long units() {
        return units;
    }

    /** How many free entries have a size in units, from one to below another. */
    long count(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += bySize[i];
        }
        return sum;
    }

    /** Takes a free entry; entries of a segment come in ascending order. */
    void found(long at, long bytes) {
        long size = bytes >>> layout.entry().unitShift();
        units += size;
        bySize[(int) size & MAX_SIZES - 1]++;
        boolean kept = at == lastEnd && lastUnits + size <= joinable;
        if (kept && unjoined.size() < LinkedNodes.MAX_NODES) {
            unjoined.add(last);
            unjoinedNext.add(at);
        }
        last = at;
        lastEnd = at + bytes;
        lastUnits = size;
        if (found.size() < LinkedNodes.MAX_NODES) {
            found.add(at);
        }
        sum(at + layout.freeLink());
    }

    private void sum(long node) {
        if (memory.isPresent(node, layout.blink() + layout.pointerSize())) {
            ahead += pair(node, memory.pointerAt(0));
            back += pair(memory.pointerAt(layout.blink()), node);
        } else {
            summed = false;
        }
    }

    /** Mixes two addresses so that sums of different pairs differ. */
    private static long pair(long from, long to) {
        long mixed = (from ^ Long.rotateLeft(to, Integer.SIZE)) * 0x9e37_79b9_7f4a_7c15L + to;
        mixed = (mixed ^ mixed >>> Integer.SIZE) * 0xbf58_476d_1ce4_e5b9L;
        return mixed ^ mixed >>> Integer.SIZE;
    }

    /** Forgets the neighbour: a segment begins, or entries before are unknown. */
    void forgetNeighbour() {
        lastEnd = 0;
    }

    /** Takes note that the entries of a range are not known. */
    void unknown(long from, long to) {
        gapStarts.add(from);
        gapEnds.add(to);
        forgetNeighbour();
    }

    /**
     * Compares what was found with the free lists.
     *
     * @param walked where free entries must have been found: the segments that were walked, or all
     *     addresses when these are all that the heap has
     * @return whether no entry is free without being listed, or listed without being free, as far
     *     as was looked: else what depends on the number of free entries need not be compared
     */
    boolean compare(Extents walked) {
        for (int i = 0; i < lists.count(); i++) {
            sum(lists.head(i));
        }
        boolean agree = summed && ahead == back;
        boolean same = true;
        if (!agree || layout.family() == Family.NT5 || found.size() <= FEW) {
            SortedAddresses listed = lists.members();
            if (!agree && found.size() < LinkedNodes.MAX_NODES) {
                same = merge(SortedAddresses.of(found), listed, walked);
            }
        }
        tellUnjoined(agree || !lists.isComplete());
        return same;
    }

    /**
     * Tells of free entries side by side.
     *
     * @param all or only those that are both on lists: else the state of one is wrong, which is
     *     told already
     */
    private void tellUnjoined(boolean all) {
        for (int i = 0; i < unjoined.size(); i++) {
            long at = unjoinedNext.get(i);
            if (all || lists.members().contains(unjoined.get(i)) && lists.members().contains(at)) {
                report.tell(
                        Rule.ADJACENT_FREE,
                        at,
                        "free entry " + Addresses.hex(at) + " follows another free entry");
            }
        }
    }

    private boolean merge(SortedAddresses walked, SortedAddresses listed, Extents segments) {
        Extents gaps = Extents.of(gapStarts, gapEnds);
        LongList unlisted = new LongList();
        boolean same = true;
        int i = 0;
        int k = 0;
        while (i < walked.size() || k < listed.size()) {
            int order = order(walked, i, listed, k);
            if (order < 0 && lists.isComplete()) {
                unlisted.add(walked.get(i));
            } else if (order > 0
                    && !gaps.contain(listed.get(k))
                    && segments.contain(listed.get(k))) {
                same = false;
                notFree(listed.get(k));
            }
            i += order <= 0 ? 1 : 0;
            k += order >= 0 ? 1 : 0;
        }
        tellUnlisted(SortedAddresses.of(unlisted));
        return same && unlisted.size() == 0;
    }

    private static int order(SortedAddresses a, int i, SortedAddresses b, int k) {
        if (i == a.size() || k == b.size()) {
            return i == a.size() ? 1 : -1;
        }
        return Long.compareUnsigned(a.get(i), b.get(k));
    }

    /** Tells of entries that are on no list; those that are linked to each other have one cause. */
    private void tellUnlisted(SortedAddresses unlisted) {
        BitSet told = new BitSet(unlisted.size());
        for (int i = 0; i < unlisted.size(); i++) {
            if (!told.get(i)) {
                int first = i;
                int before = next(unlisted, i, layout.blink(), 0);
                while (before >= 0 && before != i) {
                    first = before;
                    before = next(unlisted, before, layout.blink(), 0);
                }
                told.set(first);
                int linked = 0;
                int behind = next(unlisted, first, 0, layout.blink());
                while (behind >= 0 && behind != first) {
                    told.set(behind);
                    linked++;
                    behind = next(unlisted, behind, 0, layout.blink());
                }
                tellUnlisted(unlisted.get(first), linked);
            }
        }
    }

    /**
     * Follows a link that is answered; hence from no two entries to one.
     *
     * @param link its offset
     * @param answer offset of the one that answers it
     * @return the index of the entry that it leads to, -1 when it leads to none
     */
    private int next(SortedAddresses entries, int from, int link, int answer) {
        long node = entries.get(from) + layout.freeLink();
        long other = memory.pointer(node + link, 0);
        int index = entries.indexOf(other - layout.freeLink());
        return index >= 0 && memory.pointer(other + answer, 0) == node ? index : -1;
    }

    private void tellUnlisted(long at, int linked) {
        report.tell(
                Rule.FREE_NOT_LISTED,
                at,
                "free entry "
                        + Addresses.hex(at)
                        + (linked == 0 ? " is" : " and " + linked + " that it is linked to are")
                        + " on no free list");
    }

    private void notFree(long at) {
        report.tell(
                Rule.LISTED_NOT_FREE,
                at,
                "free list holds " + Addresses.hex(at) + ", which is no free entry");
    }
}
