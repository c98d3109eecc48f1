package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Table;
import org.cairn.dump.DumpFormatException;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cairn pool tags}. */
@Command(
        name = "tags",
        description = "Lists the tags with count and bytes of their blocks in both pools.")
final class PoolTagsCommand extends Subcommand {
    /** Columns of {@link PoolSql#tags}. */
    private static final int TAG_COLUMN = 0;

    private static final int KEY_COLUMN = 1;
    private static final int COUNT_COLUMN = 6;
    private static final int BYTES_COLUMN = 7;
    private static final int DESCRIPTION_COLUMN = 9;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TAG",
            description = "only tags such as Etw* or Irp?; default: all")
    private String pattern = "*";

    @Option(
            names = "--sort",
            paramLabel = "BY",
            description = "bytes, count, parked, tag, or diff with --diff; default: bytes")
    private By sort = By.BYTES;

    @Option(
            names = "--diff",
            paramLabel = "EARLIER",
            description = "show how count and bytes differ from those in an earlier dump")
    private Optional<Path> earlier = Optional.empty();

    @Option(
            names = "--pooltag",
            paramLabel = "FILE",
            description = "a pooltag.txt, whose texts come before Cairn's own")
    private Optional<Path> pooltag = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "at most N rows")
    private long limit = Long.MAX_VALUE;

    /** What rows are sorted by. */
    enum By {
        BYTES("bytes desc, tag"),
        COUNT("count desc, tag"),
        PARKED("parked_count desc, tag"),
        TAG("tag"),
        DIFF("tag");

        private final String order;

        By(String order) {
            this.order = order;
        }
    }

    /** How often a tag occurs, and in how many bytes. */
    private record Sum(String tag, String key, long count, long bytes, String description) {}

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        if (limit < 0) {
            throw options().usage("--limit must not be negative");
        }
        if (earlier.isEmpty() && sort == By.DIFF) {
            throw options().usage("--sort diff needs --diff");
        }
        if (earlier.isPresent()) {
            return write(described(difference(analysis, progress)));
        }
        String sql = PoolSql.tags(pattern) + " order by " + sort.order;
        return write(described(analysis.sql(sql, limit, progress)));
    }

    /** The description is the last column of both tables. */
    private Table described(Table table) throws IOException {
        return pooltag.isPresent() ? PoolTagFile.read(pooltag.get()).describe(table) : table;
    }

    private Table difference(Analysis analysis, Progress progress) throws IOException {
        Map<String, Sum> now = sums(analysis, progress);
        Map<String, Sum> before;
        try (Analysis other = open(earlier.orElseThrow(), progress)) {
            before = sums(other, progress);
        } catch (DumpFormatException refused) {
            throw options().usage("--diff: " + refused.getMessage());
        }
        Map<String, Sum> all = new HashMap<>(before);
        all.putAll(now);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Sum sum : all.values()) {
            Sum none = new Sum(sum.tag(), sum.key(), 0, 0, sum.description());
            Sum last = now.getOrDefault(sum.key(), none);
            Sum first = before.getOrDefault(sum.key(), none);
            rows.add(
                    new @Nullable Object[] {
                        sum.tag(),
                        sum.key(),
                        last.count(),
                        last.bytes(),
                        last.count() - first.count(),
                        last.bytes() - first.bytes(),
                        sum.description()
                    });
        }
        rows.sort(order());
        return Table.of(
                "tags",
                List.of(
                        new Column("tag", Column.Kind.TEXT),
                        new Column("key", Column.Kind.TEXT),
                        new Column("count", Column.Kind.COUNT),
                        new Column("bytes", Column.Kind.BYTES),
                        new Column("count_diff", Column.Kind.COUNT),
                        new Column("bytes_diff", Column.Kind.BYTES),
                        new Column("description", Column.Kind.TEXT)),
                rows.subList(0, (int) Math.min(limit, rows.size())));
    }

    private Comparator<@Nullable Object[]> order() {
        Comparator<@Nullable Object[]> byTag =
                Comparator.comparing(row -> String.valueOf(row[TAG_COLUMN]) + row[KEY_COLUMN]);
        return switch (sort) {
            case COUNT -> descending(2).thenComparing(byTag);
            case TAG, PARKED -> byTag;
            case BYTES -> descending(3).thenComparing(byTag);
            case DIFF -> descending(5).thenComparing(byTag);
        };
    }

    private static Comparator<@Nullable Object[]> descending(int column) {
        return Comparator.comparingLong(row -> row[column] instanceof Long value ? -value : 0);
    }

    private Map<String, Sum> sums(Analysis analysis, Progress progress) throws IOException {
        Map<String, Sum> sums = new HashMap<>();
        try (Table table = analysis.sql(PoolSql.tags(pattern), Long.MAX_VALUE, progress)) {
            for (@Nullable Object @Nullable [] row = table.next();
                    row != null;
                    row = table.next()) {
                Sum sum =
                        new Sum(
                                String.valueOf(row[TAG_COLUMN]),
                                String.valueOf(row[KEY_COLUMN]),
                                number(row[COUNT_COLUMN]),
                                number(row[BYTES_COLUMN]),
                                row[DESCRIPTION_COLUMN] instanceof String text ? text : "");
                sums.put(sum.key(), sum);
            }
        }
        return sums;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
