package org.cairn.analysis.filter;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns that a filter is about.
 *
 * @param columns all of them
 * @param searched names of the columns with texts that a word alone is looked for in
 */
public record FilterColumns(List<Column> columns, List<String> searched) {
    private static final String ADDRESS = "address";
    private static final String SIZE = "size";

    /** The columns of the view {@code blocks}. */
    public static final FilterColumns BLOCKS =
            new FilterColumns(
                    List.of(
                            new Column(ADDRESS, Kind.ADDRESS),
                            new Column(SIZE, Kind.BYTES),
                            new Column("user_address", Kind.ADDRESS),
                            new Column("user_size", Kind.BYTES),
                            new Column("state", Kind.TEXT),
                            new Column("kind", Kind.TEXT),
                            new Column("heap", Kind.ADDRESS),
                            new Column("owner", Kind.TEXT),
                            new Column("owner_kind", Kind.TEXT),
                            new Column("owner_confidence", Kind.TEXT),
                            new Column("flags", Kind.TEXT),
                            new Column("pid", Kind.NUMBER),
                            new Column("block_id", Kind.NUMBER),
                            new Column("heap_id", Kind.NUMBER),
                            new Column("segment_id", Kind.NUMBER),
                            new Column("owner_id", Kind.NUMBER)),
                    List.of("owner", "kind", "flags"));

    /** Keeps copies of the lists. */
    public FilterColumns {
        columns = List.copyOf(columns);
        searched = List.copyOf(searched);
    }

    /**
     * The columns of any table; a word alone is looked for in all texts.
     *
     * @param columns of a {@link org.cairn.store.TableView}
     * @return the columns
     */
    public static FilterColumns of(List<org.cairn.store.Column> columns) {
        List<Column> known = columns.stream().map(Column::of).toList();
        return new FilterColumns(
                known,
                known.stream()
                        .filter(column -> column.kind() == Kind.TEXT)
                        .map(Column::name)
                        .toList());
    }

    /**
     * The texts that a column may have.
     *
     * @param column its name
     * @return all of them, when these are few and known; else none
     */
    public static List<String> values(String column) {
        return switch (column) {
            case "state" -> Stream.of(BlockState.values()).map(BlockState::label).toList();
            case "severity" -> Stream.of(Severity.values()).map(Severity::label).toList();
            case "confidence", "owner_confidence" ->
                    Stream.of(Confidence.values()).map(Confidence::label).toList();
            default -> List.of();
        };
    }

    Optional<Column> find(String name) {
        return columns.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }

    /** Whether a row is a range of addresses. */
    boolean areRanges() {
        return find(ADDRESS).isPresent() && find(SIZE).isPresent();
    }
}
