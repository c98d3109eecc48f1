package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

class IsfReaderTest {
    /** A symbol file with all kinds of types; types are used before they are defined. */
    private static final String SAMPLE =
            """
            {
             "symbols": {"PoolVector": {"address": 2215088, "type": {"kind": "pointer"}},
              "NoAddress": {"type": {"kind": "pointer"}},
              "_text": {"address": 18446744071578845184}},
             "user_types": {
              "_POOL": {"kind": "struct", "size": 72, "fields": {
               "Type": {"offset": 0, "type": {"kind": "enum", "name": "_POOL_TYPE"}},
               "Lock": {"offset": 4, "type": {"kind": "enum", "name": "_LOCK"}},
               "Low": {"offset": 6, "type": {"kind": "bitfield", "bit_position": 0,
                "bit_length": 9, "type": {"kind": "base", "name": "unsigned short"}}},
               "High": {"offset": 6, "type": {"bit_length": 7, "bit_position": 9,
                "type": {"name": "unsigned short", "kind": "base"}, "kind": "bitfield"}},
               "Kind": {"offset": 5, "type": {"kind": "bitfield", "bit_position": 1,
                "bit_length": 2, "type": {"kind": "enum", "name": "_LOCK"}}},
               "Link": {"offset": 8, "type": {"kind": "struct", "name": "_LIST_ENTRY"}},
               "u": {"offset": 24, "anonymous": true,
                "type": {"kind": "union", "name": "unnamed_1"}},
               "Next": {"offset": 32, "type": {"kind": "pointer",
                "subtype": {"kind": "struct", "name": "_POOL"}}},
               "Routine": {"offset": 40, "type": {"kind": "pointer",
                "subtype": {"kind": "function"}}},
               "Any": {"offset": 40, "type": {"kind": "pointer", "subtype": null}},
               "Names": {"offset": 48, "type": {"kind": "array", "count": 2, "subtype":
                {"kind": "array", "count": 3, "subtype": {"kind": "base", "name": "wchar"}}}},
               "Pages": {"offset": 64, "type": {"kind": "array", "count": 1, "subtype":
                {"kind": "pointer", "subtype": {"kind": "base", "name": "void"}}}},
               "Open": {"offset": 72, "type": {"kind": "array", "count": 0,
                "subtype": {"kind": "base", "name": "unsigned char"}}},
               "Class": {"offset": 60, "type": {"kind": "class", "name": "NotHere"}},
               "Long": {"offset": 61, "type": {"kind": "array", "count": 268435456,
                "subtype": {"kind": "base", "name": "unsigned char"}}},
               "v": {"offset": 28, "type": {"kind": "union", "name": "__unnamed_10b2"}},
               "Ends": {"offset": 48, "type": {"kind": "array", "count": 2, "subtype":
                {"kind": "pointer", "subtype": {"kind": "union", "name": "__unnamed_10b2"}}}}}},
              "unnamed_1": {"kind": "union", "size": 8, "fields": {
               "Whole": {"offset": 0, "type": {"kind": "base", "name": "unsigned long long"}},
               "unnamed_field_0": {"offset": 0, "anonymous": true,
                "type": {"kind": "struct", "name": "unnamed_2"}}}},
              "unnamed_2": {"kind": "struct", "size": 4, "fields": {
               "First": {"offset": 0, "type": {"kind": "bitfield", "bit_position": 0,
                "bit_length": 3, "type": {"kind": "base", "name": "unsigned short"}}},
               "Second": {"offset": 2, "type": {"kind": "base", "name": "unsigned short"}}}},
              "__unnamed_10b2": {"kind": "union", "size": 4, "fields": {}},
              "_LIST_ENTRY": {"kind": "struct", "size": 16, "fields": {}}},
             "enums": {
              "_POOL_TYPE": {"size": 4, "base": "int", "constants": {"NonPagedPool": 0}},
              "_LOCK": {"size": 1, "base": "char", "constants": {"Open": 0, "Free": 0, "Bad": -1}}},
             "base_types": {
              "void": {"kind": "void", "size": 0, "signed": false, "endian": "little"},
              "pointer": {"kind": "int", "size": 8, "signed": false, "endian": "little"},
              "wchar": {"kind": "int", "size": 2, "signed": true, "endian": "little"},
              "unsigned char": {"kind": "char", "size": 1, "signed": false, "endian": "little"},
              "unsigned short": {"kind": "int", "size": 2, "signed": false, "endian": "little"},
              "unsigned long long": {"kind": "int", "size": 8, "signed": false,
               "endian": "little"}},
             "metadata": {"format": "6.2.0", "producer": {"name": "test", "version": "1"},
              "windows": {"pdb": {"GUID": "CA8E2F01B822EDE6357898BFBF862997", "age": 1,
               "database": "ntkrnlmp.pdb", "machine_type": 34404},
               "pe": {"major": 10, "minor": 0, "revision": 0, "build": 26100}}}
            }
            """;

