package org.cairn.ui.internal.tables;

import org.cairn.analysis.table.Column;
import org.cairn.ui.widgets.table.TableColumn;
import org.eclipse.jdt.annotation.Nullable;

import java.util.function.Function;

/**
 * A column of a table, for people and for programs.
 *
 * @param <R> a row
 * @param shown what people see; its identifier is the name of the store's column
 * @param kind what its values are
 * @param isHiddenAtFirst whether people have to ask for it
 * @param value what programs get: as {@link org.cairn.analysis.table.Table} has it
 */
public record DataColumn<R>(
        TableColumn<R> shown,
        Column.Kind kind,
        boolean isHiddenAtFirst,
        Function<? super R, @Nullable Object> value) {
    /** The column as programs know it. */
    Column column() {
        return new Column(shown.id(), kind);
    }
}
