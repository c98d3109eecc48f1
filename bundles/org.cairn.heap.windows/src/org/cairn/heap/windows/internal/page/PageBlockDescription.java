package org.cairn.heap.windows.internal.page;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.windows.internal.crt.CrtFields;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.stack.TraceOwners;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows the node of a block of a page heap and what stands before its data. */
public final class PageBlockDescription {
    private static final int MAX_LINKS = 1 << 16;

    private final ProcessMemory memory;
    private final PageHeapLayout layout;
    private final Optional<TraceOwners> traces;
    private final List<FieldValue> fields = new ArrayList<>();

    private PageBlockDescription(
            ProcessMemory memory, PageHeapLayout layout, Optional<TraceOwners> traces) {
        this.memory = memory;
        this.layout = layout;
        this.traces = traces;
    }

    /**
     * Shows a block.
     *
     * @param heap the heap
     * @param block address of the block
     * @param context the process
     * @return its fields, empty when it has no node
     */
    public static List<FieldValue> of(HeapRoot heap, long block, DecodeContext context) {
        PageHeapLayout layout = PageHeapFinder.layout(heap, context);
        ProcessMemory memory = new ProcessMemory(context.space(), layout.pointerSize());
        PageBlockDescription shown =
                new PageBlockDescription(
                        memory, layout, TraceOwners.open(context, layout.architecture()));
        PageRoot root = PageRoot.read(memory, layout, heap.address());
        shown.find(root, block).ifPresent(node -> shown.node(node, shown.isFreed(root, node)));
        return shown.fields;
    }

    /** Looks for the node of a block in the memory that nodes come from. */
    private Optional<PageNode> find(PageRoot root, long block) {
        Optional<PageNode> found = Optional.empty();
        long link = root.address() + layout.root().pools();
        long pool = memory.pointer(link, 0);
        int searched = 0;
        Set<Long> seen = new HashSet<>();
        while (pool != 0 && seen.size() < MAX_LINKS && seen.add(pool)) {
            if (!memory.isPresent(pool, layout.node().bytes())) {
                break;
            }
            PageNode range = PageNode.read(memory, layout.node(), pool, NodeKind.POOL);
            for (long at : NodeReader.slots(range, root, layout)) {
                if (++searched > NodeReader.MAX_SEARCHED) {
                    return found;
                }
                if (memory.isPresent(at, layout.node().bytes())) {
                    PageNode node = PageNode.read(memory, layout.node(), at, NodeKind.BUSY);
                    boolean better = found.isEmpty() || node.user() != 0;
                    if (node.block() == block && node.hasPages() && better) {
                        found = Optional.of(node);
                    }
                }
            }
            pool = memory.pointer(pool + layout.node().next(), 0);
        }
        return found;
    }

    /** Whether a node is in the list of freed ones. */
    private boolean isFreed(PageRoot root, PageNode node) {
        long freed = memory.pointer(root.address() + layout.root().free(), 0);
        Set<Long> seen = new HashSet<>();
        while (freed != 0 && seen.size() < MAX_LINKS && seen.add(freed)) {
            if (freed == node.address()) {
                return true;
            }
            freed = memory.pointer(freed + layout.node().next(), 0);
        }
        return false;
    }

    private void node(PageNode node, boolean freed) {
        NodeFields at = layout.node();
        pointer("pVirtualBlock", node.address() + at.block());
        size("nVirtualBlockSize", node.address() + at.blockSize());
        size("nVirtualAccessSize", node.address() + at.accessSize());
        pointer("pUserAllocation", node.address() + at.user());
        size("nUserRequestedSize", node.address() + at.requested());
        size("nUserActualSize", node.address() + at.actual());
        trace(node.address() + at.trace(), freed);
        InformationFields before = layout.information();
        long information = node.user() - before.bytes();
        if (node.holdsData() && memory.isPresent(information, before.bytes())) {
            word("StartStamp", information + before.startStamp());
            pointer("Heap", information + before.heap());
            size("RequestedSize", information + before.requested());
            size("ActualSize", information + before.actual());
            trace(information + before.trace(), freed);
            word("EndStamp", information + before.endStamp());
        }
        if (node.holdsData()) {
            fields.addAll(
                    CrtFields.of(
                            memory.space(), layout.pointerSize(), node.user(), node.requested()));
        }
    }

    /** A recorded stack: that of the allocation, once the block is freed that of the free. */
    private void trace(long at, boolean freed) {
        long trace = memory.pointer(at, 0);
        String by = freed ? " (freed by " : " (allocated by ";
        add(
                "StackTrace",
                at,
                layout.pointerSize(),
                Addresses.hex(trace)
                        + traces.flatMap(known -> known.stack(trace))
                                .map(stack -> by + stack + ")")
                                .orElse(""));
    }

    private void pointer(String name, long at) {
        add(name, at, layout.pointerSize(), Addresses.hex(memory.pointer(at, 0)));
    }

    private void size(String name, long at) {
        long bytes = memory.pointer(at, 0);
        String text = Addresses.hex(bytes) + " bytes (" + Long.toUnsignedString(bytes) + ")";
        add(name, at, layout.pointerSize(), text);
    }

    private void word(String name, long at) {
        add(name, at, Integer.BYTES, Addresses.hex(memory.u32(at, 0)));
    }

    private void add(String name, long at, int bytes, String value) {
        fields.add(new FieldValue(name, at, bytes, memory.hex(at, bytes), value));
    }
}
