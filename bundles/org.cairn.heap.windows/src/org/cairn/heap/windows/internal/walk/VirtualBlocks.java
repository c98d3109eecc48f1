package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.VirtualFields;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.memory.Addresses;
import org.cairn.memory.Run;

/**
 * Reports the blocks outside the segments, each in a reservation of its own that begins with a
 * {@code _HEAP_VIRTUAL_ALLOC_ENTRY}. {@code Size} of its {@code BusyBlock} holds the unused bytes:
 * requested are {@code CommitSize} less these.
 */
final class VirtualBlocks {
    /** Where addresses of a 32-bit process end. */
    private static final long NARROW_END = 1L << Integer.SIZE;

    /** Where the lower half of the addresses ends on x64. */
    private static final long LOWER_END = 1L << 47;

    /** Where the upper half ends: the last page is nobody's. */
    private static final long UPPER_END = -HeapLayout.PAGE;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final HeapHeader heap;
    private final Allocations allocations;
    private final BlockSink sink;
    private final Kinds kinds;
    private final Report report;

    VirtualBlocks(
            HeapMemory memory,
            HeapHeader heap,
            Allocations allocations,
            BlockSink sink,
            Kinds kinds,
            Report report) {
        this.memory = memory;
        this.layout = memory.layout();
        this.heap = heap;
        this.allocations = allocations;
        this.sink = sink;
        this.kinds = kinds;
        this.report = report;
    }

    /**
     * Reports all virtual blocks of the heap.
     *
     * @param nodes that the heap's list leads to
     * @param segments of the heap, in which no virtual block can lie
     */
    void walk(VirtualNodes nodes, Extents segments) {
        nodes.fault()
                .ifPresent(
                        fault ->
                                report.tell(
                                        Rule.LIST, Rule.ABSENT, "list of virtual blocks", fault));
        long end = 0;
        for (int i = 0; i < nodes.all().size(); i++) {
            long node = nodes.all().get(i);
            if (!layout.virtualBlock().isAligned(node)) {
                tellAlignment(node, nodes.isAstray());
            } else if (segments.contain(node) || Long.compareUnsigned(node, end) < 0) {
                tell(node, "lies in a segment or in another virtual block", "", "");
            } else if (isPresent(node, nodes.isAstray())) {
                end = block(node, limit(node, nodes, segments), end);
            }
        }
    }

    /** A link leads to what can be no virtual block; when the list is told already, only that. */
    private void tellAlignment(long node, boolean astray) {
        if (!astray) {
            tell(
                    node,
                    "does not lie where one can begin",
                    "a multiple of " + Addresses.hex(layout.virtualBlock().alignment()),
                    Addresses.hex(node));
        }
    }

    /** Whether the header of a block is there; when the list is told already, only that. */
    private boolean isPresent(long node, boolean astray) {
        boolean present = memory.isPresent(node, layout.virtualBlock().bytes());
        if (!present && !astray) {
            report.tell(
                    Rule.ABSENT,
                    node,
                    "header of virtual block " + Addresses.hex(node) + " is absent",
                    "",
                    memory.absence().label());
        }
        return present;
    }

    /** The farthest that the reservation of a block can reach. */
    private long limit(long node, VirtualNodes nodes, Extents segments) {
        long limit = nearer(addressesEnd(node), next(nodes.begins(), node));
        limit = nearer(limit, next(segments.starts(), node));
        return nearer(limit, allocations.end(node));
    }

    private long addressesEnd(long node) {
        if (layout.pointerSize() == Integer.BYTES) {
            return NARROW_END;
        }
        return Long.compareUnsigned(node, LOWER_END) < 0 ? LOWER_END : UPPER_END;
    }

    private static long next(SortedAddresses addresses, long node) {
        int index = addresses.firstFrom(node + 1);
        return index < addresses.size() ? addresses.get(index) : 0;
    }

    private static long nearer(long limit, long other) {
        return other != 0 && Long.compareUnsigned(other, limit) < 0 ? other : limit;
    }

