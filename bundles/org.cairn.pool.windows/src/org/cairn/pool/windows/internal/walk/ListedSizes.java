package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Field;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.PoolLayout;

import java.util.List;

/**
 * What {@code _POOL_DESCRIPTOR.ListHeads} tell of a free block in a page, whatever its header says:
 * each list is for blocks of one size. For one thread.
 */
final class ListedSizes {
    /** So many members of a list are passed on the way to its head. */
    private static final int MAX_STEPS = 1 << 8;

    private final PoolPage page;
    private final KernelMemory memory;
    private final PoolHeader header;
    private final List<Long> descriptors;
    private final int pointer;
    private final int offset;
    private final int lists;
    private final int more;

    /**
     * Prepares.
     *
     * @param page whose blocks are asked for
     * @param memory of the kernel
     * @param layout of this version
     * @param descriptors of the pool
     */
    ListedSizes(PoolPage page, KernelMemory memory, PoolLayout layout, List<Long> descriptors) {
        this.page = page;
        this.memory = memory;
        this.header = layout.header();
        this.descriptors = descriptors;
        pointer = memory.pointerSize();
        offset = PoolLayout.offset(layout.descriptor(), "ListHeads");
        lists =
                layout.descriptor()
                                .flatMap(type -> type.find("ListHeads"))
                                .map(Field::size)
                                .orElse(0)
                        / (2 * pointer);
        more = more();
    }

    /** How many units more than its number a list is for: most of the first members tell. */
    private int more() {
        int balance = 0;
        for (long descriptor : descriptors) {
            for (int i = 0; i < lists; i++) {
                long head = descriptor + offset + 2L * i * pointer;
                long node = FreeLists.plain(memory.pointer(head));
                int word = memory.u32(node - header.bytes());
                if (node != head && header.isFree(word)) {
                    int units = header.blockSize().get(word);
                    balance += units == i + 1 ? 1 : units == i ? -1 : 0;
                }
            }
        }
        return balance > 0 ? 1 : 0;
    }

    /**
     * Whether both neighbours in a list of free blocks lead back to one of the page that was read
     * last.
     *
     * @param block offset of its header
     */
    boolean isLinked(int block) {
        long node = node(block);
        long next = FreeLists.plain(memory.pointer(node));
        long before = FreeLists.plain(memory.pointer(node + pointer));
        return next != node
                && FreeLists.plain(memory.pointer(next + pointer)) == node
                && FreeLists.plain(memory.pointer(before)) == node;
    }

    /**
     * The bytes of a free block of the page that was read last, as its list says.
     *
     * @param block offset of its header
     * @return 0 when no list leads to it
     */
    int bytes(int block) {
        if (lists == 0 || descriptors.isEmpty() || !isLinked(block)) {
            return 0;
        }
        long node = node(block);
        for (int i = 0; i < MAX_STEPS; i++) {
            node = FreeLists.plain(memory.pointer(node));
            for (long descriptor : descriptors) {
                long list = Long.divideUnsigned(node - descriptor - offset, 2L * pointer);
                if (Long.compareUnsigned(list, lists) < 0) {
                    int bytes = ((int) list + more) * header.unit();
                    return block + bytes <= PoolHeader.PAGE ? bytes : 0;
                }
            }
        }
        return 0;
    }

    private long node(int block) {
        return page.address() + block + header.bytes();
    }
}
