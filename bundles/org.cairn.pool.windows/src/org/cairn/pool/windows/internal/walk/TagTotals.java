package org.cairn.pool.windows.internal.walk;

import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagOwners;
import org.cairn.pool.windows.internal.walk.TagTable.Sum;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the sums of the tag table with those of the blocks that were found. */
final class TagTotals {
    /** The tags with the largest differences are told. */
    private static final int MAX_TOLD = 50;

    private final TagOwners owners;
    private final PoolReport report;

    TagTotals(TagOwners owners, PoolReport report) {
        this.owners = owners;
        this.report = report;
    }

    private record Difference(int tag, Sum table, Sum walk) {
        long size() {
            return Math.abs(table.bytes() - walk.bytes());
        }
    }

    /**
     * Compares.
     *
     * @param table sums of the tag table, by tag; nothing is told when it is empty
     * @param address of the table
     */
    void compare(Map<Integer, Sum> table, long address) {
        if (table.isEmpty()) {
            return;
        }
        Sum none = new Sum(0, 0);
        Map<Integer, Sum> walk = new HashMap<>();
        owners.sums((tag, count, bytes) -> walk.put(tag, new Sum(count, bytes)));
        List<Difference> differences = new ArrayList<>();
        table.forEach(
                (tag, sum) -> {
                    Difference difference = new Difference(tag, sum, walk.getOrDefault(tag, none));
                    if (!difference.table().equals(difference.walk())) {
                        differences.add(difference);
                    }
                });
        differences.sort(
                Comparator.comparingLong(Difference::size)
                        .reversed()
                        .thenComparing(Difference::tag));
        for (Difference difference : differences.stream().limit(MAX_TOLD).toList()) {
            report.tell(
                    PoolRule.TOTAL,
                    address,
                    "the tag table has other sums of tag '"
                            + PoolTag.text(difference.tag())
                            + "' than the blocks that were found",
                    text(difference.table()),
                    text(difference.walk()));
        }
    }

    private static String text(Sum sum) {
        return sum.count() + " blocks, " + sum.bytes() + " bytes";
    }
}
