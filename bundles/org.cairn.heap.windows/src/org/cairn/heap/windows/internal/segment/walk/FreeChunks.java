package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.memory.SlistHeader;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.heap.windows.internal.segment.layout.VsFields;
import org.cairn.heap.windows.internal.segment.memory.ChunkReader;
import org.cairn.memory.Addresses;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * What the VS allocator keeps of free chunks besides their headers: the tree of free chunks, and
 * the chain of chunks that were freed but whose headers still say busy ({@code DelayFree}).
 */
final class FreeChunks {
    private static final int MAX_DELAYED = 1 << 20;

    private final Scope scope;
    private final VsFields fields;
    private final SortedAddresses listed;
    private final SortedAddresses delayed;
    private final BitSet found = new BitSet();
    private final boolean complete;

    /** Reads both from a {@code _HEAP_VS_CONTEXT}. */
    FreeChunks(Scope scope, ChunkReader chunks, long context) {
        this.scope = scope;
        this.fields = scope.layout().vs();
        TreeReader tree = new TreeReader(scope, "tree of free chunks");
        LongList nodes = tree.read(context + fields.freeTree());
        LongList members = new LongList();
        for (int i = 0; i < nodes.size(); i++) {
            members.add(nodes.get(i) - fields.node());
        }
        checkOrder(chunks, members);
        this.complete = tree.isComplete();
        this.listed = SortedAddresses.of(members);
        this.delayed =
                fields.delayFree() < 0
                        ? SortedAddresses.EMPTY
                        : delayed(context + fields.delayFree());
    }

    /** Whether a chunk that its header calls busy is free. */
    boolean isDelayed(long chunk) {
        return delayed.size() != 0 && delayed.contains(chunk);
    }

    /** Whether the tree has a chunk whose header is damaged; counts as found. */
    boolean claim(long chunk) {
        int index = listed.firstFrom(chunk);
        boolean known = index < listed.size() && listed.get(index) == chunk;
        if (known) {
            found.set(index);
        }
        return known;
    }

    /** Takes note of a free chunk, which must be in the tree. */
    void meet(long chunk) {
        if (!claim(chunk) && complete) {
            scope.report()
                    .tell(
                            SegmentRule.FREE_TREE,
                            chunk,
                            "free chunk "
                                    + Addresses.hex(chunk)
                                    + " is not in the tree of free chunks");
        }
    }

    /**
     * Compares the tree with the chunks that were met.
     *
     * @param whole whether all chunks of the heap were met
     */
    void close(boolean whole) {
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

    /** The tree is ordered by size. Members with damaged headers are reported by the walk. */
    private void checkOrder(ChunkReader chunks, LongList members) {
        long before = 0;
        for (int i = 0; i < members.size(); i++) {
            long chunk = members.get(i);
            if (!chunks.isPresent(chunk)) {
                continue;
            }
            long word = chunks.decode(chunk);
            if (!chunks.isPlausible(word) || chunks.isAllocated(word)) {
                continue;
            }
            long size = chunks.bytes(word);
            if (size < before) {
                scope.report()
                        .tell(
                                SegmentRule.TREE,
                                chunk,
                                "tree of free chunks: member "
                                        + Addresses.hex(chunk)
                                        + " is out of order",
                                "at least " + Addresses.hex(before) + " bytes",
                                Addresses.hex(size) + " bytes");
            }
            before = Math.max(before, size);
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
                scope.report()
                        .tell(
                                SegmentRule.DELAY_FREE,
                                link,
                                "chain of delayed frees goes wrong",
                                "the next entry, or 0",
                                Addresses.hex(entry));
                break;
            }
            if (!memory.isPresent(entry, memory.pointerSize())) {
                scope.report()
                        .tell(
                                SegmentRule.ABSENT,
                                link,
                                "chain of delayed frees leads to absent memory at "
                                        + Addresses.hex(entry),
                                "",
                                memory.absence().label());
                break;
            }
            chunks.add(entry - fields.unit());
            link = entry;
            entry = memory.pointerAt(0);
        }
        return SortedAddresses.of(chunks);
    }
}
