package org.cairn.testkit;

import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.List;

/**
 * Dynamic lookaside lists of a node of a kernel's segment heaps: one for each pool, in a bucket of
 * {@code _RTL_DYNAMIC_LOOKASIDE}.
 */
public final class SyntheticLookasides {
    private static final int BUCKET = 9;

    private final SyntheticMachine machine;
    private final SyntheticProcess heaps;
    private final int pointer;
    private final long first;
    private final int list;
    private final int bucket;

    /**
     * Starts without lists.
     *
     * @param machine has the heads
     * @param types structures of its kernel
     * @param heaps memory that has the blocks
     * @param node address of {@code _EX_HEAP_POOL_NODE}
     */
    SyntheticLookasides(
            SyntheticMachine machine, TypeTable types, SyntheticProcess heaps, long node) {
        this.machine = machine;
        this.heaps = heaps;
        Structure lists = types.structure("_RTL_DYNAMIC_LOOKASIDE");
        pointer = types.id().architecture().pointerSize();
        list = lists.size();
        bucket = types.structure("_RTL_LOOKASIDE").size();
        first =
                node
                        + types.structure("_EX_HEAP_POOL_NODE").offset("Lookasides")
                        + lists.offset("Buckets");
    }

    /**
     * The head of a list.
     *
     * @param paged whether blocks of paged pool wait on it
     * @return address of a {@code _SLIST_HEADER}
     */
    public long head(boolean paged) {
        return first + (paged ? list : 0) + (long) BUCKET * bucket;
    }

    /**
     * Writes a head.
     *
     * @param head its address
     * @param depth number of blocks that it names
     * @param block the first one
     */
    public void head(long head, int depth, long block) {
        boolean wide = pointer == Long.BYTES;
        machine.kernelValue(wide ? head : head + pointer, 2, depth);
        machine.kernelValue(wide ? head + pointer : head, pointer, block);
    }

    /**
     * Writes the link of a block that waits.
     *
     * @param at its address
     * @param next what it leads to
     */
    public void link(long at, long next) {
        byte[] bytes = new byte[pointer];
        for (int i = 0; i < pointer; i++) {
            bytes[i] = (byte) (next >>> i * Byte.SIZE);
        }
        heaps.corrupt(at, bytes);
    }

    /** Writes a whole list. */
    void write(boolean paged, List<Long> blocks) {
        long next = 0;
        for (long block : blocks.reversed()) {
            link(block, next);
            next = block;
        }
        head(head(paged), blocks.size(), next);
    }
}
