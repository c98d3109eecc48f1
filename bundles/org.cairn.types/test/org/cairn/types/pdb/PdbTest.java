package org.cairn.types.pdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cairn.memory.Field;
import org.cairn.memory.Progress;
import org.cairn.memory.Structure;
import org.cairn.types.SymbolTable;
import org.cairn.types.SymbolTable.Nearest;
import org.cairn.types.TypeFormatException;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/** Parts of the format that today's compilers do not write, in files that a test writes. */
class PdbTest {
    private static final int PAGE = 4096;

    private final PdbWriter writer = new PdbWriter(PAGE);
    @TempDir private Path folder = Path.of("");

    private Pdb pdb() throws Exception {
        return Pdb.open(writer.write(folder.resolve("a.pdb")));
    }

    private TypeTable types() throws Exception {
        return pdb().readTypes(Progress.NONE);
    }

    private SymbolTable symbols() throws Exception {
        return pdb().readSymbols(Progress.NONE);
    }

    @Test
    void takesTheAgeOfTheImageAndTheGuidInTheOrderOfItsText() throws Exception {
        Pdb pdb = pdb();

        assertThat(pdb.guid()).isEqualTo(PdbWriter.GUID);
        assertThat(pdb.age()).isEqualTo(PdbWriter.IMAGE_AGE);
        assertThat(pdb.namedStreams()).containsEntry("/names", 11).containsEntry("srcsrv", 12);
    }

