package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.LargeFields;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;

import java.util.ArrayList;
import java.util.List;

/** Reports the blocks with memory of their own, which a tree in the heap's metadata lists. */
final class LargeBlocks {
    private final Scope scope;
    private final ProcessMemory memory;
    private final LargeFields fields;

    LargeBlocks(Scope scope) {
        this.scope = scope;
        this.memory = scope.memory();
        this.fields = scope.layout().large();
    }

    private record Block(long node, long address, long pages, long unused) {
        long size() {
            return pages << SegmentLayout.PAGE_SHIFT;
        }
    }

    /**
     * Reports the blocks of a tree.
     *
     * @param tree its address
     * @param occupied where segments lie, in which no large block can
     * @return whether the tree led to all of them
     */
    boolean walk(long tree, Occupied occupied) {
        TreeReader reader = new TreeReader(scope, "tree of large blocks");
        LongList nodes = reader.read(tree);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (memory.isPresent(nodes.get(i), fields.bytes())) {
                MemoryCursor cursor = memory.cursor();
                blocks.add(
                        new Block(
                                nodes.get(i),
                                fields.address(fields.virtualAddress().get(cursor)),
                                fields.allocatedPages().get(cursor),
                                fields.unusedBytes().get(cursor)));
            }
        }
        checkOrder(blocks);
        blocks.sort((a, b) -> Long.compareUnsigned(a.address, b.address));
        scope.commitment().within(page -> true);
        for (int i = 0; i < blocks.size(); i++) {
            long next = i + 1 < blocks.size() ? blocks.get(i + 1).address : 0;
            report(blocks.get(i), next, occupied);
        }
        scope.emitter().flush();
        return reader.isComplete();
    }

    private void checkOrder(List<Block> blocks) {
        for (int i = 1; i < blocks.size(); i++) {
            long before = blocks.get(i - 1).address;
            Block block = blocks.get(i);
            if (Long.compareUnsigned(before, block.address) > 0) {
                scope.report()
                        .tell(
                                SegmentRule.TREE,
                                block.node,
                                "tree of large blocks: member "
                                        + Addresses.hex(block.node)
                                        + " is out of order",
                                "above " + Addresses.hex(before),
                                Addresses.hex(block.address));
            }
        }
    }

    private void report(Block block, long next, Occupied occupied) {
        scope.progress().checkCancelled();
        long last = block.address + block.size() - 1;
        boolean possible =
                block.address != 0
                        && block.pages > 0
                        && block.pages <= Long.MAX_VALUE >>> SegmentLayout.PAGE_SHIFT
                        && Long.compareUnsigned(block.address, last) < 0
                        && Long.compareUnsigned(last, scope.layout().pointerMask()) <= 0
                        && block.unused < block.size();
        if (!possible) {
            tell(block, "has no possible size", "1 page or more");
            return;
        }
        long room = occupied.roomAt(block.address);
        if (next != 0) {
            long distance = next - block.address;
            room = Long.compareUnsigned(distance, room) < 0 ? distance : room;
        }
        if (room == 0) {
            tell(block, "lies in a segment or in another block", "memory of its own");
        } else if (Long.compareUnsigned(block.size(), room) > 0) {
            tell(block, "reaches into a segment or another block", Addresses.hex(room) + " bytes");
            emit(block, room, BlockSink.INFERRED);
        } else {
            emit(block, block.size(), 0);
        }
    }

    private void emit(Block block, long size, int flags) {
        Emitter emitter = scope.emitter();
        long end = block.address + size;
        long committed = emitter.committedEnd(block.address, end);
        long shown = size;
        if (committed == block.address) {
            tell(block, "lies in memory that is not committed", "committed memory");
        } else if (flags == 0 && block.size() - block.unused > committed - block.address) {
            shown = committed - block.address;
            tell(
                    block,
                    "reaches into memory that is not committed",
                    Addresses.hex(shown) + " bytes");
        }
        emitter.segment(block.address, shown, "large block");
        emitter.busy(
                block.address,
                shown,
                block.address,
                Math.min(shown, block.size() - block.unused),
                emitter.kinds().large(),
                shown == size ? flags : BlockSink.INFERRED);
    }

    private void tell(Block block, String what, String expected) {
        scope.report()
                .tell(
                        SegmentRule.LARGE,
                        block.node,
                        "large block " + Addresses.hex(block.address) + " " + what,
                        expected,
                        Addresses.hex(block.pages)
                                + " pages, "
                                + Addresses.hex(block.unused)
                                + " bytes unused");
    }
}
