package org.cairn.ui.internal.owners;

import org.cairn.analysis.table.Column.Kind;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.internal.tables.DataColumn;
import org.cairn.ui.widgets.table.TableColumn;
import org.cairn.ui.widgets.table.TableColumn.Role;
import org.eclipse.jdt.annotation.Nullable;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The columns of owners. Their identifiers are the names of the store's columns. */
final class OwnerTable {
    private OwnerTable() {}

    static List<DataColumn<OwnerRow>> columns() {
        return List.of(
                text(
                        "owner",
                        "Owner",
                        16,
                        "Who holds the blocks",
                        OwnerRow::label,
                        OwnerRow::owner),
                number(
                        "bytes",
                        "Bytes",
                        Kind.BYTES,
                        false,
                        "Sizes of the busy blocks",
                        OwnerRow::bytes),
                share(),
                number("count", "Count", Kind.COUNT, false, "Busy blocks", OwnerRow::count),
                text("kind", "Kind", 12, "What kind of owner it is", OwnerRow::kind),
                text("confidence", "Confidence", 10, "How sure that is", OwnerRow::confidence),
                text(
                        "description",
                        "Description",
                        36,
                        "What is known of the owner",
                        OwnerRow::description),
                number(
                        "user_bytes",
                        "User bytes",
                        Kind.BYTES,
                        false,
                        "What of the bytes is for callers",
                        OwnerRow::userBytes),
                hidden(text("key", "Key", 14, "What identifies it within its kind", OwnerRow::key)),
                number(
                        "free_count",
                        "Free count",
                        Kind.COUNT,
                        true,
                        "Free blocks that still name the owner",
                        OwnerRow::freeCount),
                number(
                        "free_bytes",
                        "Free bytes",
                        Kind.BYTES,
                        true,
                        "Sizes of the free blocks that still name the owner",
                        OwnerRow::freeBytes),
                hidden(
                        text(
                                "evidence",
                                "Evidence",
                                40,
                                "What in the dump says so",
                                OwnerRow::evidence)));
    }

    private static DataColumn<OwnerRow> hidden(DataColumn<OwnerRow> column) {
        return new DataColumn<>(column.shown(), column.kind(), true, column.value());
    }

    private static Role role(OwnerRow row) {
        return row.id() == 0 ? Role.MUTED : Role.NORMAL;
    }

    private static DataColumn<OwnerRow> text(
            String id, String title, int width, String words, Function<OwnerRow, String> value) {
        return text(id, title, width, words, value, value);
    }

    private static DataColumn<OwnerRow> text(
            String id,
            String title,
            int width,
            String words,
            Function<OwnerRow, String> shown,
            Function<OwnerRow, String> value) {
        return new DataColumn<>(
                TableColumn.of(id, title, width, shown).explained(words).coloured(OwnerTable::role),
                Kind.TEXT,
                false,
                row -> emptyAsNull(value.apply(row)));
    }

    private static @Nullable Object emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static DataColumn<OwnerRow> number(
            String id,
            String title,
            Kind kind,
            boolean isHidden,
            String words,
            ToLongFunction<OwnerRow> value) {
        return new DataColumn<>(
                TableColumn.<OwnerRow>of(
                                id, title, 13, row -> Numbers.grouped(value.applyAsLong(row)))
                        .explained(words)
                        .toTheRight()
                        .coloured(OwnerTable::role),
                kind,
                isHidden,
                row -> unsigned(value.applyAsLong(row)));
    }

    private static Object unsigned(long bits) {
        return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    }

    private static DataColumn<OwnerRow> share() {
        return new DataColumn<>(
                TableColumn.<OwnerRow>of("share", "Share", 10, row -> Numbers.percent(row.share()))
                        .explained("Of the bytes of all busy blocks")
                        .toTheRight()
                        .withBar(OwnerRow::share)
                        .coloured(OwnerTable::role),
                Kind.SHARE,
                false,
                OwnerRow::share);
    }
}
