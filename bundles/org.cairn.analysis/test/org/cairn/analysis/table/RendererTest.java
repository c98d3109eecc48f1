package org.cairn.analysis.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.table.Column.Kind;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class RendererTest {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("address", Kind.ADDRESS),
                    new Column("size", Kind.BYTES),
                    new Column("owner", Kind.TEXT),
                    new Column("share", Kind.SHARE));

    @Test
    void tableIsAlignedAndReadable() throws IOException {
        assertThat(render(Format.TABLE, false))
                .isEqualTo(
                        """
                address             size (B)  owner   share
                0xffff800000000000     1,234  a,"b"  12.5 %
                0x10                      16  -           -
                """);
    }

    @Test
    void csvIsQuoted() throws IOException {
        assertThat(render(Format.CSV, false))
                .isEqualTo(
                        """
                address,size,owner,share
                0xffff800000000000,1234,"a,""b""\",0.125
                0x10,16,,
                """);
    }

    @Test
    void jsonKeepsAllDigitsOfAddresses() throws IOException {
        assertThat(render(Format.JSON, false).replaceAll("\\s", ""))
                .isEqualTo(
                        ("""
                [{"address":"0xffff800000000000","size":1234,"owner":"a,\\"b\\"","share":0.125},
                {"address":"0x10","size":16,"owner":null,"share":null}]
                """)
                                .replaceAll("\\s", ""));
    }

    @Test
    void ndjsonIsOneObjectALine() throws IOException {
        assertThat(render(Format.NDJSON, false))
                .isEqualTo(
                        """
                {"address":"0xffff800000000000","size":1234,"owner":"a,\\"b\\"","share":0.125}
                {"address":"0x10","size":16,"owner":null,"share":null}
                """);
    }

    @Test
    void sectionsCarryTheirNames() throws IOException {
        assertThat(render(Format.TABLE, true)).startsWith("Blocks\naddress");
        assertThat(render(Format.CSV, true)).startsWith("# blocks\naddress");
        assertThat(render(Format.JSON, true).replaceAll("\\s", ""))
                .startsWith("{\"blocks\":[{\"address\"");
        assertThat(render(Format.NDJSON, true)).startsWith("{\"table\":\"blocks\",\"address\"");
    }

    @Test
    void textsFromADumpCannotSteerATerminal() throws IOException {
        StringWriter out = new StringWriter();
        List<@Nullable Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {"evil\u001b[2J\u202e\n"});
        try (Renderer renderer = Format.TABLE.renderer(out, false)) {
            renderer.table(Table.of("texts", List.of(new Column("text", Kind.TEXT)), rows));
        }
        assertThat(out.toString()).isEqualTo("text\nevil.[2J..\n");
    }

    @Test
    void manyRowsAreStreamed() throws IOException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (long i = 0; i < 3000; i++) {
            rows.add(new Object[] {i});
        }
        StringWriter out = new StringWriter();
        try (Renderer renderer = Format.TABLE.renderer(out, false)) {
            renderer.table(Table.of("numbers", List.of(new Column("n", Kind.NUMBER)), rows));
        }
        assertThat(out.toString().lines()).hasSize(3001).last().isEqualTo("2999");
    }

    private static String render(Format format, boolean sections) throws IOException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {0xffff_8000_0000_0000L, 1234L, "a,\"b\"", 0.125});
        rows.add(Arrays.copyOf(new Object[] {0x10L, 16L}, 4));
        StringWriter out = new StringWriter();
        try (Renderer renderer = format.renderer(out, sections)) {
            renderer.table(Table.of("blocks", COLUMNS, rows));
        }
        return out.toString();
    }
}
