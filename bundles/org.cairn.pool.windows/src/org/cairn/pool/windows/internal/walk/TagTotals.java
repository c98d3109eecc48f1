package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.TagTable;
import org.cairn.pool.windows.internal.kernel.TagTable.Entry;
import org.cairn.pool.windows.internal.kernel.TagTable.Sum;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagOwners;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the sums of the tag table with those of the blocks that were found. What is doubtful of
 * the pool explains differences, the smallest first: the note of the pool says how many.
 */
public final class TagTotals {
    /** The tags with the largest differences are told. */
    private static final int MAX_TOLD = 50;

    /**
     * Of so many tags one may be in no table. When there are more, not all tables are known; also
     * of few tags one may be.
     */
    private static final int USUAL = 20;

    /** The tags with the largest differences are named in the note. */
    private static final int MAX_NAMED = 3;

    private final Map<Integer, Sum> walk = new HashMap<>();
    private final Doubts doubts = new Doubts();
    private final long blockBytes;

    private TagTotals(long blockBytes) {
        this.blockBytes = blockBytes;
    }

    /** Begins with nothing; numbers of blocks and their bytes are compared. */
    static TagTotals ofBytes() {
        return new TagTotals(0);
    }

    /**
     * Begins with nothing; only numbers of blocks are compared. Each is taken for a block of the
     * least size.
     *
     * @param header of the blocks
     */
    public static TagTotals ofBlocks(PoolHeader header) {
        return new TagTotals(header.least());
    }

    /** Adds the blocks of a heap of the pool, and what is doubtful of them. */
    public void add(SegmentPoolSink heap) {
        add(heap.owners(), heap.doubts());
    }

    /** Adds the blocks that a walk found, and what is doubtful of them. */
    void add(TagOwners owners, Doubts ofWalk) {
        owners.sums((tag, count, size) -> walk.merge(tag, new Sum(count, size), Sum::plus));
        doubts.add(ofWalk);
    }

    /** Adds blocks that were counted as in use, but may be free. */
    public void addSurplus(long blocks) {
        doubts.surplus(blocks * blockBytes);
    }

    /**
     * A tag whose sums differ.
     *
     * @param bytes that the table has more than the walk
     */
    private record Difference(int tag, Sum table, Sum walk, long bytes) {
        long blocks() {
            return table.count() - walk.count();
        }

        long size() {
            return Math.abs(bytes);
        }
    }

    private Difference difference(int tag, Sum table) {
        Sum found = walk.getOrDefault(tag, new Sum(0, 0));
        long bytes =
                blockBytes == 0
                        ? table.bytes() - found.bytes()
                        : (table.count() - found.count()) * blockBytes;
        return new Difference(tag, table, found, bytes);
    }

    /**
     * Compares.
     *
     * @param table nothing is told when it has no sums
     * @param paged which pool it is
     * @param address of the table
     * @param sink takes the anomalies and the note
     * @param memory of the kernel
     */
    public void compare(
            TagTable table, boolean paged, long address, BlockSink sink, KernelMemory memory) {
        PoolReport report = new PoolReport(sink, memory);
        tellEntries(table, paged, report);
        Comparator<Difference> bySize = Comparator.comparingLong(Difference::size);
        Comparator<Difference> largestFirst = bySize.reversed().thenComparing(Difference::tag);
        List<Difference> explained = new ArrayList<>();
        List<Difference> told = new ArrayList<>();
        Stream.concat(
                        table.sums(paged).entrySet().stream()
                                .map(entry -> difference(entry.getKey(), entry.getValue())),
                        missing(table, paged).stream().map(tag -> difference(tag, new Sum(0, 0))))
                .filter(difference -> difference.blocks() != 0 || difference.bytes() != 0)
                .sorted(bySize.thenComparing(Difference::tag))
                .forEach(
                        difference ->
                                (doubts.explain(difference.blocks(), difference.bytes())
                                                ? explained
                                                : told)
                                        .add(difference));
        explained.sort(largestFirst);
        told.sort(largestFirst);
        if (!explained.isEmpty()) {
            sink.note(note(explained));
        }
        for (Difference difference : told.stream().limit(MAX_TOLD).toList()) {
            report.tell(
                    PoolRule.TOTAL,
                    table.entry(difference.tag(), paged).orElse(address),
                    "the tag table has other sums of tag '"
                            + PoolTag.text(difference.tag())
                            + (paged ? "' in the paged pool" : "' in the nonpaged pool")
                            + " than the blocks that were found",
                    difference.table().text(),
                    difference.walk().text());
        }
    }

    /** Blocks of a damaged entry have a tag that is in no table then. */
    private void tellEntries(TagTable table, boolean paged, PoolReport report) {
        for (Entry entry : table.impossible(paged)) {
            if (table.isSized() || walk.containsKey(entry.tag())) {
                report.tell(
                        PoolRule.TAG_TABLE,
                        entry.address(),
                        "the tag table has sums of tag '"
                                + PoolTag.text(entry.tag())
                                + "' that no pool can have",
                        "sums of blocks in memory",
                        entry.sum().text());
            }
        }
        for (Entry entry : table.withoutTag(paged)) {
            if (entry.tag() == 0 || !walk.containsKey(entry.tag())) {
                Sum sum = entry.sum();
                doubts.surplus(blockBytes == 0 ? sum.bytes() : sum.count() * blockBytes);
                report.tell(
                        PoolRule.TAG_TABLE,
                        entry.address(),
                        "an entry of the tag table has " + sum.text() + ", but no tag",
                        "four printable characters",
                        PoolTag.bytes(entry.tag()));
            }
        }
    }

    /** Tags of blocks that no table has. A tag that cannot be printed was told of its block. */
    private List<Integer> missing(TagTable table, boolean paged) {
        Set<Integer> known = table.sums(paged).keySet();
        List<Integer> tags =
                walk.keySet().stream()
                        .filter(tag -> !known.contains(tag) && table.knows(tag, paged))
                        .filter(PoolTag::isPrintable)
                        .toList();
        return (tags.size() - 1) * USUAL < known.size() ? tags : List.of();
    }

    private static String note(List<Difference> explained) {
        return "the tag table has other sums of "
                + explained.size()
                + (explained.size() == 1 ? " tag" : " tags")
                + ", which damage that was told or absent memory explains: "
                + explained.stream()
                        .limit(MAX_NAMED)
                        .map(
                                difference ->
                                        "'"
                                                + PoolTag.text(difference.tag())
                                                + "' "
                                                + difference.table().text()
                                                + " instead of "
                                                + difference.walk().text())
                        .collect(Collectors.joining("; "))
                + (explained.size() > MAX_NAMED ? "; …" : "");
    }
}
