package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Field;
import org.cairn.memory.Progress;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.PoolLayout;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What {@code _POOL_DESCRIPTOR.ListHeads} tell of the free blocks in a page, whatever their headers
 * and links say: each list is for blocks of one size, and both neighbours of a block lead to it.
 * For one thread.
 */
final class ListedSizes {
    private static final int PAGE = PoolHeader.PAGE;
    private static final int MAX_NODES = 1 << 20;

    private final PoolPage page;
    private final KernelMemory memory;
    private final Progress progress;
    private final PoolHeader header;
    private final List<Long> descriptors;
    private final int pointer;
    private final int offset;
    private final int lists;
    private final NavigableMap<Long, Integer> sizes = new TreeMap<>();
    private final int[] ofPage = new int[PAGE / Integer.BYTES];
    private boolean followed;
    private long asked = -1;

    /**
     * Prepares.
     *
     * @param page whose blocks are asked for
     * @param memory of the kernel
     * @param layout of this version
     * @param descriptors of the pool
     * @param progress tells when nobody wants to know any more
     */
    ListedSizes(
            PoolPage page,
            KernelMemory memory,
            PoolLayout layout,
            List<Long> descriptors,
            Progress progress) {
        this.page = page;
        this.memory = memory;
        this.progress = progress;
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
    }

    /** How many units more than its number a list is for: most of the first members tell. */
    private int more() {
        int balance = 0;
        for (long descriptor : descriptors) {
            for (int i = 0; i < lists; i++) {
                long head = head(descriptor, i);
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

    private long head(long descriptor, int list) {
        return descriptor + offset + 2L * list * pointer;
    }

    /** Follows all lists, once. */
    private void follow() {
        if (followed) {
            return;
        }
        followed = true;
        int more = more();
        for (long descriptor : descriptors) {
            long first = head(descriptor, 0);
            first += FreeLists.alias(memory, first, lists);
            for (int i = 0; i < lists; i++) {
                progress.checkCancelled();
                follow(first + 2L * i * pointer, (i + more) * header.unit());
            }
        }
    }

    /** From both ends to where a link is broken: that block is one, too, when both lead to it. */
    private void follow(long head, int bytes) {
        long end = follow(head, bytes, 0, pointer);
        if (end != head && end == follow(head, bytes, pointer, 0)) {
            take(end, bytes);
        }
    }

    /**
     * Follows a list.
     *
     * @param ahead offset of the link to the next one
     * @param back offset of the link to the one before
     * @return the head, or the first one that does not lead back
     */
    private long follow(long head, int bytes, int ahead, int back) {
        long before = head;
        long node = FreeLists.plain(memory.pointer(head + ahead));
        while (node != head
                && sizes.size() < MAX_NODES
                && FreeLists.plain(memory.pointer(node + back)) == before) {
            take(node, bytes);
            before = node;
            node = FreeLists.plain(memory.pointer(node + ahead));
        }
        return node;
    }

    private void take(long node, int bytes) {
        long block = node - header.bytes();
        if (block % header.unit() == 0 && (block & PAGE - 1) + bytes <= PAGE) {
            sizes.put(block, bytes);
        }
    }

    /**
     * Whether both neighbours in a list of free blocks lead back to one of the page that was read
     * last.
     *
     * @param block offset of its header
     */
    boolean isLinked(int block) {
        long node = page.address() + block + header.bytes();
        long next = FreeLists.plain(memory.pointer(node));
        long before = FreeLists.plain(memory.pointer(node + pointer));
        return next != node
                        && FreeLists.plain(memory.pointer(next + pointer)) == node
                        && FreeLists.plain(memory.pointer(before)) == node
                || bytes(block) > 0;
    }

    /** Whether a list leads to a block of the page that was read last. */
    boolean holdPage() {
        follow();
        return !ofPage().isEmpty();
    }

    /** Whether any list leads to a block. */
    boolean isKnown() {
        follow();
        return !sizes.isEmpty();
    }

    private Map<Long, Integer> ofPage() {
        return sizes.subMap(page.address(), page.address() + PAGE);
    }

    /**
     * The bytes of a free block of the page that was read last, as its list says.
     *
     * @param block offset of its header
     * @return 0 when no list leads to it
     */
    int bytes(int block) {
        follow();
        if (asked != page.address()) {
            asked = page.address();
            Arrays.fill(ofPage, 0);
            ofPage().forEach((at, bytes) -> ofPage[index((int) (at - asked))] = bytes);
        }
        return block < PAGE ? ofPage[index(block)] : 0;
    }

    private static int index(int block) {
        return block / Integer.BYTES;
    }
}
