package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.internal.TableIndex;
import org.cairn.types.internal.TableText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class TableEncoderTest {
    private static final String OLD =
            """
            {"os": "Windows Old", "version": "5.1.2600", "arch": "x86", "source": "test",
             "module": "nt kernel PDB", "types": {
              "_LIST_ENTRY": {"size": 8, "fields": {
                "Flink": [0, "ptr:_LIST_ENTRY"], "Blink": [4, "ptr:_LIST_ENTRY"]}},
              "_THING": {"size": 600, "kind": "union", "fields": {
                "Lists": [16, "array[2]:_LIST_ENTRY"],
                "Names": [32, "array[3]:array[2]:unsigned short"],
                "High": [0, {"bits": [9, 7], "of": "unsigned short"}],
                "Low": [0, {"bits": [0, 9], "of": "unsigned short"}],
                "Whole": [0, "unsigned short"],
                "Kind": [4, {"enum": {"0": "None"}, "of": "_KIND"}],
                "u": [8, "__unnamed_1195"],
                "Far": [500, "long long"]}},
              "__unnamed_1195": {"size": 4, "fields": {"Long": [0, "unsigned long"]}}}}
            """;
    private static final String NEW =
            OLD.replace("Windows Old", "Windows New")
                    .replace("5.1.2600", "10.0.14393.82 (servicing)")
                    .replace("__unnamed_1195", "__unnamed_10b2")
                    .replace(
                            "\"Far\": [500, \"long long\"]",
                            "\"Far\": [0, {\"bits\": [4, 28], \"of\": null}]");

    @TempDir Path folder = Path.of("");
    private TableEncoder encoder = new TableEncoder(List.of());

    @BeforeEach
    void encode() throws IOException {
        Files.writeString(folder.resolve("new-x86.json"), NEW);
        Files.writeString(folder.resolve("old-x86.json"), OLD);
        Files.writeString(folder.resolve("symbols.json"), "{\"pdbs\": {}}");
        encoder = new TableEncoder(TableEncoder.read(List.of(folder)));
    }

    @Test
    void listsTheTablesInOrderOfAge() throws IOException {
        try (BufferedReader lines = new BufferedReader(new StringReader(encoder.index()))) {
            assertThat(TableIndex.read(lines))
                    .containsExactly(
                            new TableIndex.Entry(
                                    new TypeTable.Id(
                                            "old-x86",
                                            "windows",
                                            "Windows Old",
                                            2600,
                                            Architecture.X86,
                                            "test"),
                                    false),
                            new TableIndex.Entry(
                                    new TypeTable.Id(
                                            "new-x86",
                                            "windows",
                                            "Windows New",
                                            14393,
                                            Architecture.X86,
                                            "test"),
                                    false));
        }
    }

    @Test
    void writesADefinitionOnceForAllTables() {
        assertThat(encoder.definitions("x86").lines())
                .contains(
                        "_LIST_ENTRY 8 old-x86..new-x86",
                        "_THING.u 4 old-x86..new-x86",
                        "_THING 258 old-x86",
                        "_THING 258 new-x86");
        assertThat(encoder.definitions("x64").lines()).allMatch(line -> line.startsWith("#"));
    }

    @Test
    void whatIsWrittenReadsAsTheOriginal() throws IOException {
        List<Structure> types = decode("old-x86");

        assertThat(types.stream().map(Structure::name))
                .containsExactly("_LIST_ENTRY", "_THING", "_THING.u");
        Structure thing = types.get(1);
        assertThat(thing.size()).isEqualTo(600);
        assertThat(thing.fields().stream().map(TableEncoderTest::text))
                .containsExactly(
                        "Whole 0 unsigned short 2 0+16",
                        "Low 0 unsigned short 2 0+9",
                        "High 0 unsigned short 2 9+7",
                        "Kind 4 enum _KIND 4 0+32",
                        "u 8 _THING.u 4 0+32",
                        "Lists 16 _LIST_ENTRY[2] 16 0+128",
                        "Names 32 unsigned short[2][3] 12 0+96",
                        "Far 500 long long 8 0+64");
    }

    /** A bit field whose unit is not told gets the smallest unit that holds its bits. */
    @Test
    void bitsWithoutUnit() throws IOException {
        assertThat(text(decode("new-x86").get(1).field("Far")))
                .isEqualTo("Far 0 unsigned long 4 4+28");
    }

    private List<Structure> decode(String table) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new StringReader(encoder.definitions("x86")))) {
            return TableText.read(lines, List.of("old-x86", "new-x86"), Architecture.X86)
                    .table(table)
                    .structures()
                    .stream()
                    .toList();
        }
    }

    private static String text(Field field) {
        return "%s %d %s %d %d+%d"
                .formatted(
                        field.name(),
                        field.offset(),
                        field.type(),
                        field.size(),
                        field.firstBit(),
                        field.bitCount());
    }
}
