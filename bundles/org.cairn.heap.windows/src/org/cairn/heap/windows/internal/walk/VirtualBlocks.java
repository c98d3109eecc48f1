package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.VirtualFields;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.memory.Addresses;
import org.cairn.memory.Run;

import java.util.List;

/**
 * Reports the blocks outside the segments, each in a reservation of its own that begins with a
 * {@code _HEAP_VIRTUAL_ALLOC_ENTRY}. {@code Size} of its {@code BusyBlock} holds the unused bytes:
 * requested are {@code CommitSize} less these.
 */
final class VirtualBlocks {
    private final HeapMemory memory;
    private final HeapLayout layout;
    private final HeapHeader heap;
    private final BlockSink sink;
    private final Kinds kinds;
    private final Report report;

    /** Whether a wrong link of the list may have led to what is no block. */
    private boolean astray;

    VirtualBlocks(HeapMemory memory, HeapHeader heap, BlockSink sink, Kinds kinds, Report report) {
        this.memory = memory;
        this.layout = memory.layout();
        this.heap = heap;
        this.sink = sink;
        this.kinds = kinds;
        this.report = report;
    }

    /**
     * Reports all virtual blocks of the heap.
     *
     * @param segments of the heap, in which no virtual block can lie
     */
    void walk(List<Segment> segments) {
        LongList nodes = new LongList();
        LinkedNodes list = new LinkedNodes(memory, layout.pointerSize());
        list.walk(
                heap.address() + layout.heap().virtualAllocdBlocks(),
                (node, forward) -> nodes.add(node));
        if (list.fault() instanceof Fault fault) {
            report.tell(Rule.LIST, Rule.ABSENT, "list of virtual blocks", fault);
            astray = !fault.absent();
        }
        SortedAddresses sorted = SortedAddresses.of(nodes);
        long end = 0;
        for (int i = 0; i < sorted.size(); i++) {
            long node = sorted.get(i);
            if (!isAligned(node)) {
                tellAlignment(node);
            } else if (isInside(node, segments) || Long.compareUnsigned(node, end) < 0) {
                tell(node, "lies in a segment or in another virtual block", "", "");
            } else {
                end = block(node, end);
            }
        }
    }

    private boolean isAligned(long node) {
        return (node & layout.virtualBlock().alignment() - 1) == 0;
    }

    /** A link leads to what can be no virtual block; when the list is told already, only that. */
    private void tellAlignment(long node) {
        if (!astray) {
            tell(
                    node,
                    "does not lie where one can begin",
                    "a multiple of " + Addresses.hex(layout.virtualBlock().alignment()),
                    Addresses.hex(node));
        }
    }

    private static boolean isInside(long node, List<Segment> segments) {
        for (Segment segment : segments) {
            if (segment.known()
                    && Long.compareUnsigned(node, segment.base()) >= 0
                    && Long.compareUnsigned(node, segment.end()) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Reports one block; returns where its reservation ends. */
    private long block(long node, long end) {
        VirtualFields fields = layout.virtualBlock();
        if (!memory.isPresent(node, fields.bytes())) {
            if (astray) {
                return end;
            }
            report.tell(
                    Rule.ABSENT,
                    node,
                    "header of virtual block " + Addresses.hex(node) + " is absent",
                    "",
                    memory.absence().label());
            return end;
        }
        long commit = memory.pointer(node + fields.commitSize(), 0);
        long reserve = memory.pointer(node + fields.reserveSize(), 0);
        if (!memory.hasHeader(node + fields.busyBlock())) {
            return end;
        }
        long header = memory.rawHeader() ^ heap.key();
        if (!isPlausible(node, commit, reserve)) {
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
        boolean plausible =
                Long.compareUnsigned(commit, layout.virtualBlock().bytes()) > 0
                        && Long.compareUnsigned(commit, reserve) <= 0
                        && Long.compareUnsigned(node, node + reserve) < 0;
        if (!plausible) {
            tell(
                    node,
                    "has no plausible size",
                    "CommitSize up to ReserveSize",
                    Addresses.hex(commit) + ", " + Addresses.hex(reserve));
        }
        return plausible;
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
