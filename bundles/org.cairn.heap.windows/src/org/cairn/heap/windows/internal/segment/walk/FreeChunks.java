package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.HeapRule;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.memory.SlistHeader;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.heap.windows.internal.segment.layout.VsFields;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the VS allocator keeps of free chunks besides their headers: the tree of free chunks, and
 * the chain of chunks that were freed but whose headers still say busy ({@code DelayFree}).
 */
final class FreeChunks {
    private static final int MAX_DELAYED = 1 << 20;

    /** Faults that are kept until all headers were read. */
    private static final int MAX_WAITING = 1 << 12;

    private final Scope scope;
    private final VsFields fields;
    private final LongList members = new LongList();
    private final SortedAddresses listed;
    private final int[] sizes;
    private final SortedAddresses delayed;
    private final BitSet found = new BitSet();
    private final List<LinkFault> waiting = new ArrayList<>();
    private final Set<Long> linked = new HashSet<>();
    private final LongList damaged = new LongList();
    private final LongList unlisted = new LongList();
    private final boolean complete;
    private boolean memberDamaged;

    /** Reads both from a {@code _HEAP_VS_CONTEXT}. */
    FreeChunks(Scope scope, long context) {
        this.scope = scope;
        this.fields = scope.layout().vs();
        TreeReader tree = new TreeReader(scope, "tree of free chunks", this::later);
        LongList nodes = tree.read(context + fields.freeTree());
        for (int i = 0; i < nodes.size(); i++) {
            members.add(nodes.get(i) - fields.node());
        }
        this.complete = tree.isComplete();
        this.listed = SortedAddresses.of(members);
        this.sizes = new int[listed.size()];
        this.delayed =
                fields.delayFree() < 0
                        ? SortedAddresses.EMPTY
                        : delayed(context + fields.delayFree());
    }

    /** Whether a chunk that its header calls busy is free. */
    boolean isDelayed(long chunk) {
        return delayed.size() != 0 && delayed.contains(chunk);
    }

    /** Keeps a fault until it is known whether it lies in a chunk whose header is damaged, too. */
    private void later(LinkFault fault) {
        if (waiting.size() < MAX_WAITING) {
            waiting.add(fault);
            linked.add(fault.target() - fields.node());
        } else {
            scope.tell(fault);
        }
    }

    /** Takes note of a chunk whose header is damaged: its links are not to be believed either. */
    void damaged(long chunk) {
        damaged.add(chunk);
        memberDamaged |= index(chunk) >= 0;
    }

    /** Whether the tree leads to a chunk whose header is damaged; counts as found. */
    boolean claim(long chunk) {
        int index = index(chunk);
        if (index >= 0) {
            found.set(index);
        }
        return index >= 0 || linked.contains(chunk);
    }

    /** Takes note of a free chunk, which must be in the tree. */
    void meet(long chunk, long size) {
        int index = index(chunk);
        if (index >= 0) {
            found.set(index);
            sizes[index] = (int) size;
        } else if (complete) {
            unlisted.add(chunk);
        }
    }

    private int index(long chunk) {
        int index = listed.firstFrom(chunk);
        return index < listed.size() && listed.get(index) == chunk ? index : -1;
    }

    /**
     * Compares the tree with the chunks that were met.
     *
     * @param whole whether all chunks of the heap were met
     */
    void close(boolean whole) {
        tellFaults();
        checkOrder();
        for (int i = 0; !memberDamaged && i < unlisted.size(); i++) {
            scope.report()
                    .tell(
                            SegmentRule.FREE_TREE,
                            unlisted.get(i),
                            "free chunk "
                                    + Addresses.hex(unlisted.get(i))
                                    + " is not in the tree of free chunks");
        }
        for (int i = found.nextClearBit(0); whole && i < listed.size(); ) {
            scope.report()
                    .tell(
                            SegmentRule.FREE_TREE,
                            listed.get(i),
                            "member "
                                    + Addresses.hex(listed.get(i))
                                    + " of the tree of free chunks is no free chunk");
            i = found.nextClearBit(i + 1);
        }
    }

    /** Tells the faults that are no echo of a damaged header. */
    private void tellFaults() {
        SortedAddresses chunks = SortedAddresses.of(damaged);
        long headerBytes = (long) VsFields.MIN_UNITS * fields.unit();
        for (LinkFault fault : waiting) {
            int next = chunks.firstFrom(fault.link() - headerBytes + 1);
            boolean inside =
                    next < chunks.size()
                            && Long.compareUnsigned(chunks.get(next), fault.link()) <= 0;
            if (!inside && !chunks.contains(fault.target() - fields.node())) {
                scope.tell(fault);
            }
        }
    }

    /** The tree is ordered by size; only chunks that were met have one that can be believed. */
    private void checkOrder() {
        int before = 0;
        for (int i = 0; i < members.size(); i++) {
            int size = sizes[index(members.get(i))];
            if (size != 0 && size < before) {
                scope.report()
                        .tell(
                                SegmentRule.TREE,
                                members.get(i),
                                "tree of free chunks: member "
                                        + Addresses.hex(members.get(i))
                                        + " is out of order",
                                "at least " + Addresses.hex(before) + " bytes",
                                Addresses.hex(size) + " bytes");
            }
            before = size != 0 ? size : before;
        }
    }

    private SortedAddresses delayed(long head) {
        ProcessMemory memory = scope.memory();
        SlistHeader header = SlistHeader.readModern(memory, head);
        LongList chunks = new LongList();
        Set<Long> seen = new HashSet<>();
        long link = head;
        long entry = header.next();
        while (entry != 0) {
            boolean aligned = (entry & fields.unit() - 1) == 0;
            if (!aligned || seen.size() >= MAX_DELAYED || !seen.add(entry)) {
                delayFault(
                        SegmentRule.DELAY_FREE,
                        link,
                        entry,
                        "goes wrong",
                        "the next entry, or 0",
                        Addresses.hex(entry));
                return SortedAddresses.of(chunks);
            }
            if (!memory.isPresent(entry, memory.pointerSize())) {
                String what = "leads to absent memory at " + Addresses.hex(entry);
                delayFault(SegmentRule.ABSENT, link, entry, what, "", "");
                return SortedAddresses.of(chunks);
            }
            chunks.add(entry - fields.unit());
            link = entry;
            entry = memory.pointerAt(0);
        }
        int depth = chunks.size() & SlistHeader.DEPTH_MASK;
        if (depth != header.depth()) {
            delayFault(
                    SegmentRule.DELAY_FREE,
                    link,
                    0,
                    "ends after another number of entries than its head says",
                    Integer.toString(header.depth()),
                    Integer.toString(depth));
        }
        return SortedAddresses.of(chunks);
    }

    private void delayFault(
            HeapRule rule, long link, long entry, String what, String expected, String actual) {
        waiting.add(
                new LinkFault(
                        rule,
                        link,
                        entry,
                        scope.memory().pointerSize(),
                        "chain of delayed frees " + what,
                        expected,
                        actual));
    }
}