    @Test
    void hasNoTypesOfAnUnknownMachine() throws Exception {
        Pdb pdb = Pdb.open(writer.machine(0x1c0).write(folder.resolve("arm.pdb")));

        assertThat(pdb.architecture()).isEmpty();
        assertThatExceptionOfType(TypeFormatException.class)
                .isThrownBy(pdb::types)
                .withMessageContaining("machine type 0x1c0 is not supported");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2048, 4096, 8192, 16384, 32768})
    void readsPagesOfEverySize(int pageSize) throws Exception {
        PdbWriter large = new PdbWriter(pageSize);
        int count = 3000;
        for (int i = 0; i < count; i++) {
            int members = large.types.members(TypeRecords.member(TypeRecords.INT, i, "field" + i));
            large.types.structure("_S" + i, i + 4, members);
        }
        TypeTable table = Pdb.open(large.write(folder.resolve("pages.pdb"))).types();

        assertThat(table.structures()).hasSize(count);
        for (int i = 0; i < count; i++) {
            Structure type = table.structure("_S" + i);
            assertThat(type.size()).isEqualTo(i + 4);
            assertThat(type.offset("field" + i)).isEqualTo(i);
        }
    }

    @Test
    void readsListsOfMembersThatGoOnElsewhere() throws Exception {
        int rest = writer.types.members(TypeRecords.member(TypeRecords.UCHAR, 4, "b"));
        Bytes list = TypeRecords.member(TypeRecords.INT, 0, "a").u16(0x1404).u16(0).u32(rest);
        writer.types.structure("_A", 8, writer.types.members(list));

        assertThat(types().structure("_A").fields())
                .extracting(Field::toString)
                .containsExactly("a @0 int", "b @4 unsigned char");
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 1, 0x7f",
        "8001, 2, 0x1234",
        "8002, 2, 0xfedc",
        "8003, 4, 0x12345678",
        "8004, 4, 0x7fffffff",
        "8009, 8, 0x1000000",
        "800a, 8, 0x1000000"
    })
    void readsOffsetsInEveryForm(String kind, int bytes, String value) throws Exception {
        int offset = Integer.decode(value);
        Bytes member =
                TypeRecords.record(0x150d)
                        .u16(3)
                        .u32(TypeRecords.INT)
                        .u16(Integer.parseInt(kind, 16));
        for (int i = 0; i < bytes; i++) {
            member.u8(i < Integer.BYTES ? offset >> i * Byte.SIZE : 0);
        }
        writer.types.structure("_A", 8, writer.types.members(member.name("x")));

        assertThat(types().structure("_A").offset("x")).isEqualTo(offset);
    }

    @Test
    void readsNamesOfOldCompilers() throws Exception {
        Bytes member = TypeRecords.record(0x1405).u16(3).u32(TypeRecords.INT).u16(4).counted("old");
        int members = writer.types.members(member);
        writer.types.add(
                TypeRecords.record(0x1005)
                        .u16(1)
                        .u16(0)
                        .u32(members)
                        .u64(0)
                        .u16(8)
                        .counted("_OLD"));

        assertThat(types().structure("_OLD").offset("old")).isEqualTo(4);
    }

    @Test
    void readsWideRecords() throws Exception {
        int members = writer.types.members(TypeRecords.member(TypeRecords.INT, 4, "x"));
        writer.types.add(
                TypeRecords.record(0x1609)
                        .u32(0x200)
                        .u32(members)
                        .u64(0)
                        .u16(1)
                        .u16(8)
                        .name("_WIDE")
                        .name(".?AU_WIDE@@"));
        writer.types.add(
                TypeRecords.record(0x160a).u32(0).u32(members).u16(1).u16(12).name("_UNION"));

        assertThat(types().structure("_WIDE").size()).isEqualTo(8);
        assertThat(types().structure("_UNION").size()).isEqualTo(12);
        assertThat(types().structure("_UNION").offset("x")).isEqualTo(4);
    }

    @Test
    void tellsTypesOfOneNameApartByTheirUniqueNames() throws Exception {
        int first = writer.types.forward("T", "one");
        int second = writer.types.forward("T", "two");
        Bytes members = TypeRecords.member(first, 0, "a").all(TypeRecords.member(second, 16, "b"));
        writer.types.structure("_A", 40, writer.types.members(members));
        writer.types.structure("T", "two", 24, 0);
        writer.types.structure("T", "one", 16, 0);

        Structure type = types().structure("_A");
        assertThat(type.field("a").size()).isEqualTo(16);
        assertThat(type.field("b").size()).isEqualTo(24);
    }

    @Test
    void resolvesAnnouncedElementsOfArrays() throws Exception {
        int announced = writer.types.forward("_E");
        int array = writer.types.array(announced, 36);
        int nowhere = writer.types.array(writer.types.forward("_NOWHERE"), 36);
        Bytes members = TypeRecords.member(array, 0, "a").all(TypeRecords.member(nowhere, 36, "b"));
        writer.types.structure("_A", 72, writer.types.members(members));
        writer.types.structure("_E", 12, 0);

        Structure type = types().structure("_A");
        assertThat(type.field("a").type()).isEqualTo("_E[3]");
        assertThat(type.field("b").type()).isEqualTo("_NOWHERE[0]");
        assertThat(type.field("b").size()).isEqualTo(36);
    }

    @Test
    void namesUnnamedTypesByTheirNumbers() throws Exception {
        int members = writer.types.members(TypeRecords.member(TypeRecords.INT, 0, "x"));
        writer.types.structure("<unnamed-tag>", 4, members);
        writer.types.structure("__unnamed", 4, members);
        writer.types.structure("<anonymous-tag>", 4, members);

        assertThat(types().structures())
                .extracting(Structure::name)
                .containsExactly("__unnamed_1001", "__unnamed_1002", "__anonymous_1003");
    }

    @Test
    void leavesUnknownKindsOfTypesWithoutSize() throws Exception {
        int vector = writer.types.add(TypeRecords.record(0x151b).u64(0));
        writer.types.structure("_A", 8, writer.types.members(TypeRecords.member(vector, 0, "v")));

        assertThat(types().structure("_A").field("v"))
                .hasToString("v @0 unknown type 0x151b")
                .extracting(Field::size)
                .isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({"0x0fffffff, 0x0fffffff", "0x10000000, 0", "0x7fffffff, 0"})
    void leavesHugeTypesWithoutSize(String size, String expected) throws Exception {
        int array =
                writer.types.add(
                        TypeRecords.record(0x1503)
                                .u32(TypeRecords.UCHAR)
                                .u32(TypeRecords.INT)
                                .u16(0x8004)
                                .u32(Integer.decode(size))
                                .name(""));
        writer.types.structure("_A", 8, writer.types.members(TypeRecords.member(array, 0, "a")));

        Field field = types().structure("_A").field("a");
        assertThat(field.size()).isEqualTo(Integer.decode(expected));
        assertThat(field.type()).isEqualTo("unsigned char[" + Integer.decode(size) + "]");
    }

    @Test
    void findsSymbolsInSections() throws Exception {
        PdbWriter.section(writer.sections, 0x1000);
        PdbWriter.section(writer.sections, 0x8000);
        writer.pub("first", 1, 0x10);
        writer.pub("second", 2, 0x20);
        writer.pub("absolute", 3, 0x30);

        SymbolTable symbols = symbols();
        assertThat(symbols.names()).containsExactly("first", "second");
        assertThat(symbols.find("second")).hasValue(0x8020);
        assertThat(symbols.nearest(0x8000)).hasValue(new Nearest("first", 0x1010, 0x6ff0));
        assertThat(symbols.nearest(0x100f)).isEmpty();
    }

    @Test
    void followsCodeThatWasMovedAfterLinking() throws Exception {
        PdbWriter.section(writer.sections, 0x5000);
        PdbWriter.section(writer.originalSections, 0x1000);
        writer.omap.u32(0x1000).u32(0x7000).u32(0x1100).u32(0).u32(0x1200).u32(0x6000);
        writer.pub("moved", 1, 0x10);
        writer.pub("removed", 1, 0x110);
        writer.pub("last", 1, 0x208);

        SymbolTable symbols = symbols();
        assertThat(symbols.names()).containsExactly("last", "moved");
        assertThat(symbols.find("moved")).hasValue(0x7010);
        assertThat(symbols.find("last")).hasValue(0x6008);
    }

    @Test
    void followsReferencesIntoModules() throws Exception {
        PdbWriter.section(writer.sections, 0x1000);
        int at = writer.moduleSymbols.size();
        Bytes procedure = new Bytes().zeros(28).u32(0x40).u16(1).u8(0).name("run");
        PdbWriter.symbol(writer.moduleSymbols, 0x1110, procedure);
        Bytes reference = new Bytes().u32(0).u32(at).u16(1).name("run");
        PdbWriter.symbol(writer.symbols, 0x1125, reference);
        Bytes stranger = new Bytes().u32(0).u32(at).u16(2).name("elsewhere");
        PdbWriter.symbol(writer.symbols, 0x1125, stranger);

        assertThat(symbols().names()).containsExactly("run");
        assertThat(symbols().find("run")).hasValue(0x1040);
    }

    @Test
    void prefersSymbolsOfTheWholeImageToThoseOfAFile() throws Exception {
        PdbWriter.section(writer.sections, 0x1000);
        Bytes local = new Bytes().u32(0x74).u32(0x10).u16(1).name("count");
        PdbWriter.symbol(writer.symbols, 0x110c, local);
        writer.pub("count", 1, 0x20);

        assertThat(symbols().find("count")).hasValue(0x1020);
        assertThat(symbols().nearest(0x1010)).map(Nearest::name).hasValue("count");
    }

    @Test
    void takesOffWhatX86AddsToNames() throws Exception {
        PdbWriter.section(writer.sections, 0x1000);
        writer.machine(PdbWriter.I386);
        writer.pub("_plain", 1, 0);
        writer.pub("_call@12", 1, 1);
        writer.pub("@fast@8", 1, 2);
        writer.pub("?cpp@@YAXH@Z", 1, 3);
        writer.pub("_odd@name", 1, 4);
        Bytes undecorated = new Bytes().u32(0x74).u32(5).u16(1).name("_data");
        PdbWriter.symbol(writer.symbols, 0x110d, undecorated);

        assertThat(symbols().names())
                .containsExactly("?cpp@@YAXH@Z", "_data", "call", "fast", "odd@name", "plain");
    }

    @Test
    void keepsUnderscoresOnX64() throws Exception {
        PdbWriter.section(writer.sections, 0x1000);
        writer.pub("__chkstk", 1, 0);

        assertThat(symbols().find("__chkstk")).hasValue(0x1000);
    }
}
