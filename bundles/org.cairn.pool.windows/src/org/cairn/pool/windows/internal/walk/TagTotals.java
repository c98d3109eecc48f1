package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.TagTable.Sum;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagOwners;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the sums of the tag table with those of the blocks that were found. */
public final class TagTotals {
    /** The tags with the largest differences are told. */
    private static final int MAX_TOLD = 50;

    private static final Sum NONE = new Sum(0, 0);

    private final Map<Integer, Sum> walk = new HashMap<>();
    private final boolean bytes;
    private Doubts doubts = new Doubts();

    /**
     * Begins with nothing.
     *
     * @param bytes whether bytes are compared, not only the numbers of blocks
     */
    public TagTotals(boolean bytes) {
        this.bytes = bytes;
    }

    /** Adds the blocks that a walk found. */
    public void add(TagOwners owners) {
        owners.sums((tag, count, size) -> walk.merge(tag, new Sum(count, size), Sum::plus));
    }

    /** Adds what damage hides of the pool: differences that it explains are not told. */
    public void add(Doubts known) {
        doubts = known;
    }

    /** What a tag has in the table and in the walk; the table has more by so much. */
    private record Difference(int tag, Sum table, Sum walk, long blocks, long amount) {
        long size() {
            return Math.abs(amount);
        }
    }

    private Difference difference(int tag, Sum table) {
        Sum found = walk.getOrDefault(tag, NONE);
        long blocks = table.count() - found.count();
        return new Difference(
                tag, table, found, blocks, bytes ? table.bytes() - found.bytes() : blocks);
    }

    /**
     * Compares.
     *
     * @param table sums of the tag table, by tag; nothing is told when it is empty
     * @param address of the table
     * @param sink takes the anomalies
     * @param memory of the kernel
     */
    public void compare(
            Map<Integer, Sum> table, long address, BlockSink sink, KernelMemory memory) {
        if (table.isEmpty()) {
            return;
        }
        List<Difference> differences = new ArrayList<>();
        table.forEach(
                (tag, sum) -> {
                    Difference difference = difference(tag, sum);
                    if (difference.blocks() != 0 || difference.amount() != 0) {
                        differences.add(difference);
                    }
                });
        Comparator<Difference> bySize = Comparator.comparingLong(Difference::size);
        differences.sort(bySize);
        differences.removeIf(
                difference -> doubts.explain(difference.blocks(), difference.amount()));
        differences.sort(bySize.reversed().thenComparing(Difference::tag));
        PoolReport report = new PoolReport(sink, memory);
        for (Difference difference : differences.stream().limit(MAX_TOLD).toList()) {
            report.tell(
                    PoolRule.TOTAL,
                    address,
                    "the tag table has other sums of tag '"
                            + PoolTag.text(difference.tag())
                            + "' than the blocks that were found",
                    difference.table().text(),
                    difference.walk().text());
        }
    }
}
