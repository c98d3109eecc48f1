package org.cairn.ui.widgets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableColumnTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a;b", "a=b", "a b"})
    void refusesWhatALayoutCannotTellApart(String id) {
        assertThatThrownBy(() -> TableColumn.<String>of(id, "Title", 10, row -> row))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsWhatIsNotChanged() {
        TableColumn<String> column =
                TableColumn.<String>of("share", "Share", 8, row -> row + "%")
                        .withBar(row -> 0.5)
                        .coloured(row -> TableColumn.Role.MUTED)
                        .monospaced()
                        .toTheRight()
                        .unsorted()
                        .explained("Part of all bytes");

        assertThat(column.id()).isEqualTo("share");
        assertThat(column.title()).isEqualTo("Share");
        assertThat(column.tooltip()).isEqualTo("Part of all bytes");
        assertThat(column.width()).isEqualTo(8);
        assertThat(column.fixed()).isTrue();
        assertThat(column.right()).isTrue();
        assertThat(column.sortable()).isFalse();
        assertThat(column.share()).isNotNull();
        assertThat(column.text().apply("5")).isEqualTo("5%");
        assertThat(column.role().apply("5")).isEqualTo(TableColumn.Role.MUTED);
    }
}
