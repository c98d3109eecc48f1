package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.OwnerTotal;
import org.cairn.pool.windows.internal.kernel.TagTable;
import org.cairn.pool.windows.internal.kernel.TagTable.Calls;
import org.cairn.pool.windows.internal.kernel.TagTable.Sum;
import org.cairn.pool.windows.internal.owner.TagOwners;

/** What the kernel's tag tables have of each tag, for whoever compares it with the blocks. */
public final class TableTotals {
    private static final OwnerTotal NEVER_USED = new OwnerTotal(0, 0, 0, 0);

    private TableTotals() {}

    /**
     * Tells the totals of a pool: those of tags of which it ever had a block.
     *
     * @param table the tag tables
     * @param paged which pool
     * @param owners makes owners of tags, in the same sink
     * @param sink takes the totals
     */
    public static void tell(TagTable table, boolean paged, TagOwners owners, BlockSink sink) {
        table.sums(paged)
                .forEach(
                        (tag, sum) -> {
                            OwnerTotal total = total(table.calls(tag, paged), sum);
                            if (!total.equals(NEVER_USED)) {
                                sink.total(owners.owner(tag), total);
                            }
                        });
    }

    private static OwnerTotal total(Calls calls, Sum sum) {
        return new OwnerTotal(calls.allocations(), calls.frees(), sum.count(), sum.bytes());
    }
}
