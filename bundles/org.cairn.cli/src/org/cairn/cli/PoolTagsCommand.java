package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Format;
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
        description = {
            "Lists the tags with count and bytes of their blocks in the nonpaged pool, the paged"
                    + " pool and the pools of all sessions, special pool included.",
            "Doubtful blocks, which only their own header speaks for, are counted, too.",
            "Behind table_ stands what the kernel's own tag tables have, and what they have more"
                    + " (table_diff_) than the blocks that were found; json and csv have it for"
                    + " each pool, with allocations and frees."
        })
final class PoolTagsCommand extends PoolSubcommand {
    /** Columns of {@link PoolSql#tags}. */
    private static final int TAG_COLUMN = 0;

    private static final int KEY_COLUMN = 1;
    private static final int FIRST_NUMBER = 2;

    /** Their numbers, from the first on. */
    private static final List<String> NUMBERS =
            List.of(
                    "nonpaged_count",
                    "nonpaged_bytes",
                    "paged_count",
                    "paged_bytes",
                    "count",
                    "bytes",
                    "parked_count",
                    "session_count",
                    "session_bytes",
                    "doubtful_count",
                    "doubtful_bytes");

    private static final int ALL = NUMBERS.indexOf("count");
    private static final int ALL_BYTES = NUMBERS.indexOf("bytes");
    private static final int WAITING = NUMBERS.indexOf("parked_count");

    /** What a comparison has the differences of: all pools, then each. */
    private static final List<Integer> COMPARED = List.of(ALL, ALL_BYTES, 0, 1, 2, 3, 7, 8);

    /** Columns of a comparison. */
    private static final int NOW_COLUMN = 2;

