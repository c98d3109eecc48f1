package org.cairn.testkit.internal;

import org.cairn.memory.Field;
import org.cairn.testkit.SyntheticMemory;

import java.util.List;

/**
 * Writes a {@code _HEAP_LIST_LOOKUP}: for each length the first list member of that length, for the
 * last index the first member that is as long or longer.
 */
final class ListLookup {
    private final SyntheticMemory memory;
    private final LookupPlan plan;
    private final long address;

    /**
     * An item of the list.
     *
     * @param length units of a free block, or pages of an uncommitted range
     * @param node address of its list entry
     */
    record Item(long length, long node) {}

    ListLookup(SyntheticMemory memory, LookupPlan plan, long address) {
        this.memory = memory;
        this.plan = plan;
        this.address = address;
    }

    /**
     * Writes the lookup.
     *
     * @param head address of the list's head
     * @param items the list, the shortest first
     * @param extension address of the lookup for longer items, or 0
     */
    void write(long head, List<Item> items, long extension) {
        List<Item> mine =
                items.stream()
                        .filter(item -> item.length >= plan.base())
                        .filter(item -> extension == 0 || item.length < plan.end())
                        .toList();
        long last = plan.last();
        long beyond = mine.stream().filter(item -> item.length >= last).count();
        write(head, extension, mine.size(), beyond);
        mine.reversed().forEach(item -> hint((int) Math.min(item.length, last), item.node));
    }

    /** Writes the lookup of a list without its hints. */
    void write(long head, long extension, long items, long beyond) {
        memory.bytes(address, plan.size()).fill((byte) 0);
        new Place(memory, plan.shape().structure("_HEAP_LIST_LOOKUP"), address)
                .set("ExtendedLookup", extension)
                .set("ArraySize", plan.end())
                .set("ExtraItem", plan.words() - 1L)
                .set("ItemCount", items)
                .set("OutOfRangeItems", beyond)
                .set("BaseIndex", plan.base())
                .set("ListHead", head)
                .set("ListsInUseUlong", address + plan.bitmap())
                .set("ListHints", address + plan.hints());
    }

    /** Points to the first list member of a length. */
    void hint(int length, long node) {
        int index = length - plan.base();
        int pointer = plan.shape().pointer();
        long slot = address + plan.hints() + (long) index * plan.words() * pointer;
        memory.set(slot, new Field("ListHints[]", "ptr", 0, pointer), node);
        long inUse = address + plan.bitmap() + index / Byte.SIZE;
        Field bit = new Field("ListsInUse", "u8", 0, 1, index % Byte.SIZE, 1);
        memory.set(inUse, bit, 1);
    }
}
