package org.cairn.heap.windows.internal.page;

import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Follows the lists and the tree of a page heap's nodes and checks them. Where one of them cannot
 * be followed to its end, the memory that the nodes come from is searched for those that are
 * missing.
 */
final class NodeReader {
    /** Bounds the memory for nodes in made-up dumps; 8 GiB of the smallest blocks. */
    private static final int MAX_NODES = 1 << 20;

    /** Bounds the time for the search in pools of made-up sizes. */
    static final int MAX_SEARCHED = 1 << 22;

    private static final Comparator<PageNode> ORDER =
            (a, b) -> Long.compareUnsigned(a.block(), b.block());

    private final ProcessMemory memory;
    private final PageHeapLayout layout;
    private final PageRoot root;
    private final Report report;
    private final AbsentNodes absent;
    private final Progress progress;
    private final Set<Long> seen = new HashSet<>();
    private final Map<NodeKind, Long> ends = new EnumMap<>(NodeKind.class);
    private final List<PageNode> ranges = new ArrayList<>();
    private final List<PageNode> nodes = new ArrayList<>();
    private boolean complete = true;
    private int searched;
    private boolean rangesComplete;

    NodeReader(
            ProcessMemory memory,
            PageHeapLayout layout,
            PageRoot root,
            Report report,
            Progress progress) {
        this.memory = memory;
        this.layout = layout;
        this.root = root;
        this.report = report;
        this.absent = new AbsentNodes(memory, layout, report);
        this.progress = progress;
    }

    /** Reads all nodes. */
    void read() {
        RootFields fields = layout.root();
        List<PageNode> pools = new ArrayList<>();
        chain(fields.ranges(), "list of ranges", NodeKind.POOL, ranges);
        rangesComplete = complete;
        if (rangesComplete) {
            count(fields.rangeCount(), "ranges", ranges.size());
        }
        chain(fields.pools(), "list of node pools", NodeKind.POOL, pools);
        nodes.addAll(pools);
        if (layout.hasTree()) {
            BusyTree tree = new BusyTree(memory, layout, report, absent, this::take);
            complete &= tree.read(root.address() + fields.busy());
        } else {
            chain(fields.busy(), "list of busy nodes", NodeKind.BUSY, nodes);
        }
        chain(fields.free(), "list of freed nodes", NodeKind.DELAYED, nodes);
        available();
        if (!complete) {
            search(pools);
        } else {
            compare(pools);
        }
        nodes.sort(ORDER);
    }

    /** Looks for nodes that nothing led to; adds them. */
    private void search(List<PageNode> pools) {
        List<PageNode> unused = new ArrayList<>();
        chain(layout.root().unused(), "list of unused nodes", NodeKind.POOL, unused);
        List<PageNode> rescued = new ArrayList<>();
        pools.forEach(pool -> rescue(pool, rescued));
        merge(rescued);
    }

    /** Compares the root's numbers; where nodes are missing, a link may have been zeroed. */
    private void compare(List<PageNode> pools) {
        RootFields fields = layout.root();
        int read = nodes.size();
        if (isFewer(fields.busyCount(), NodeKind.BUSY)
                || isFewer(fields.freeCount(), NodeKind.DELAYED)) {
            search(pools);
        }
        List<PageNode> found = List.copyOf(nodes.subList(read, nodes.size()));
        compare(NodeKind.BUSY, fields.busyCount(), "busy nodes", found);
        compare(NodeKind.DELAYED, fields.freeCount(), "freed nodes", found);
        count(fields.availableCount(), "available nodes", number(NodeKind.AVAILABLE));
    }

    private boolean isFewer(int field, NodeKind kind) {
        long found = number(kind);
        return found < memory.u32(root.address() + field, found);
    }

    /** Nodes that were found by searching count when they are as many as the root misses. */
    private void compare(NodeKind kind, int field, String what, List<PageNode> found) {
        List<PageNode> missed = found.stream().filter(node -> node.kind() == kind).toList();
        long all = number(kind);
        if (!missed.isEmpty() && memory.u32(root.address() + field, 0) == all) {
            cut(kind, what, missed);
        } else {
            nodes.removeAll(new HashSet<>(missed));
            count(field, what, all - missed.size());
        }
    }

    private void cut(NodeKind kind, String what, List<PageNode> missed) {
        boolean tree = kind == NodeKind.BUSY && layout.hasTree();
        Long end = tree ? Long.valueOf(cutLink(missed)) : ends.get(kind);
        report.tell(
                tree ? PageHeapRule.TREE : PageHeapRule.LIST,
                end == null ? root.address() : end.longValue(),
                (tree ? "tree of " : "list of ") + what + " ends early",
                missed.size() + " more nodes",
                "0");
    }

    /** The link of zero that should lead to one of the nodes, by what they call their parent. */
    private long cutLink(List<PageNode> missed) {
        long table = root.address() + layout.root().busy();
        Set<Long> lost = new HashSet<>();
        missed.forEach(node -> lost.add(node.address()));
        for (PageNode node : missed) {
            long parent = memory.pointer(node.address() + layout.tree().parent(), 0);
            if (!lost.contains(parent)) {
                long above = memory.pointer(parent + layout.node().user(), 0);
                boolean right = parent == table || Long.compareUnsigned(node.user(), above) > 0;
                return parent + (right ? layout.tree().right() : layout.tree().left());
            }
        }
        return table + layout.tree().right();
    }

    /** Adds nodes whose ranges do not lie across those of other nodes. */
    private void merge(List<PageNode> rescued) {
        NavigableMap<Long, PageNode> known = new TreeMap<>(Long::compareUnsigned);
        nodes.forEach(node -> known.put(node.block(), node));
        for (PageNode node : rescued) {
            Map.@Nullable Entry<Long, PageNode> before = known.lowerEntry(node.end());
            if (before == null
                    || Long.compareUnsigned(before.getValue().end(), node.block()) <= 0) {
                known.put(node.block(), node);
                nodes.add(node);
            }
        }
    }