    private static final String MINIMAL =
            """
            {"base_types": {"pointer": {"size": 4}, "int": {"size": 4}},
             "user_types": {"_A": {"size": 4, "fields": {"x": {"offset": 0,
              "type": {"kind": "base", "name": "int"}}}}}}
            """;

    private static final PdbIdentity PDB =
            new PdbIdentity("ntkrnlmp.pdb", "CA8E2F01B822EDE6357898BFBF862997", 1);

    private final IsfReader reader = new IsfReader();
    @TempDir private Path folder = Path.of("");

    @Test
    void knowsWhatTheFileDescribes() throws Exception {
        assertThat(reader.read(write("nt-26100.json", SAMPLE)).id())
                .isEqualTo(
                        new TypeTable.Id(
                                "nt-26100",
                                "windows",
                                "windows ntkrnlmp.pdb",
                                26100,
                                Architecture.X64,
                                "symbol file (ISF), PDB CA8E2F01B822EDE6357898BFBF862997-1",
                                Optional.of(PDB)));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    Type,    enum _POOL_TYPE,    0,  4,  0, 32
                    Lock,    enum _LOCK,         4,  1,  0, 8
                    Low,     unsigned short,     6,  2,  0, 9
                    High,    unsigned short,     6,  2,  9, 7
                    Kind,    enum _LOCK,         5,  1,  1, 2
                    Link,    _LIST_ENTRY,        8,  16, 0, 128
                    Whole,   unsigned long long, 24, 8,  0, 64
                    First,   unsigned short,     24, 2,  0, 3
                    Second,  unsigned short,     26, 2,  0, 16
                    v,       _POOL.v,            28, 4,  0, 32
                    Ends,    _POOL.v*[2],        48, 16, 0, 128
                    Next,    _POOL*,             32, 8,  0, 64
                    Routine, function*,          40, 8,  0, 64
                    Any,     void*,              40, 8,  0, 64
                    Names,   wchar[3][2],        48, 12, 0, 96
                    Pages,   void*[1],           64, 8,  0, 64
                    Open,    unsigned char[0],   72, 0,  0, 0
                    Class,   NotHere,            60, 0,  0, 0
                    Long,    unsigned char[268435456], 61, 0, 0, 0
                    """)
    void readsFields(String name, String type, int offset, int size, int firstBit, int bits)
            throws Exception {
        Field field = reader.read(write("nt.json", SAMPLE)).structure("_POOL").field(name);

        assertThat(field.type()).isEqualTo(type);
        assertThat(field.offset()).isEqualTo(offset);
        assertThat(field.size()).isEqualTo(size);
        assertThat(field.firstBit()).isEqualTo(firstBit);
        assertThat(field.bitCount()).isEqualTo(bits);
    }

    @Test
    void readsStructuresInOrder() throws Exception {
        TypeTable table = reader.read(write("nt.json", SAMPLE));

        assertThat(table.structures().stream().map(type -> type.name() + " " + type.size()))
                .containsExactly(
                        "_POOL 72", "unnamed_1 8", "unnamed_2 4", "_POOL.v 4", "_LIST_ENTRY 16");
    }

    @Test
    void namesTheValuesOfEnumerations() throws Exception {
        TypeTable table = reader.read(write("nt.json", SAMPLE));

        assertThat(table.enumerations()).hasSize(2);
        assertThat(table.enumeration("_POOL_TYPE").orElseThrow().nameOf(0, 32))
                .contains("NonPagedPool");
        Enumeration lock = table.enumeration("_LOCK").orElseThrow();
        assertThat(lock.nameOf(0, 8)).contains("Open");
        assertThat(lock.nameOf(0xff, 8)).contains("Bad");
        assertThat(lock.nameOf(3, 2)).contains("Bad");
        assertThat(lock.nameOf(1, 8)).isEmpty();
    }

    @Test
    void findsSymbols() throws Exception {
        SymbolTable symbols = reader.read(write("nt.json", SAMPLE)).symbols();

        assertThat(symbols.names()).containsExactly("PoolVector", "_text");
        assertThat(symbols.find("PoolVector")).hasValue(2215088);
        assertThat(symbols.find("_text")).hasValue(0xffffffff81000000L);
        assertThat(symbols.find("NoAddress")).isEmpty();
    }

    @Test
    void tellsWhoseTypesAFileHolds() throws Exception {
        assertThat(reader.identity(write("nt.json", SAMPLE))).contains(PDB);
        assertThat(reader.identity(write("small.json", MINIMAL))).isEmpty();
        assertThat(reader.identity(write("bad.json", SAMPLE.replace("CA8E", "../.")))).isEmpty();
    }

    @Test
    void refusesAnonymousTypesThatHoldEachOther() throws IOException {
        assertRefused(
                MINIMAL.replace(
                        "{\"offset\": 0,\n  \"type\": {\"kind\": \"base\", \"name\": \"int\"}}",
                        "{\"offset\": 0, \"anonymous\": true, \"type\":"
                                + " {\"kind\": \"struct\", \"name\": \"_A\"}}"),
                "anonymous types hold each other");
    }

    @Test
    void readsPackedFiles() throws Exception {
        Path file = Files.write(folder.resolve("nt.json.gz"), packed(SAMPLE));
        Path xz = Files.write(folder.resolve("nt2.json.xz"), xz(SAMPLE));

        assertThat(reader.read(xz).id().name()).isEqualTo("nt2");
        assertThat(reader.read(xz).structure("_POOL").size()).isEqualTo(72);
        TypeTable table = reader.read(file);
        assertThat(table.id().name()).isEqualTo("nt");
        assertThat(table.structure("_POOL").size()).isEqualTo(72);
    }

    @Test
    void takesTheArchitectureFromThePointersWhenNoMachineIsTold() throws Exception {
        TypeTable.Id id = reader.read(write("small.json", MINIMAL)).id();
        assertThat(id.architecture()).isEqualTo(Architecture.X86);
        assertThat(id.family()).isEqualTo(TypeTable.Id.UNKNOWN_FAMILY);
        assertThat(id.build()).isZero();

        String linux =
                MINIMAL.replaceFirst("\\{", "{\"metadata\": {\"linux\": {\"symbols\": []}},");
        assertThat(reader.read(write("linux.json", linux)).id().family()).isEqualTo("linux");
        String arm = SAMPLE.replace("34404", "43620");
        assertThat(reader.read(write("arm.json", arm)).id().architecture())
                .isEqualTo(Architecture.ARM64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "size": 4, "fields"          | "size": -4, "fields"       | -4, | -4 is out of range
                    "size": 4, "fields"          | "size": 9999999999, "fields" | 9999999999 | 9999999999 is out of range
                    "size": 4, "fields"          | "size": "4", "fields"      | "4" | size: expected a number
                    "offset": 0                  | "offset": 4294967296       | 4294967296 | 4294967296 is out of range
                    {"size": 4, "fields"         | [{"size": 4, "fields"      | [{ | _A: expected an object
                    "kind": "base"               | "kind": "tuple"            | {"kind | unknown kind of type 'tuple'
                    "kind": "base"               | "kind": 7                  | 7, | kind: expected a string
                    "kind": "base"               | "kind": "array"            | {"kind | the type of elements or bits is missing
                    "kind": "base"               | "kind": "bitfield", "type": {"kind": "base", "name": "int"} | {"kind": "bitf | a bit field has no bits
                    "kind": "base"               | "kind": "bitfield", "bit_length": 33, "type": {"kind": "base", "name": "int"} | {"offset | _A.x has bits 0+33 in a int of 4 bytes
                    "kind": "base"               | "kind": "bitfield", "bit_length": 1, "type": {"kind": "base", "name": "what"} | {"offset | _A.x has bits 0+1 in a what of 0 bytes
                    "type": {"kind": "base", "name": "int"} | "kind": 0         | {"offset | field x has no type
                    """)
    void saysWhereAFileIsNotInTheFormat(String from, String to, String at, String reason)
            throws IOException {
        String text = MINIMAL.replace(from, to);
        Path file = write("bad.json", text);

        assertThat(text).isNotEqualTo(MINIMAL);
        assertThatExceptionOfType(TypeFormatException.class)
                .isThrownBy(() -> reader.read(file))
                .withMessage(
                        "%s: offset 0x%x: %s", file, text.indexOf(at, text.indexOf("_A")), reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                         | expected an object
                    []                         | expected an object
                    7                          | expected an object
                    {}                         | no user_types: not a symbol file in ISF
                    {"pdbs": {"a": [1, 2]}}    | no user_types: not a symbol file in ISF
                    {"user_types": {"_A": {}}} | neither machine_type nor base_types.pointer tells the machine
                    """)
    void saysThatAFileIsAnother(String text, String reason) throws IOException {
        Path file = write("bad.json", text);

        assertThatExceptionOfType(TypeFormatException.class)
                .isThrownBy(() -> reader.read(file))
                .withMessageStartingWith(file + ": offset 0x0: " + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MZ\u0090\u0000",
                "{\"user_types\"",
                "{\"user_types\": {\"_A\": {\"size\": 4,,}}}",
                "{\"user_types\": {\"_A\": {\"size\": 1e400}}}",
                "{\"user_types\": {\"_A\": {\"size\": 123456789012345678901234567890}}}",
            })
    void refusesWhatIsNotJson(String text) throws IOException {
        assertRefused(text, ": offset 0x");
    }

    @Test
    void refusesTextAfterTheEnd() throws IOException {
        assertRefused(MINIMAL + "{}", "more text after the end");
    }

    @Test
    void refusesEveryTruncatedFile() throws IOException {
        for (int length = 0; length < MINIMAL.trim().length(); length++) {
            assertRefused(MINIMAL.substring(0, length), ": offset 0x");
        }
    }

    @Test
    void refusesDeepNesting() throws IOException {
        String pointers = "{\"kind\": \"pointer\", \"subtype\": ";
        String base = "{\"kind\": \"base\", \"name\": \"int\"}";
        assertRefused(
                MINIMAL.replace(base, pointers.repeat(100_000) + base + "}".repeat(100_000)),
                "nesting depth");
    }

    @Test
    void refusesLongNames() throws IOException {
        assertRefused(MINIMAL.replace("_A", "A".repeat(70_000)), "length");
    }

    @Test
    void refusesLongTexts() throws IOException {
        Path file = folder.resolve("bomb.json.gz");
        Files.write(file, packed(MINIMAL + " ".repeat(1 << 20)));

        assertThat(Files.size(file)).isLessThan(4096);
        assertThatExceptionOfType(TypeFormatException.class)
                .isThrownBy(() -> new IsfReader(1 << 16).read(file))
                .withMessageContaining("length");
    }

    @Test
    void refusesDamagedXzFiles() throws IOException {
        byte[] good = xz(SAMPLE);
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 0x55;
        Path file = folder.resolve("bad.json.xz");
        for (byte[] bytes :
                List.of(
                        Arrays.copyOf(good, 7),
                        Arrays.copyOf(good, good.length / 2),
                        Arrays.copyOf(good, good.length - 3),
                        flipped)) {
            Files.write(file, bytes);
            assertThatExceptionOfType(TypeFormatException.class)
                    .isThrownBy(() -> reader.read(file))
                    .withMessageMatching(".*bad.json.xz: offset 0x[0-9a-f]{1,4}: .+");
        }
    }

    @Test
    void refusesDamagedPackedFiles() throws IOException {
        byte[] good = packed(SAMPLE);
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 0x55;
        Path file = folder.resolve("bad.json.gz");
        for (byte[] bytes :
                List.of(
                        Arrays.copyOf(good, 5),
                        Arrays.copyOf(good, good.length / 2),
                        Arrays.copyOf(good, good.length - 3),
                        flipped)) {
            Files.write(file, bytes);
            assertThatExceptionOfType(TypeFormatException.class)
                    .isThrownBy(() -> reader.read(file))
                    .withMessageMatching(".*bad.json.gz: offset 0x[0-9a-f]{1,4}: .+");
        }
    }

    @Test
    void readsAFolder() throws Exception {
        write("b.json", MINIMAL);
        Files.createDirectory(folder.resolve("a"));
        Files.write(folder.resolve("a/nt.JSON.gz"), packed(SAMPLE));
        write("readme.txt", "not a symbol file");

        assertThat(reader.readAll(folder).stream().map(TypeTable::toString))
                .containsExactly("nt", "b");
        assertThat(reader.readAll(folder.resolve("b.json"))).hasSize(1);
    }

    @Test
    void refusesAFolderWithoutFilesOrWithABadOne() throws Exception {
        assertThatExceptionOfType(TypeFormatException.class)
                .isThrownBy(() -> reader.readAll(folder))
                .withMessage(
                        folder
                                + ": offset 0x0: 0 files *.json, *.json.gz or *.json.xz,"
                                + " expected 1 to 100");

        write("a.json", MINIMAL);
        Path bad = write("b.json", "{}");
        assertThatExceptionOfType(TypeFormatException.class)
                .isThrownBy(() -> reader.readAll(folder))
                .withMessageStartingWith(bad + ": ");
    }

    @Test
    void reportsAMissingFileAsSuch() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> reader.readAll(folder.resolve("none.json")));
    }

    private void assertRefused(String text, String reason) throws IOException {
        Path file = write("bad.json", text);
        assertThatExceptionOfType(TypeFormatException.class)
                .isThrownBy(() -> reader.read(file))
                .withMessageMatching(".*bad.json: offset 0x[0-9a-f]{1,6}: .+")
                .withMessageContaining(reason);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static byte[] xz(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XZOutputStream packer = new XZOutputStream(bytes, new LZMA2Options())) {
            packer.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
