package org.cairn.ui.internal.anomalies;

import org.cairn.analysis.table.Column.Kind;
import org.cairn.dump.Remark.Severity;
import org.cairn.memory.Addresses;
import org.cairn.ui.internal.tables.DataColumn;
import org.cairn.ui.widgets.table.TableColumn;
import org.cairn.ui.widgets.table.TableColumn.Role;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** The columns of anomalies. Their identifiers are the names of the store's columns. */
final class AnomalyTable {
    private static final int ADDRESS_WIDTH = 18;

    private AnomalyTable() {}

    static List<DataColumn<AnomalyRow>> columns() {
        return List.of(
                severity(),
                address("address", "Address", "What it is about", AnomalyRow::address),
                text("summary", "Summary", 49, "In one sentence", AnomalyRow::summary),
                text("rule", "Rule", 14, "Which rule says so", AnomalyRow::rule),
                text("expected", "Expected", 20, "What the format demands", AnomalyRow::expected),
                text("actual", "Actual", 12, "What is there", AnomalyRow::actual),
                address("heap", "Heap", "Address of its heap", AnomalyRow::heap),
                text("confidence", "Confidence", 11, "How sure that is", AnomalyRow::confidence),
                hidden(
                        text(
                                "explanation",
                                "Explanation",
                                40,
                                "Why a rule concludes that",
                                AnomalyRow::explanation)),
                hidden(text("advice", "Advice", 40, "What to do next", AnomalyRow::advice)),
                hidden(
                        text(
                                "evidence",
                                "Evidence",
                                30,
                                "What in the dump says so",
                                AnomalyRow::evidence)),
                hidden(text("source", "Source", 24, "Which plug-in says so", AnomalyRow::source)));
    }

    private static DataColumn<AnomalyRow> hidden(DataColumn<AnomalyRow> column) {
        return new DataColumn<>(column.shown(), column.kind(), true, column.value());
    }

    private static DataColumn<AnomalyRow> severity() {
        return new DataColumn<>(
                TableColumn.of("severity", "Severity", 9, AnomalyRow::severity)
                        .explained("How much it matters")
                        .coloured(AnomalyTable::role),
                Kind.TEXT,
                false,
                AnomalyRow::severity);
    }

    private static Role role(AnomalyRow row) {
        if (row.severity().equals(Severity.ERROR.label())) {
            return Role.ERROR;
        }
        return row.severity().equals(Severity.WARNING.label()) ? Role.WARNING : Role.MUTED;
    }

    private static DataColumn<AnomalyRow> text(
            String id, String title, int width, String words, Function<AnomalyRow, String> value) {
        return new DataColumn<>(
                TableColumn.of(id, title, width, value).explained(words),
                Kind.TEXT,
                false,
                value::apply);
    }

    private static DataColumn<AnomalyRow> address(
            String id, String title, String words, Function<AnomalyRow, OptionalLong> value) {
        return new DataColumn<>(
                TableColumn.<AnomalyRow>of(id, title, ADDRESS_WIDTH, row -> hex(value.apply(row)))
                        .explained(words)
                        .monospaced(),
                Kind.ADDRESS,
                false,
                row -> orNull(value.apply(row)));
    }

    private static String hex(OptionalLong address) {
        return address.isPresent() ? Addresses.hex(address.getAsLong()) : "";
    }

    private static @Nullable Object orNull(OptionalLong address) {
        return address.isPresent() ? (Object) address.getAsLong() : null;
    }
}
