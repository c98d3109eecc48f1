package org.cairn.heap.windows.internal.page;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.stack.TraceOwners;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decodes one page heap: its ranges, in each the ranges of its nodes. */
public final class PageHeapWalk {
    private final PageHeapLayout layout;
    private final ProcessMemory memory;
    private final AddressSpace space;
    private final Progress progress;
    private final BlockSink sink;
    private final Report report;
    private final PageRoot root;
    private final NodeChecks checks;
    private final Optional<TraceOwners> traces;
    private final Map<NodeKind, Integer> kinds = new EnumMap<>(NodeKind.class);
    private final int headerKind;

    /**
     * Prepares for a heap.
     *
     * @param heap as it was found
     * @param context its process; its progress is told of bytes of ranges
     * @param sink takes the blocks
     */
    public PageHeapWalk(HeapRoot heap, DecodeContext context, BlockSink sink) {
        layout = PageHeapFinder.layout(heap, context);
        space = context.space();
        memory = new ProcessMemory(space, layout.pointerSize());
        progress = context.progress();
        this.sink = sink;
        report = new Report(sink, new ProcessMemory(space, layout.pointerSize()));
        root = PageRoot.read(memory, layout, heap.address());
        traces = TraceOwners.open(context, layout.architecture());
        checks = new NodeChecks(memory, layout, root, traces, report);
        for (NodeKind kind : NodeKind.values()) {
            kinds.put(kind, Integer.valueOf(sink.kind(kind.label())));
        }
        headerKind = sink.kind("page heap header");
    }

    /** Reports every block. */
    public void run() {
        checkSignature();
        NodeReader reader = new NodeReader(memory, layout, root, report, progress);
        reader.read();
        List<PageNode> nodes = new ArrayList<>();
        for (PageNode node : reader.nodes()) {
            if (isSound(node)) {
                nodes.add(node);
            }
        }
        List<PageRange> ranges = PageRange.of(reader.ranges(), report);
        if (!reader.hasAllRanges() || !reader.ranges().stream().allMatch(PageNode::hasPages)) {
            ranges = PageRange.withNodes(ranges, nodes);
        }
        progress.total(ranges.stream().mapToLong(PageRange::size).sum());
        int next = 0;
        for (PageRange range : ranges) {
            next = outside(nodes, next, range.start());
            sink.segment(range.start(), range.size(), "page heap range");
            next = range(nodes, next, range);
        }
        outside(nodes, next, 0);
        report.close(root.handle());
    }

    private void checkSignature() {
        long at = root.address() + layout.root().signature();
        long signature = memory.u32(at, RootFields.SIGNATURE);
        if (signature != RootFields.SIGNATURE) {
            report.tell(
                    PageHeapRule.HEAP,
                    at,
                    "page heap " + Addresses.hex(root.handle()) + " has no heap signature",
                    Addresses.hex(RootFields.SIGNATURE),
                    Addresses.hex(signature));
        }
    }

    private boolean isSound(PageNode node) {
        boolean sound = node.hasPages() && (!node.hasData() || node.holdsData());
        if (!sound) {
            tell(node, "has no plausible range or data", node.block(), node.size());
        }
        return sound;
    }

    private void tell(PageNode node, String what, long from, long size) {
        report.tell(
                PageHeapRule.NODE,
                node.address(),
                "node " + Addresses.hex(node.address()) + " " + what,
                "",
                Addresses.hex(from) + ", " + Addresses.hex(size) + " bytes");
    }

    /** Passes over nodes that lie before a range, or, for 0, over all; returns the next one. */
    private int outside(List<PageNode> nodes, int from, long start) {
        int next = from;
        while (next < nodes.size()
                && (start == 0 || Long.compareUnsigned(nodes.get(next).block(), start) < 0)) {
            PageNode node = nodes.get(next++);
            tell(node, "lies in none of the heap's ranges", node.block(), node.size());
        }
        return next;
    }

    private int range(List<PageNode> nodes, int from, PageRange range) {
        int next = from;
        long position = range.start();
        while (next < nodes.size()
                && Long.compareUnsigned(nodes.get(next).block() - range.start(), range.size())
                        < 0) {
            progress.checkCancelled();
            PageNode node = nodes.get(next++);
            if (Long.compareUnsigned(node.block(), position) < 0) {
                tell(node, "lies across another one", node.block(), node.size());
            } else if (Long.compareUnsigned(node.size(), range.end() - node.block()) > 0) {
                tell(node, "leaves its range", node.block(), node.size());
            } else {
                uncovered(position, node.block());
                node(node);
                progress.step(node.end() - position);
                position = node.end();
            }
        }
        uncovered(position, range.end());
        progress.step(range.end() - position);
        return next;
    }

    private void node(PageNode node) {
        boolean data = node.hasData();
        int owner =
                node.kind() == NodeKind.BUSY && traces.isPresent()
                        ? traces.get().owner(node.trace(), sink)
                        : BlockSink.NO_OWNER;
        sink.block(
                node.block(),
                node.size(),
                data ? node.user() : node.block(),
                data ? node.requested() : node.size(),
                node.kind().state(),
                kind(node.kind()),
                owner,
                data && !isPresent(node.user(), node.requested()) ? BlockSink.DATA_ABSENT : 0);
        if (data) {
            checks.check(node);
        }
    }

    private int kind(NodeKind kind) {
        return kinds.getOrDefault(kind, Integer.valueOf(0)).intValue();
    }

    /** Accounts for a part of a range that no node covers: the handle's page, the lock's page. */
    private void uncovered(long from, long to) {
        long at = from;
        for (long page : new long[] {root.handle(), root.lock() & -PageHeapLayout.PAGE}) {
            long size = to - at;
            if (Long.compareUnsigned(page - at, size) < 0 && size >= PageHeapLayout.PAGE) {
                gap(at, page);
                sink.block(
                        page,
                        PageHeapLayout.PAGE,
                        page,
                        PageHeapLayout.PAGE,
                        BlockState.METADATA,
                        headerKind,
                        BlockSink.NO_OWNER,
                        0);
                at = page + PageHeapLayout.PAGE;
            }
        }
        gap(at, to);
    }

    private void gap(long from, long to) {
        if (from != to) {
            Absence why =
                    space.runAt(from) instanceof Run.Absent absent ? absent.why() : Absence.CORRUPT;
            sink.gap(from, to - from, why);
        }
    }

    private boolean isPresent(long address, long bytes) {
        long at = address;
        long end = address + bytes;
        while (Long.compareUnsigned(at, end) < 0) {
            if (!(space.runAt(at) instanceof Run.Mapped run)) {
                return false;
            }
            at = run.last() + 1;
            if (at == 0) {
                break;
            }
        }
        return true;
    }
}