    private static final int DIFFERENCE_COLUMN = 4;
    private static final int PARKED_COLUMN = DIFFERENCE_COLUMN + COMPARED.size();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TAG",
            converter = TagPattern.Converter.class,
            description = TagPattern.EXAMPLES + "; upper and lower case differ; default: all")
    private TagPattern pattern = new TagPattern(TagPattern.ALL);

    @Option(
            names = "--sort",
            paramLabel = "BY",
            description =
                    "bytes, count, nonpaged, paged, parked, tag, or diff with --diff; nonpaged and"
                            + " paged are their bytes; default: bytes; with --diff"
                            + " diff, which is the largest change of bytes first")
    private Optional<By> sort = Optional.empty();

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
        NONPAGED("nonpaged_bytes desc, tag"),
        PAGED("paged_bytes desc, tag"),
        PARKED("parked_count desc, tag"),
        TAG("tag"),
        DIFF("tag");

        private final String order;

        By(String order) {
            this.order = order;
        }
    }

    /** The numbers of a tag. */
    private record Sum(String tag, String key, long[] numbers, String description) {}

    @Override
    int answer(Analysis analysis, Progress progress) throws IOException {
        if (limit < 0) {
            throw options().usage("--limit must not be negative");
        }
        if (earlier.isEmpty() && sort.equals(Optional.of(By.DIFF))) {
            throw options().usage("--sort diff needs --diff");
        }
        if (earlier.isPresent()) {
            return write(described(difference(analysis, progress)));
        }
        boolean forPeople = options().format() == Format.TABLE;
        String sql = forPeople ? PoolSql.tagsForPeople(pattern) : PoolSql.tags(pattern);
        String order = " order by " + sort.orElse(By.BYTES).order;
        return write(described(analysis.sql(sql + order, limit, progress)));
    }

    /** The description is the last column of both tables. */
    private Table described(Table table) {
        return pooltag.isPresent() ? texts(pooltag.get()).describe(table) : table;
    }

    private PoolTagFile texts(Path file) {
        try {
            return PoolTagFile.read(file);
        } catch (IOException unreadable) {
            throw options().usage("--pooltag: " + unreadable.getMessage());
        }
    }

    private Table difference(Analysis analysis, Progress progress) throws IOException {
        Map<String, Sum> now = sums(analysis, progress);
        Map<String, Sum> before;
        try (Analysis other = open(earlier.orElseThrow(), progress)) {
            before = sums(other, progress);
            noteOther(system(analysis, progress), system(other, progress));
        } catch (DumpFormatException refused) {
            throw options().usage("--diff: " + refused.getMessage());
        }
        Map<String, Sum> all = new HashMap<>(before);
        all.putAll(now);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Sum sum : all.values()) {
            Sum none = new Sum(sum.tag(), sum.key(), new long[NUMBERS.size()], "");
            long[] last = now.getOrDefault(sum.key(), none).numbers();
            long[] first = before.getOrDefault(sum.key(), none).numbers();
            List<@Nullable Object> row = new ArrayList<>();
            row.add(sum.tag());
            row.add(sum.key());
            row.add(last[ALL]);
            row.add(last[ALL_BYTES]);
            COMPARED.forEach(i -> row.add(last[i] - first[i]));
            row.add(last[WAITING]);
            row.add(last[WAITING] - first[WAITING]);
            row.add(sum.description());
            rows.add(row.toArray());
        }
        rows.sort(order());
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("tag", Column.Kind.TEXT));
        columns.add(new Column("key", Column.Kind.TEXT));
        columns.add(column("count"));
        columns.add(column("bytes"));
        COMPARED.forEach(i -> columns.add(column(NUMBERS.get(i) + "_diff")));
        columns.add(column("parked_count"));
        columns.add(column("parked_count_diff"));
        columns.add(new Column("description", Column.Kind.TEXT));
        return Table.of("tags", columns, rows.subList(0, (int) Math.min(limit, rows.size())));
    }

    /** Sizes of structures change with the system; a comparison then says little. */
    private void noteOther(String now, String before) {
        if (!now.equals(before)) {
            note("the earlier dump is of another system: " + before + ", not " + now);
        }
    }

    private static String system(Analysis analysis, Progress progress) throws IOException {
        try (Table dump = analysis.sql("select system from dump", 1, progress)) {
            @Nullable Object @Nullable [] row = dump.next();
            return row == null ? "" : String.valueOf(row[0]);
        }
    }

    private static Column column(String name) {
        return new Column(name, name.contains("bytes") ? Column.Kind.BYTES : Column.Kind.COUNT);
    }

    private Comparator<@Nullable Object[]> order() {
        Comparator<@Nullable Object[]> byTag =
                Comparator.comparing(row -> String.valueOf(row[TAG_COLUMN]) + row[KEY_COLUMN]);
        return switch (sort.orElse(By.DIFF)) {
            case COUNT -> descending(NOW_COLUMN).thenComparing(byTag);
            case BYTES -> descending(NOW_COLUMN + 1).thenComparing(byTag);
            case NONPAGED -> changed("nonpaged_bytes").thenComparing(byTag);
            case PAGED -> changed("paged_bytes").thenComparing(byTag);
            case PARKED -> descending(PARKED_COLUMN).thenComparing(byTag);
            case TAG -> byTag;
            case DIFF -> changed("bytes").thenComparing(changed("count")).thenComparing(byTag);
        };
    }

    /** The largest change first, whether more or less. */
    private static Comparator<@Nullable Object[]> changed(String number) {
        int column = DIFFERENCE_COLUMN + COMPARED.indexOf(NUMBERS.indexOf(number));
        return Comparator.comparingLong(row -> -Math.abs(number(row[column])));
    }

    private static Comparator<@Nullable Object[]> descending(int column) {
        return Comparator.comparingLong(row -> row[column] instanceof Long value ? -value : 0);
    }

    private Map<String, Sum> sums(Analysis analysis, Progress progress) throws IOException {
        Map<String, Sum> sums = new HashMap<>();
        try (Table table =
                analysis.sql(PoolSql.tagsWithBlocks(pattern), Long.MAX_VALUE, progress)) {
            for (@Nullable Object @Nullable [] row = table.next();
                    row != null;
                    row = table.next()) {
                long[] numbers = new long[NUMBERS.size()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = number(row[FIRST_NUMBER + i]);
                }
                Sum sum =
                        new Sum(
                                String.valueOf(row[TAG_COLUMN]),
                                String.valueOf(row[KEY_COLUMN]),
                                numbers,
                                row[row.length - 1] instanceof String text ? text : "");
                sums.put(sum.key(), sum);
            }
        }
        return sums;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
