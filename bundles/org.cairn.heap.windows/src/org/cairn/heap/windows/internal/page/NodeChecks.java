package org.cairn.heap.windows.internal.page;

import org.cairn.heap.windows.internal.memory.Fill;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.stack.TraceOwners;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;

import java.util.Optional;

/**
 * Checks what a page heap writes around the data of a block with pages of its own. Of one block
 * only the first thing that is wrong is told. Guard pages and the pages of freed blocks cannot be
 * read by the process and are often not in a dump; nothing is said of these.
 */
final class NodeChecks {
    private final ProcessMemory memory;
    private final InformationFields fields;
    private final PageRoot root;
    private final Optional<TraceOwners> traces;
    private final Report report;
    private final MemoryCursor cursor;

    NodeChecks(
            ProcessMemory memory,
            PageHeapLayout layout,
            PageRoot root,
            Optional<TraceOwners> traces,
            Report report) {
        this.memory = memory;
        this.fields = layout.information();
        this.root = root;
        this.traces = traces;
        this.report = report;
        this.cursor = memory.space().cursor();
    }

    void check(PageNode node) {
        boolean busy = node.kind() == NodeKind.BUSY;
        boolean headed = root.underrun() || header(node, busy);
        if (headed && busy && !root.underrun()) {
            suffix(node);
        } else if (headed && !busy) {
            freed(node);
        }
    }

    /** Checks what stands before the data; returns whether nothing is wrong with it. */
    private boolean header(PageNode node, boolean busy) {
        long at = node.user() - fields.bytes();
        if (Long.compareUnsigned(at - node.block(), node.size()) >= 0
                || !memory.isPresent(at, fields.bytes())) {
            return true;
        }
        BlockStamps stamps = busy ? BlockStamps.FULL_BUSY : BlockStamps.FULL_FREED;
        BlockStamps others = busy ? BlockStamps.FULL_FREED : BlockStamps.FULL_BUSY;
        long start = memory.u32(at + fields.startStamp(), 0);
        long end = memory.u32(at + fields.endStamp(), 0);
        if (start == others.start() && end == others.end()) {
            report.tell(
                    PageHeapRule.STATE,
                    at,
                    "block "
                            + Addresses.hex(node.user())
                            + (busy
                                    ? " is among the busy ones, but stamped as freed"
                                    : " is among the freed ones, but stamped as busy"),
                    Addresses.hex(stamps.start()),
                    Addresses.hex(start));
            return false;
        }
        return isEqual(node, at + fields.startStamp(), "StartStamp", stamps.start(), start)
                && isHeap(node, at)
                && isEqual(
                        node,
                        at + fields.requested(),
                        "RequestedSize",
                        node.requested(),
                        memory.pointer(at + fields.requested(), 0))
                && isEqual(node, at + fields.endStamp(), "EndStamp", stamps.end(), end);
    }

    private boolean isHeap(PageNode node, long at) {
        long heap = memory.pointer(at + fields.heap(), 0);
        return heap == root.handle()
                || isEqual(node, at + fields.heap(), "Heap", root.address(), heap);
    }

    private boolean isEqual(PageNode node, long at, String field, long expected, long actual) {
        if (expected != actual) {
            report.tell(
                    PageHeapRule.HEADER,
                    at,
                    "header before block " + Addresses.hex(node.user()) + ": wrong " + field,
                    Addresses.hex(expected),
                    Addresses.hex(actual));
        }
        return expected == actual;
    }

    private void suffix(PageNode node) {
        long from = node.user() + node.requested();
        long bytes = node.block() + node.access() - from;
        long intact = Fill.length(cursor, from, bytes, BlockStamps.FULL_SUFFIX);
        if (intact < bytes) {
            report.tell(
                    PageHeapRule.SUFFIX,
                    from + intact,
                    "fill behind block "
                            + Addresses.hex(node.user())
                            + " was written to, "
                            + intact
                            + " bytes behind its end",
                    Addresses.hex(BlockStamps.FULL_SUFFIX),
                    Addresses.hex(memory.u8(from + intact, 0)));
        }
    }

    /**
     * Not every version fills the data of a freed block: the fill is expected where most of it is
     * there.
     */
    private void freed(PageNode node) {
        long filled = Fill.count(cursor, node.user(), node.requested(), BlockStamps.FREED);
        if (2 * filled > node.requested()) {
            long intact = Fill.length(cursor, node.user(), node.requested(), BlockStamps.FREED);
            if (intact < node.requested()) {
                report.tell(
                        PageHeapRule.FREED_FILL,
                        node.user() + intact,
                        "freed block "
                                + Addresses.hex(node.user())
                                + " was written to, "
                                + intact
                                + " bytes behind its beginning"
                                + freedBy(node),
                        Addresses.hex(BlockStamps.FREED),
                        Addresses.hex(memory.u8(node.user() + intact, 0)));
            }
        }
    }

    private String freedBy(PageNode node) {
        return traces.flatMap(known -> known.stack(node.trace()))
                .map(stack -> "; freed by " + stack)
                .orElse("");
    }
}
