package org.cairn.types.pdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;
import org.cairn.memory.Structure;
import org.cairn.types.SymbolTable;
import org.cairn.types.SymbolTable.Nearest;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@link Pdb} reads equals what the compiler and the linker say (see {@code make.sh}). */
class ShapesTest {
    private static final String X64 = "shapes-x64";
    private static final String X86 = "shapes-x86";

    /** The compiler's own pointers, which no expression can name. */
    private static final Set<String> HIDDEN = Set.of("{vfptr}", "{vbptr}");

    /** Initialisers have another name in the debug information than for the linker. */
    private static final String INITIALISER = "??__E";

    private static final Pattern DECORATED = Pattern.compile("_([A-Za-z_][^@]*)(@\\d+)?");

    @TempDir private Path folder = Path.of("");

    private Pdb open(String name) throws Exception {
        return Pdb.open(Samples.copy(name + ".pdb", folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {X64, X86})
    void hasTheImagesGuidAndAge(String name) throws Exception {
        Pdb pdb = open(name);

        assertThat(guidBytes(pdb.guid())).isEqualTo(Samples.value(name, "guid-bytes"));
        assertThat(pdb.age()).hasToString(Samples.value(name, "age"));
    }

    /** The first three parts of the text form are numbers, which lie in memory low byte first. */
    private static String guidBytes(String guid) {
        int[] order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
        StringBuilder bytes = new StringBuilder();
        for (int i : order) {
            bytes.append(guid, 2 * i, 2 * i + 2).append(' ');
        }
        return bytes.toString().strip();
    }

    @Test
    void knowsTheMachine() throws Exception {
        assertThat(open(X64).architecture()).hasValue(Architecture.X64);
        assertThat(open(X86).architecture()).hasValue(Architecture.X86);
    }

    @Test
    void namesTheTableAsTheFile() throws Exception {
        Pdb pdb = open(X64);

        assertThat(pdb.types().id())
                .isEqualTo(
                        new TypeTable.Id(
                                "shapes-x64",
                                "windows",
                                "windows shapes-x64.pdb",
                                0,
                                Architecture.X64,
                                "PDB " + pdb.guid() + "-1"));
    }

    @Test
    void listsNamedStreams() throws Exception {
        assertThat(open(X64).namedStreams()).containsKeys("/names", "/LinkInfo");
    }

    @ParameterizedTest
    @ValueSource(strings = {X64, X86})
    void hasTheSizesOfTheCompiler(String name) throws Exception {
        TypeTable table = open(name).types();
        List<String[]> facts = Samples.facts(name, "size", 3);
        SoftAssertions.assertSoftly(
                softly -> {
                    for (String[] fact : facts) {
                        softly.assertThat(table.structure(fact[1]).size())
                                .as(fact[1])
                                .hasToString(fact[2]);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {X64, X86})
    void hasTheFieldsOfTheCompiler(String name) throws Exception {
        TypeTable table = open(name).types();
        List<String[]> facts = Samples.facts(name, "field", 6);
        SoftAssertions.assertSoftly(
                softly -> {
                    for (String[] fact : facts) {
                        Field field = table.structure(fact[1]).field(fact[2]);
                        softly.assertThat(field.offset() + " " + field.size())
                                .as(fact[1] + "." + fact[2])
                                .isEqualTo(fact[3] + " " + fact[4]);
                        if (!fact[5].equals("?")) {
                            softly.assertThat(field.type())
                                    .as(fact[1] + "." + fact[2])
                                    .isEqualTo(fact[5]);
                        }
                        softly.assertThat(field.isBitField()).isFalse();
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {X64, X86})
    void hasTheBitsOfTheCompiler(String name) throws Exception {
        TypeTable table = open(name).types();
        List<String[]> facts = Samples.facts(name, "bits", 7);
        SoftAssertions.assertSoftly(
                softly -> {
                    for (String[] fact : facts) {
                        Field field = table.structure(fact[1]).field(fact[2]);
                        int bit = field.offset() * Byte.SIZE + field.firstBit();
                        softly.assertThat(
                                        "%d %d %d %s"
                                                .formatted(
                                                        bit,
                                                        field.bitCount(),
                                                        field.size(),
                                                        field.type()))
                                .as(fact[1] + "." + fact[2])
                                .isEqualTo(String.join(" ", List.of(fact).subList(3, 7)));
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {X64, X86})
    void hasNoOtherFields(String name) throws Exception {
        TypeTable table = open(name).types();
        Set<String> expected = new HashSet<>();
        Set<String> types = new HashSet<>();
        for (String kind : List.of("field", "bits")) {
            for (String[] fact : Samples.facts(name, kind, 4)) {
                types.add(fact[1]);
                expected.add(fact[1] + " " + fact[2]);
            }
        }
        Set<String> found =
                types.stream()
                        .map(table::structure)
                        .flatMap(
                                type ->
                                        type.fields().stream()
                                                .map(Field::name)
                                                .filter(field -> !HIDDEN.contains(field))
                                                .map(field -> type.name() + " " + field))
                        .collect(Collectors.toSet());
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void hasThePointersThatTheCompilerAdds() throws Exception {
        TypeTable table = open(X64).types();

        Field virtualTable = table.structure("Base").field("{vfptr}");
        assertThat(virtualTable.offset()).isZero();
        assertThat(virtualTable.size()).isEqualTo(8);
        assertThat(virtualTable.type()).isEqualTo("function**");
        Field virtualBases = table.structure("Virtual").field("{vbptr}");
        assertThat(virtualBases.offset()).isZero();
        assertThat(virtualBases.type()).isEqualTo("int*");
    }

    @Test
    void givesEachUnnamedTypeItsOwnName() throws Exception {
        TypeTable table = open(X64).types();

        Structure parts = table.structure(table.structure("_LARGE").field("u").type());
        assertThat(parts.name()).matches("_LARGE::__unnamed_[0-9a-f]{4}");
        assertThat(parts.fields()).extracting(Field::name).containsExactly("LowPart", "HighPart");
        Structure inner = table.structure(table.structure("_NESTED").field("Inner").type());
        assertThat(inner.fields())
                .extracting(Field::toString)
                .containsExactly("Ratio @0 f32", "Exact @8 double");
        assertThat(table.structures())
                .extracting(Structure::name)
                .noneMatch(type -> type.contains("<unnamed-tag>") && !type.contains(">::"));
    }

    @ParameterizedTest
    @ValueSource(strings = {X64, X86})
    void hasTheSymbolsOfTheLinker(String name) throws Exception {
        SymbolTable symbols = open(name).readSymbols(Progress.NONE);
        List<String[]> facts = Samples.facts(name, "symbol", 3);
        SoftAssertions.assertSoftly(
                softly -> {
                    for (String[] fact : facts) {
                        long rva = Long.parseLong(fact[2], 16);
                        softly.assertThat(symbols.nearest(rva))
                                .as(fact[1])
                                .map(Nearest::distance)
                                .hasValue(0L);
                        if (!fact[1].startsWith(INITIALISER)) {
                            softly.assertThat(symbols.find(undecorated(name, fact[1])))
                                    .as(fact[1])
                                    .hasValue(rva);
                        }
                    }
                });
    }

    private static String undecorated(String file, String symbol) {
        return file.equals(X86) ? DECORATED.matcher(symbol).replaceFirst("$1") : symbol;
    }

    @Test
    void findsProceduresOfModulesByTheirRecords() throws Exception {
        SymbolTable symbols = open(X64).readSymbols(Progress.NONE);
        long run = symbols.find("?run@Derived@@UEAAHH@Z").orElseThrow();

        assertThat(symbols.find("Derived::run")).hasValue(run);
        assertThat(symbols.nearest(run + 5))
                .hasValue(new Nearest("?run@Derived@@UEAAHH@Z", run, 5));
    }

    @Test
    void readsTheSameNowAndLater() throws Exception {
        Pdb pdb = open(X64);

        assertThat(pdb.readTypes(Progress.NONE).structures())
                .extracting(Structure::name)
                .isEqualTo(pdb.types().structures().stream().map(Structure::name).toList());
    }
}