    /** Reports one block; returns where its reservation ends. */
    private long block(long node, long limit, long end) {
        VirtualFields fields = layout.virtualBlock();
        long commit = memory.pointer(node + fields.commitSize(), 0);
        long claimed = memory.pointer(node + fields.reserveSize(), 0);
        if (!memory.hasHeader(node + fields.busyBlock())) {
            return end;
        }
        long header = memory.rawHeader() ^ heap.key();
        if (!isPlausible(node, commit, claimed)) {
            return end;
        }
        long reserve = reserve(node, commit, claimed, limit);
        if (reserve == 0) {
            return end;
        }
        long unused = layout.entry().units(header);
        long requested = commit - unused;
        if (!check(node, header, commit)) {
            requested = commit - fields.bytes();
        }
        sink.segment(node, reserve, "virtual block");
        sink.block(
                node,
                commit,
                node + fields.bytes(),
                requested,
                BlockState.BUSY,
                kinds.virtual(),
                BlockSink.NO_OWNER,
                isDataPresent(node, commit) ? 0 : BlockSink.DATA_ABSENT);
        if (reserve != commit) {
            sink.uncommitted(node + commit, reserve - commit);
        }
        return node + reserve;
    }

    private boolean isPlausible(long node, long commit, long reserve) {
        boolean plausible = layout.virtualBlock().canBeSizes(commit, reserve);
        if (!plausible) {
            tell(
                    node,
                    "has no plausible size",
                    "CommitSize in pages, up to ReserveSize",
                    Addresses.hex(commit) + ", " + Addresses.hex(reserve));
        }
        return plausible;
    }

    /**
     * The size of a block's reservation: what the block claims, or, where that cannot be, what the
     * container says of it, else only what is committed.
     *
     * @return bytes; 0 when not even what is committed can be
     */
    private long reserve(long node, long commit, long claimed, long limit) {
        long room = Long.compareUnsigned(node, limit) < 0 ? limit - node : 0;
        if (Long.compareUnsigned(claimed, room) <= 0 && (claimed & HeapLayout.PAGE - 1) == 0) {
            return claimed;
        }
        tell(
                node,
                "cannot reserve so much",
                "ReserveSize in pages, up to " + Addresses.hex(room),
                Addresses.hex(claimed));
        if (Long.compareUnsigned(commit, room) > 0) {
            return 0;
        }
        return limit == allocations.end(node) ? room : commit;
    }

    /** Checks the header of the block; returns whether its unused bytes can be believed. */
    private boolean check(long node, long header, long commit) {
        EntryFormat entry = layout.entry();
        int required = EntryFormat.BUSY | EntryFormat.INTERNAL;
        if (!heap.checksumHolds(entry, header)) {
            report.tell(
                    Rule.CHECKSUM,
                    node + layout.virtualBlock().busyBlock(),
                    "header of virtual block " + Addresses.hex(node) + " fails its checksum",
                    "SmallTagIndex " + Addresses.hex(entry.checksum(header)),
                    Addresses.hex(entry.smallTagIndex(header)));
            return false;
        }
        if ((entry.flags(header) & required) != required) {
            tell(
                    node,
                    "is not flagged as busy and virtual",
                    Addresses.hex(required),
                    Addresses.hex(entry.flags(header)));
        }
        boolean possible =
                entry.units(header) >= layout.virtualBlock().bytes()
                        && Long.compareUnsigned(entry.units(header), commit) <= 0;
        if (!possible) {
            tell(
                    node,
                    "has fewer unused bytes than its header or more than it has bytes",
                    Addresses.hex(layout.virtualBlock().bytes()) + " to " + Addresses.hex(commit),
                    Addresses.hex(entry.units(header)));
        }
        return possible;
    }

    private boolean isDataPresent(long node, long commit) {
        long last = node + commit - 1;
        long at = node;
        while (memory.space().runAt(at) instanceof Run.Mapped run) {
            if (Long.compareUnsigned(run.last(), last) >= 0) {
                return true;
            }
            at = run.last() + 1;
        }
        return false;
    }

    private void tell(long node, String what, String expected, String actual) {
        report.tell(
                Rule.VIRTUAL,
                node,
                "virtual block " + Addresses.hex(node) + " " + what,
                expected,
                actual);
    }
}
