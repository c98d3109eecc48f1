package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cairn.analysis.MadeUpAnalysis.csv;

import org.cairn.analysis.TypeReport.Attempt;
import org.cairn.analysis.TypeReport.Match;
import org.cairn.analysis.TypeReport.Use;
import org.cairn.analysis.table.Table;
import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.store.QueryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Structures of a made-up dump, with types from a symbol file of its module. */
class StructuresTest {
    private static final long BASE = 0xffff_8000_0000_0000L;
    private static final long STRUCTURE = BASE + 0x100;
    private static final long MODULE = 0x7ff0_0000L;
    private static final String GUID = "FB60D3E08B5E4960376A4E73BD35F24E";
    private static final String ISF =
            """
            {"metadata": {"windows": {"pdb": {"GUID": "FB60D3E08B5E4960376A4E73BD35F24E", "age": %d,
              "database": "ntdll.pdb", "machine_type": 34404}}},
             "symbols": {"RtlStart": {"address": 4096}},
             "enums": {"_KIND": {"size": 4, "constants": {"None": 0, "Some": 3, "Bad": -1}}},
             "base_types": {
              "unsigned char": {"size": 1}, "char": {"size": 1}, "wchar": {"size": 2},
              "unsigned short": {"size": 2}, "short": {"size": 2}, "unsigned long": {"size": 4},
              "long": {"size": 4}, "void": {"size": 0}, "unsigned long long": {"size": 8},
              "double": {"size": 8}},
             "user_types": {
              "_LIST_ENTRY": {"size": 16, "fields": {
               "Flink": {"offset": 0, "type": {"kind": "pointer",
                "subtype": {"kind": "struct", "name": "_LIST_ENTRY"}}},
               "Blink": {"offset": 8, "type": {"kind": "pointer",
                "subtype": {"kind": "struct", "name": "_LIST_ENTRY"}}}}},
              "_UNICODE_STRING": {"size": 16, "fields": {
               "Length": {"offset": 0, "type": {"kind": "base", "name": "unsigned short"}},
               "Buffer": {"offset": 8, "type": {"kind": "pointer",
                "subtype": {"kind": "base", "name": "wchar"}}}}},
              "_INNER": {"size": 4, "fields": {
               "A": {"offset": 0, "type": {"kind": "base", "name": "unsigned short"}},
               "B": {"offset": 2, "type": {"kind": "base", "name": "short"}}}},
              "_FAR": {"size": 2147483647, "fields": {
               "Deep": {"offset": 2147483000, "type": {"kind": "struct", "name": "_FAR"}},
               "More": {"offset": 2147483000, "type": {"kind": "array", "count": 2,
                "subtype": {"kind": "base", "name": "long"}}}}},
              "_OUTER": {"size": 104, "fields": {
               "Kind": {"offset": 0, "type": {"kind": "enum", "name": "_KIND"}},
               "Low": {"offset": 4, "type": {"kind": "bitfield", "bit_position": 0,
                "bit_length": 3, "type": {"kind": "base", "name": "unsigned long"}}},
               "High": {"offset": 4, "type": {"kind": "bitfield", "bit_position": 3,
                "bit_length": 29, "type": {"kind": "base", "name": "long"}}},
               "Text": {"offset": 8, "type": {"kind": "array", "count": 8,
                "subtype": {"kind": "base", "name": "char"}}},
               "Link": {"offset": 16, "type": {"kind": "struct", "name": "_LIST_ENTRY"}},
               "Name": {"offset": 32, "type": {"kind": "struct", "name": "_UNICODE_STRING"}},
               "Code": {"offset": 48, "type": {"kind": "pointer",
                "subtype": {"kind": "function"}}},
               "Numbers": {"offset": 56, "type": {"kind": "array", "count": 3,
                "subtype": {"kind": "base", "name": "long"}}},
               "Inner": {"offset": 68, "type": {"kind": "array", "count": 2,
                "subtype": {"kind": "struct", "name": "_INNER"}}},
               "Odd": {"offset": 76, "type": {"kind": "enum", "name": "_KIND"}},
               "Ratio": {"offset": 80, "type": {"kind": "base", "name": "double"}},
               "Many": {"offset": 88, "type": {"kind": "array", "count": 12,
                "subtype": {"kind": "base", "name": "unsigned char"}}},
               "Open": {"offset": 100, "type": {"kind": "array", "count": 0,
                "subtype": {"kind": "base", "name": "unsigned char"}}}}}}}
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void showsTheValuesOfAStructure() throws Exception {
        isf(1);
        try (Analysis analysis = open(folder.toString())) {
            List<Table> answer = ask(analysis, "ntdll!_OUTER", OptionalLong.of(STRUCTURE), 0);

            assertThat(csv(answer.getFirst()).lines().skip(1))
                    .containsExactly(
                            "_OUTER,104,0xffff800000000100,"
                                    + "FB60,windows ntdll.pdb,exact PDB,PDB file of ntdll.dll,"
                                    + "\"symbol file (ISF), PDB FB60D3E08B5E4960376A4E73BD35F24E-1\",");
            assertThat(values(answer.getLast()))
                    .containsExactly(
                            "Kind=Some (3)",
                            "Low=5",
                            "High=0x1fffffff (-1)",
                            "Text=\"\"hello\"\"",
                            "Link=[0xffff800000000110 - 0xffff800000000110]",
                            "Name=\"\"hi\"\"",
                            "Code=0x7ff01010 ntdll.dll!RtlStart+0x10",
                            "Numbers=[1; 0xfffffffe (-2); 0x100 (256)]",
                            "Inner=",
                            "Odd=no name (7)",
                            "Ratio=0.5",
                            "Many=[1; 2; 3; 4; 5; 6; 7; 8; and 4 more]",
                            "Open=");
        }
    }

    @Test
    void opensStructuresInsideOfIt() throws Exception {
        isf(1);
        try (Analysis analysis = open(folder.toString())) {
            assertThat(values(ask(analysis, "_OUTER", OptionalLong.of(STRUCTURE), 2).getLast()))
                    .contains(
                            "Link.Flink=0xffff800000000110",
                            "Name.Length=4",
                            "Numbers[1]=0xfffffffe (-2)",
                            "Inner[0].A=0x2a (42)",
                            "Inner[1].B=0xffff (-1)",
                            "Many[11]=0xc (12)");
            assertThat(values(ask(analysis, "_OUTER", OptionalLong.of(STRUCTURE), 1).getLast()))
                    .contains("Inner[0]=")
                    .noneMatch(row -> row.startsWith("Inner[0]."));
        }
    }

    @Test
    void followsAWayToAField() throws Exception {
        isf(1);
        try (Analysis analysis = open(folder.toString())) {
            assertThat(
                            csv(
                                    ask(
                                                    analysis,
                                                    "_OUTER.Inner[1].B",
                                                    OptionalLong.of(STRUCTURE),
                                                    0)
                                            .getLast()))
                    .isEqualTo(
                            "offset,address,field,type,size,value,raw,absent\n"
                                    + "0x4a,0xffff80000000014a,Inner[1].B,short,2,0xffff (-1),ff ff,\n");
            assertThat(csv(ask(analysis, "_OUTER.Low", OptionalLong.empty(), 0).getLast()))
                    .isEqualTo("offset,field,type,size\n0x4,Low,unsigned long : 3 at bit 0,4\n");
            for (String wrong :
                    List.of(
                            "_OUTER.Nothing",
                            "_OUTER.Inner[2]",
                            "_OUTER.Inner[99999999999]",
                            "_OUTER.Kind.More",
                            "_OUTER.",
                            "_NOTHING",
                            "!",
                            "")) {
                assertThatThrownBy(() -> ask(analysis, wrong, OptionalLong.empty(), 0))
                        .as(wrong)
                        .isInstanceOf(QueryException.class);
            }
        }
    }

    /** Whatever a symbol file says, there is an answer. */
    @Test
    void endsInStructuresThatHoldThemselves() throws Exception {
        isf(1);
        try (Analysis analysis = open(folder.toString())) {
            assertThat(values(ask(analysis, "_FAR", OptionalLong.of(BASE), 16).getLast()))
                    .hasSize(2 + 16 * 2 + 16 * 2)
                    .contains("Deep.Deep.Deep.More[1]=");
            assertThat(
                            csv(
                                    ask(analysis, "_FAR.Deep.Deep.More[1]", OptionalLong.empty(), 0)
                                            .getLast()))
                    .endsWith("0x17ffff86c,Deep.Deep.More[1],long,4\n");
        }
    }

    @Test
    void saysWhyBytesAreAbsent() throws Exception {
        isf(1);
        try (Analysis analysis = open(folder.toString())) {
            String rows = csv(ask(analysis, "_OUTER", OptionalLong.of(BASE + 0xff8), 0).getLast());
            assertThat(rows.lines().skip(1))
                    .anyMatch(
                            row ->
                                    row.startsWith("0x4,0xffff800000000ffc,Low,")
                                            && row.endsWith(","))
                    .anyMatch(
                            row ->
                                    row.startsWith("0x8,0xffff800000001000,Text,")
                                            && row.endsWith(
                                                    ",,,not captured at 0xffff800000001000"))
                    .anyMatch(row -> row.endsWith(",,,open array"));
            assertThat(ask(analysis, "_OUTER", OptionalLong.of(-4L), 0).getLast()).isNotNull();
        }
    }

    @Test
    void saysWhichTablesAreUsedAndWhatWasTried() throws Exception {
        isf(2);
        try (Analysis analysis = open("srv*https://s.test/;" + folder)) {
            TypeReport report = analysis.types(Progress.NONE);

            assertThat(report.uses())
                    .containsExactly(
                            new Use(
                                    "module ntdll.dll",
                                    1,
                                    "ntdll.pdb " + GUID + " 1",
                                    "",
                                    "",
                                    Match.NONE,
                                    "",
                                    "not found along the symbol path"));
            assertThat(report.tried())
                    .containsExactly(
                            new Attempt(
                                    "module ntdll.dll",
                                    "https://s.test/",
                                    false,
                                    "not asked: servers are off unless --symbol-server or the"
                                            + " preference turns them on"),
                            new Attempt(
                                    "module ntdll.dll",
                                    folder.resolve("FB60.json").toString(),
                                    false,
                                    "another build: age 2, wanted 1"));
            assertThat(csv(report.usesTable()).lines()).hasSize(2);
            assertThat(csv(report.triedTable()).lines()).hasSize(3);
        }
        isf(1);
        try (Analysis analysis = open(folder.toString())) {
            assertThat(analysis.types(Progress.NONE).uses())
                    .singleElement()
                    .satisfies(
                            use -> {
                                assertThat(use.match()).isEqualTo(Match.EXACT);
                                assertThat(use.table()).isEqualTo("FB60");
                            });
        }
    }

    private List<Table> ask(Analysis analysis, String type, OptionalLong address, int depth)
            throws QueryException {
        return analysis.structure(type, address, depth, OptionalLong.empty(), Progress.NONE);
    }

    private void isf(int age) throws IOException {
        Files.writeString(folder.resolve("FB60.json"), ISF.formatted(age));
    }

    private Analysis open(String symbolPath) throws Exception {
        Path dump = Files.write(folder.resolve("some.dump"), memory());
        Contributions contributions =
                new Contributions(
                        List.of(MadeUpFormat.contribution("test.modules", ModuleDump::new)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        return new AnalysisService(contributions, folder.resolve("cache"))
                .open(
                        dump,
                        AnalysisOptions.defaults().withSymbolPath(symbolPath, false),
                        Progress.NONE);
    }

    private static byte[] memory() {
        ByteBuffer memory = ByteBuffer.allocate(0x1000).order(ByteOrder.LITTLE_ENDIAN);
        memory.position(0x100);
        memory.putInt(3).putInt(0xfffffff8 | 5);
        memory.put("hello\0xx".getBytes(StandardCharsets.US_ASCII));
        memory.putLong(STRUCTURE + 16).putLong(STRUCTURE + 16);
        memory.putLong(4).putLong(BASE + 0x200);
        memory.putLong(MODULE + 0x1010);
        memory.putInt(1).putInt(-2).putInt(0x100);
        memory.putShort((short) 42).putShort((short) 7).putShort((short) 1).putShort((short) -1);
        memory.putInt(7).putDouble(0.5);
        for (int i = 1; i <= 12; i++) {
            memory.put((byte) i);
        }
        memory.position(0x200);
        memory.put("hi".getBytes(StandardCharsets.UTF_16LE));
        return memory.array();
    }

    private static List<String> values(Table table) throws IOException {
        return csv(table).lines().skip(1).map(StructuresTest::value).toList();
    }

    /** {@code field=value} of a row, commas in the value as semicolons. */
    private static String value(String row) {
        StringBuilder plain = new StringBuilder();
        boolean quoted = false;
        for (char c : row.toCharArray()) {
            quoted ^= c == '"';
            plain.append(quoted && c == ',' ? ';' : c);
        }
        String[] cells = plain.toString().split(",", -1);
        String cell = cells[5];
        boolean packed = cell.startsWith("\"");
        return cells[2] + "=" + (packed ? cell.substring(1, cell.length() - 1) : cell);
    }

    /** Any file is memory of a process with one module. */
    private static final class ModuleDump implements DumpReader {
        @Override
        public String id() {
            return "test.modules";
        }

        @Override
        public String name() {
            return "made-up dump with a module";
        }

        @Override
        public DumpReader.Match probe(DumpSource source) {
            return DumpReader.Match.LIKELY;
        }

        @Override
        public Dump read(DumpSource source, Progress progress) {
            DumpModule ntdll =
                    new DumpModule(
                            MODULE, 0x10000, "C:\\ntdll.dll", "", 0, 0, "ntdll.pdb " + GUID + " 1");
            return Dump.builder(name())
                    .claim(new SystemClaim("", "", 0, Optional.of(Architecture.X64)))
                    .modules(List.of(ntdll))
                    .memory(
                            MemoryKind.VIRTUAL,
                            SparseMemory.builder(Absence.NOT_CAPTURED)
                                    .bytes(BASE, source.bytes())
                                    .build())
                    .build();
        }
    }
}
