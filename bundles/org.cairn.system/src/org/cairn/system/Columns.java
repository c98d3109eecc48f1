package org.cairn.system;

import org.cairn.system.Listing.Head;
import org.cairn.system.Listing.Kind;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What a list shows of its records: the name of each column, its kind and where the value comes
 * from stand together. Immutable.
 *
 * @param <T> the records
 */
public final class Columns<T> {
    private record Column<T>(Head head, Value<T> value) {}

    /** The value of a record in a column. */
    @FunctionalInterface
    private interface Value<T> {
        @Nullable
        Object of(T record);
    }

    private final List<Column<T>> columns;

    private Columns(List<Column<T>> columns) {
        this.columns = columns;
    }

    /**
     * Starts without a column.
     *
     * @param <T> the records
     * @param records their class
     * @return no columns
     */
    public static <T> Columns<T> of(Class<T> records) {
        return new Columns<>(List.of());
    }

    private Columns<T> and(String name, Kind kind, Value<T> value) {
        List<Column<T>> more = new ArrayList<>(columns);
        more.add(new Column<>(new Head(name, kind), value));
        return new Columns<>(List.copyOf(more));
    }

    /**
     * Adds addresses, handles or flags: hexadecimal numbers.
     *
     * @param name of the column, stable, in snake case
     * @param value of a record
     * @return the columns with this one behind them
     */
    public Columns<T> hex(String name, ToLongFunction<T> value) {
        return and(name, Kind.ADDRESS, value::applyAsLong);
    }

    /**
     * Adds hexadecimal numbers that some records do not have.
     *
     * @param name of the column, stable, in snake case
     * @param value of a record, if it has one
     * @return the columns with this one behind them
     */
    public Columns<T> someHex(String name, Function<T, OptionalLong> value) {
        return and(name, Kind.ADDRESS, some(value));
    }

    /**
     * Adds numbers that identify something: decimal numbers.
     *
     * @param name of the column, stable, in snake case
     * @param value of a record
     * @return the columns with this one behind them
     */
    public Columns<T> number(String name, ToLongFunction<T> value) {
        return and(name, Kind.NUMBER, value::applyAsLong);
    }

    /**
     * Adds decimal numbers that some records do not have.
     *
     * @param name of the column, stable, in snake case
     * @param value of a record, if it has one
     * @return the columns with this one behind them
     */
    public Columns<T> someNumber(String name, Function<T, OptionalLong> value) {
        return and(name, Kind.NUMBER, some(value));
    }

    /**
     * Adds counts of things.
     *
     * @param name of the column, stable, in snake case
     * @param value of a record
     * @return the columns with this one behind them
     */
    public Columns<T> count(String name, ToLongFunction<T> value) {
        return and(name, Kind.COUNT, value::applyAsLong);
    }

    /**
     * Adds numbers of bytes that some records do not have.
     *
     * @param name of the column, stable, in snake case
     * @param value of a record, if it has one
     * @return the columns with this one behind them
     */
    public Columns<T> someBytes(String name, Function<T, OptionalLong> value) {
        return and(name, Kind.BYTES, some(value));
    }

    /**
     * Adds text.
     *
     * @param name of the column, stable, in snake case
     * @param value of a record; an empty text is no value
     * @return the columns with this one behind them
     */
    public Columns<T> text(String name, Function<T, String> value) {
        return and(
                name,
                Kind.TEXT,
                record -> {
                    String text = value.apply(record);
                    return text.isEmpty() ? null : text;
                });
    }

    private static <T> Value<T> some(Function<T, OptionalLong> value) {
        return record -> {
            OptionalLong number = value.apply(record);
            return number.isPresent() ? (Object) number.getAsLong() : null;
        };
    }

    /**
     * Lists records.
     *
     * @param name of the list
     * @param records in their order
     * @return one row for each
     */
    public Listing list(String name, Collection<? extends T> records) {
        List<@Nullable Object[]> rows = new ArrayList<>(records.size());
        for (T record : records) {
            @Nullable Object[] row = new @Nullable Object[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = columns.get(i).value.of(record);
            }
            rows.add(row);
        }
        return new Listing(name, columns.stream().map(Column::head).toList(), rows);
    }
}
