package org.cairn.analysis;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.Confidence;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.Rows;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.StoredHeap;
import org.cairn.store.TableQuery;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The answers that fit on one screen, of all heaps or of one. They come from sums that the store
 * keeps, in milliseconds; only the sizes take a scan of all blocks, half a second for 100 million.
 * Sums stop at 2^63 - 1.
 */
public final class Overview {
    private final Store store;
    private final OptionalInt heap;

    /**
     * Asks about a store.
     *
     * @param store open as long as questions are asked
     * @param heap number of a heap, or empty for all
     */
    public Overview(Store store, OptionalInt heap) {
        this.store = store;
        this.heap = heap;
    }

    /**
     * A number of blocks.
     *
     * @param count how many
     * @param bytes their sizes, added up
     */
    public record Sum(long count, long bytes) {
        static final Sum ZERO = new Sum(0, 0);

        static Sum of(long count, long size) {
            long all = count * size;
            boolean fits = Math.unsignedMultiplyHigh(count, size) == 0 && all >= 0;
            return new Sum(count, fits ? all : Long.MAX_VALUE);
        }

        /**
         * Adds up.
         *
         * @param sums any number of them
         * @return one for all
         */
        public static Sum all(Stream<Sum> sums) {
            return sums.reduce(ZERO, Sum::plus);
        }

        Sum plus(Sum more) {
            long all = bytes + more.bytes;
            return new Sum(count + more.count, all < 0 ? Long.MAX_VALUE : all);
        }
    }

    /**
     * Blocks of similar size.
     *
     * @param least the least size, 0 or a power of two
     * @param most the greatest size
     * @param busy the busy ones
     * @param free the free ones
     */
    public record SizeClass(long least, long most, Sum busy, Sum free) {}

    /**
     * Owners of one kind.
     *
     * @param kind such as {@code module}; empty for blocks of unknown owner
     * @param owners how many hold busy blocks
     * @param busy their busy blocks
     */
    public record OwnerKind(String kind, long owners, Sum busy) {}

    /**
     * What an owner holds.
     *
     * @param id the owner's number, 0 for blocks of unknown owner
     * @param owner its name, or empty
     * @param kind of the owner, or empty
     * @param busy its busy blocks
     * @param share of the bytes of all busy blocks, 0 to 1
     * @param confidence how sure the owner is, or empty
     * @param description what the owner stands for, or empty
     */
    public record OwnerShare(
            int id,
            String owner,
            String kind,
            Sum busy,
            double share,
            String confidence,
            String description) {}

    /**
     * A heap and what is in it.
     *
     * @param heap the heap
     * @param busy its busy blocks
     * @param free its free blocks
     * @param reserved bytes in all its segments
     * @param anomalies how many there are in it
     */
    public record HeapSum(StoredHeap heap, Sum busy, Sum free, long reserved, long anomalies) {}

    /**
     * An anomaly and where it belongs.
     *
     * @param heap address of its heap, unsigned; empty when it belongs to none
     * @param anomaly what is wrong
     */
    public record HeapAnomaly(OptionalLong heap, Anomaly anomaly) {}