    /** The reserved ranges, in the heap's order. */
    List<PageNode> ranges() {
        return ranges;
    }

    /** Whether the list of ranges was followed to its end; to be called after {@link #read}. */
    boolean hasAllRanges() {
        return rangesComplete;
    }

    /** All other nodes that are in use, by the ranges that they stand for, ascending. */
    List<PageNode> nodes() {
        return nodes;
    }

    private long number(NodeKind kind) {
        return nodes.stream().filter(node -> node.kind() == kind).count();
    }

    private void count(int field, String what, long found) {
        long claimed = memory.u32(root.address() + field, found);
        if (claimed != found) {
            report.tell(
                    PageHeapRule.COUNT,
                    root.address() + field,
                    "page heap " + Addresses.hex(root.handle()) + " has another number of " + what,
                    Long.toString(claimed),
                    Long.toString(found));
        }
    }

    /** Takes a node of the tree; returns whether it was not taken before. */
    private boolean take(long address) {
        progress.checkCancelled();
        if (nodes.size() == MAX_NODES || !seen.add(address)) {
            return false;
        }
        nodes.add(PageNode.read(memory, layout.node(), address, NodeKind.BUSY));
        return true;
    }

    private void chain(int head, String list, NodeKind kind, List<PageNode> into) {
        long link = root.address() + head;
        long address = memory.pointer(link, 0);
        while (address != 0) {
            progress.checkCancelled();
            if (!isNode(address)) {
                end(link, list, address);
                return;
            }
            if (seen.size() >= MAX_NODES || !seen.add(address)) {
                report.tell(
                        PageHeapRule.LIST,
                        link,
                        list + " leads to a node a second time",
                        "another node",
                        Addresses.hex(address));
                complete = false;
                return;
            }
            into.add(PageNode.read(memory, layout.node(), address, kind));
            link = address + layout.node().next();
            address = memory.pointer(link, 0);
        }
        ends.put(kind, Long.valueOf(link));
    }

    private boolean isNode(long address) {
        return (address & layout.pointerSize() - 1) == 0
                && memory.isPresent(address, layout.node().bytes());
    }

    private void end(long link, String list, long address) {
        complete = false;
        boolean wrong = (address & layout.pointerSize() - 1) != 0;
        if (!wrong && !isForeign(address)) {
            absent.tell(link, list, address);
            return;
        }
        report.tell(
                PageHeapRule.LIST,
                link,
                list + " leads to no node",
                "a node, or 0",
                Addresses.hex(address));
    }

    /** Whether an address lies outside of all ranges, where no node can be. */
    private boolean isForeign(long address) {
        return rangesComplete
                && ranges.stream()
                        .noneMatch(
                                range ->
                                        Long.compareUnsigned(address - range.block(), range.size())
                                                < 0);
    }

    private void available() {
        RootFields fields = layout.root();
        if (!layout.hasTree()) {
            chain(fields.available(), "list of available nodes", NodeKind.AVAILABLE, nodes);
            return;
        }
        LongList found = new LongList();
        LinkedNodes list = new LinkedNodes(memory, layout.pointerSize());
        list.walk(root.address() + fields.available(), (node, forward) -> found.add(node));
        if (list.fault() instanceof Fault fault) {
            available(fault);
            complete = false;
        }
        for (int i = 0; i < found.size() && nodes.size() < MAX_NODES; i++) {
            long address = found.get(i);
            if (isNode(address) && seen.add(address)) {
                nodes.add(PageNode.read(memory, layout.node(), address, NodeKind.AVAILABLE));
            }
        }
    }

    private void available(Fault fault) {
        String list = "list of available nodes";
        if (fault.absent()) {
            absent.tell(fault.address(), list, memory.pointer(fault.address(), 0));
        } else {
            report.tell(PageHeapRule.LIST, PageHeapRule.ABSENT, list, fault);
        }
    }

    /** Where nodes can be in the memory that they come from, of which the root takes a part. */
    static Iterable<Long> slots(PageNode pool, PageRoot root, PageHeapLayout layout) {
        long from = pool.block() + (root.address() == pool.block() ? layout.root().bytes() : 0);
        int bytes = layout.node().bytes();
        long room = pool.hasPages() ? pool.end() - from : 0;
        return () ->
                LongStream.range(0, Math.min(room / bytes, MAX_NODES))
                        .map(i -> from + i * bytes)
                        .iterator();
    }

    /** Looks for nodes in the memory that they come from. */
    private void rescue(PageNode pool, List<PageNode> rescued) {
        for (long at : slots(pool, root, layout)) {
            progress.checkCancelled();
            if (++searched > MAX_SEARCHED) {
                return;
            }
            if (seen.size() < MAX_NODES && isNode(at) && !seen.contains(at)) {
                PageNode node = PageNode.read(memory, layout.node(), at, NodeKind.BUSY);
                if (node.hasPages() && node.holdsData() && node.access() != 0) {
                    seen.add(at);
                    rescued.add(stamped(node));
                }
            }
        }
    }

    /** Busy or freed: what stands before the data says it. */
    private PageNode stamped(PageNode node) {
        InformationFields fields = layout.information();
        long information = node.user() - fields.bytes();
        long stamp = memory.u32(information + fields.startStamp(), 0);
        return stamp == BlockStamps.FULL_BUSY.start()
                ? node
                : PageNode.read(memory, layout.node(), node.address(), NodeKind.DELAYED);
    }
}