    /**
     * How much of the heaps is known. In bytes.
     *
     * @param reserved in all segments
     * @param uncommitted reserved without memory
     * @param unknown whose contents are not in the dump or not understood
     * @param partialHeaps how many heaps were decoded in part, so that blocks may be missing beyond
     *     what {@code unknown} counts
     */
    public record Coverage(long reserved, long uncommitted, long unknown, int partialHeaps) {
        /**
         * The share of the reserved bytes whose contents are known.
         *
         * @return 0 to 1; empty when nothing is reserved or a heap was decoded in part
         */
        public OptionalDouble known() {
            return reserved == 0 || partialHeaps > 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.max(0, 1 - (double) unknown / reserved));
        }
    }

    /**
     * How the busy and free blocks are distributed over sizes.
     *
     * @param progress cancels the scan
     * @return one class for each power of two, from the least to the greatest that has blocks
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the scan was cancelled
     */
    public List<SizeClass> sizes(Progress progress) throws StoreException {
        SizeCounts counts = new SizeCounts();
        String sql =
                "select size, state, count(*) from block where state in (0, 1)"
                        + heap(" and heap_id = ")
                        + " group by size, state";
        try (Rows rows = store.query(progress, sql)) {
            while (rows.next()) {
                counts.add(rows.number(0), (int) rows.number(1), rows.number(2));
            }
        }
        return counts.classes();
    }

    /**
     * What is in the heaps.
     *
     * @param progress cancels the question
     * @return in the order of their numbers
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the question was cancelled
     */
    public List<HeapSum> heaps(Progress progress) throws StoreException {
        Map<Integer, @Nullable StoredHeap> heaps = new HashMap<>();
        store.heaps().forEach(each -> heaps.put(each.id(), each));
        String sql =
                "select heap_id, busy_count, busy_bytes, free_count, free_bytes, reserved_bytes,"
                        + " anomalies from ("
                        + TableQuery.HEAPS.sql()
                        + ")"
                        + heap(" where heap_id = ")
                        + " order by heap_id";
        return list(
                progress,
                sql,
                row ->
                        new HeapSum(
                                Objects.requireNonNull(heaps.get((int) row.number(0))),
                                sum(row, 1),
                                sum(row, 3),
                                capped(row, 5),
                                row.number(6)));
    }

    /**
     * Which kinds of owner there are.
     *
     * @param progress cancels the question
     * @return by bytes
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the question was cancelled
     */
    public List<OwnerKind> ownerKinds(Progress progress) throws StoreException {
        String sql =
                "select coalesce(kind, ''), count(owner_id), sum(count)::bigint, sum(bytes)"
                        + owners()
                        + " group by 1 order by 4 desc, 1";
        return list(progress, sql, row -> new OwnerKind(row.text(0), row.number(1), sum(row, 2)));
    }

    /**
     * Who holds most.
     *
     * @param kind only owners of this kind; empty for all, also the unknown ones
     * @param count at most so many
     * @param progress cancels the question
     * @return by bytes
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the question was cancelled
     */
    public List<OwnerShare> topOwners(Optional<String> kind, int count, Progress progress)
            throws StoreException {
        String sql =
                "select s.owner_id, s.owner, s.kind, s.count, s.bytes, s.share, s.confidence,"
                        + " o.description from (select owner_id, owner, kind, count, bytes, confidence,"
                        + " coalesce(bytes::double / nullif(sum(bytes) over (), 0)::double, 0)"
                        + " as share"
                        + owners()
                        + ") s left join owner o on o.owner_id = s.owner_id"
                        + " where ? = '' or s.kind = ?"
                        + " order by s.bytes desc, s.owner, s.owner_id limit "
                        + count;
        String wanted = kind.orElse("");
        return list(
                progress,
                sql,
                row ->
                        new OwnerShare(
                                (int) row.number(0),
                                row.text(1),
                                row.text(2),
                                sum(row, 3),
                                row.real(5),
                                row.text(6),
                                row.text(7)),
                wanted,
                wanted);
    }

    private String owners() {
        String from = heap.isPresent() ? " from heap_owners" : " from owners";
        return from + " where count > 0" + heap(" and heap_id = ");
    }

    /**
     * How much is known.
     *
     * @param progress cancels the question
     * @return sums of all heaps that are present
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the question was cancelled
     */
    public Coverage coverage(Progress progress) throws StoreException {
        String sql =
                "select sum(reserved_bytes), sum(uncommitted_bytes), sum(unknown_bytes),"
                        + " count(*) filter (where status = 'partial') from heaps"
                        + heap(" where heap_id = ");
        return list(
                        progress,
                        sql,
                        row ->
                                new Coverage(
                                        capped(row, 0),
                                        capped(row, 1),
                                        capped(row, 2),
                                        (int) row.number(3)))
                .getFirst();
    }

    /**
     * How many anomalies there are in each heap.
     *
     * @param progress cancels the question
     * @return by the heap's number, 0 for those that belong to no heap; heaps without anomalies are
     *     left out
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the question was cancelled
     */
    public SortedMap<Integer, Map<Severity, Long>> anomalies(Progress progress)
            throws StoreException {
        SortedMap<Integer, Map<Severity, Long>> byHeap = new TreeMap<>();
        String sql =
                "select coalesce(heap_id, 0), severity, count(*) from anomaly"
                        + heap(" where heap_id = ")
                        + " group by all";
        try (Rows rows = store.query(progress, sql)) {
            while (rows.next()) {
                Map<Severity, Long> counts =
                        byHeap.computeIfAbsent(
                                (int) rows.number(0), _ -> new EnumMap<>(Severity.class));
                counts.put(of(Severity.values(), Severity::label, rows.text(1)), rows.number(2));
            }
        }
        return byHeap;
    }

    /**
     * The worst anomalies.
     *
     * @param count at most so many
     * @param progress cancels the question
     * @return worst and surest first, as {@link TableQuery#ANOMALIES} orders them
     * @throws StoreException when the store cannot be read
     * @throws CancelledException when the question was cancelled
     */
    public List<HeapAnomaly> worstAnomalies(int count, Progress progress) throws StoreException {
        String sql =
                "select severity, rule, address, heap, confidence, summary, expected, actual,"
                        + " evidence from ("
                        + TableQuery.ANOMALIES.sql()
                        + ")"
                        + heap(" where heap_id = ")
                        + " limit "
                        + count;
        return list(
                progress,
                sql,
                row ->
                        new HeapAnomaly(
                                row.isNull(3)
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(row.number(3)),
                                new Anomaly(
                                        row.text(1),
                                        row.number(2),
                                        of(Severity.values(), Severity::label, row.text(0)),
                                        of(Confidence.values(), Confidence::label, row.text(4)),
                                        row.text(5),
                                        row.text(6),
                                        row.text(7),
                                        row.text(8))));
    }

    /** What is made of a row. */
    @FunctionalInterface
    private interface RowReader<T> {
        T read(Rows row) throws StoreException;
    }

    private <T> List<T> list(
            Progress progress, String sql, RowReader<T> reader, Object... parameters)
            throws StoreException {
        List<T> all = new ArrayList<>();
        try (Rows rows = store.query(progress, sql, parameters)) {
            while (rows.next()) {
                all.add(reader.read(rows));
            }
        }
        return all;
    }

    /** A count in a column and bytes in the next. */
    private static Sum sum(Rows row, int column) throws StoreException {
        return new Sum(row.number(column), capped(row, column + 1));
    }

    /** A number that stops at the greatest {@code long}; 0 for NULL. */
    private static long capped(Rows row, int column) throws StoreException {
        return switch (row.value(column)) {
            case null -> 0;
            case Long number -> number;
            default -> Long.MAX_VALUE;
        };
    }

    private static <T> T of(T[] terms, Function<T, String> label, String text) {
        return Stream.of(terms)
                .filter(term -> label.apply(term).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    private String heap(String condition) {
        return heap.isPresent() ? condition + heap.getAsInt() : "";
    }
}
