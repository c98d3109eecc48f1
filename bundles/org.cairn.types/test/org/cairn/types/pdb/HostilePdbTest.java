package org.cairn.types.pdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import org.cairn.memory.Progress;
import org.cairn.types.TypeFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Damaged files give one exception that says where and what, and nothing else happens. */
class HostilePdbTest {
    private static final int PAGE = 4096;

    /** How many damaged files a test reads; {@code -Dcairn.mutations=100000} for a long run. */
    private static final int MUTATIONS = Integer.getInteger("cairn.mutations", 1000);

    private static final long SEED = 20260117;

    private final PdbWriter writer = new PdbWriter(PAGE);
    @TempDir private Path folder = Path.of("");

    private void read(byte[] file) throws Exception {
        Pdb pdb = Pdb.open(Files.write(folder.resolve("a.pdb"), file));
        pdb.readTypes(Progress.NONE);
        pdb.readSymbols(Progress.NONE);
    }

    private void refused(byte[] file, String reason) {
        assertThatExceptionOfType(TypeFormatException.class)
                .isThrownBy(() -> read(file))
                .withMessageContaining("a.pdb: offset 0x")
                .withMessageContaining(reason);
    }

    private void refusedTypes(String reason) {
        PdbWriter.section(writer.sections, 0x1000);
        refused(writer.bytes(), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shapes-x64.pdb", "shapes-x86.pdb"})
    void refusesAFileThatWasCut(String name) throws Exception {
        byte[] whole = Samples.bytes(name);
        for (int length = 0; length < whole.length; length += 512) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(TypeFormatException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> read(part));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shapes-x64.pdb", "shapes-x86.pdb"})
    void survivesRandomDamage(String name) throws Exception {
        byte[] whole = Samples.bytes(name);
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = whole.clone();
            int changes = 1 + random.nextInt(64);
            for (int change = 0; change < changes; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                read(damaged);
            } catch (TypeFormatException expected) {
                assertThat(expected).hasMessageContaining("offset 0x");
                refused++;
            } catch (RuntimeException | Error e) {
                fail("mutation " + i + " of seed " + SEED, e);
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "0,  x,          no PDB",
        "32, 256,        pages of 256 bytes",
        "32, 5000,       pages of 5000 bytes",
        "32, 65536,      pages of 65536 bytes",
        "36, 3,          the free page map is page 3",
        "40, 1000000,    the file should have 4096000000 bytes",
        "44, 2147483647, a directory of 2147483647 bytes",
        "52, 1000000,    the list of the directory's pages is not there"
    })
    void refusesADamagedHeader(int at, String value, String reason) {
        byte[] file = writer.bytes();
        if (value.equals("x")) {
            file[at] = 'x';
        } else {
            byte[] number = new Bytes().u32(Long.parseLong(value)).array();
            System.arraycopy(number, 0, file, at, number.length);
        }
        refused(file, reason);
    }

    @Test
    void saysThatOldFilesAreNotSupported() {
        refused(
                new Bytes().name("Microsoft C/C++ program database 2.00").zeros(512).array(),
                "a PDB 2.00, as linkers before 2002 wrote it, is not supported");
    }

    @ParameterizedTest
    @CsvSource({
        "4096, 2147483647, 0,   2147479551 types",
        "4096, 4095,       0,   4294967295 types",
        "16,   20,         0,   4 types from 0x10",
        "4096, 4097,       -1,  4294967295 bytes of records",
        "4096, 4096,       999, 999 bytes of records"
    })
    void refusesCountsThatTheStreamCannotHold(int first, int end, int size, String reason) {
        writer.typeStream(writer.types.stream(first, end, size));

        refusedTypes(reason);
    }

    @Test
    void refusesTypesThatAreNotThere() {
        int members = writer.types.members(TypeRecords.member(0x5000, 0, "x"));
        writer.types.structure("_A", 4, members);

        refusedTypes("type 0x5000 is used, the last one is 0x1001");
    }

    @Test
    void refusesPointersInACircle() {
        int next = TypeRecords.FIRST + writer.types.count() + 1;
        writer.types.pointer(next);
        writer.types.pointer(next - 1);
        writer.types.structure("_A", 8, writer.types.members(TypeRecords.member(next, 0, "x")));

        refusedTypes("types are nested too deeply");
    }

    @Test
    void refusesAListOfMembersThatGoesOnWithItself() {
        Bytes list = new Bytes().u16(0x1404).u16(0).u32(TypeRecords.FIRST);
        writer.types.structure("_A", 8, writer.types.members(list));

        refusedTypes("lists of members are shared by too many types");
    }

    @Test
    void refusesListsOfMembersThatMultiplyTheFile() {
        Bytes list = new Bytes();
        for (int i = 0; i < 2000; i++) {
            list.all(TypeRecords.member(TypeRecords.INT, i, "field" + i));
        }
        int members = writer.types.members(list);
        for (int i = 0; i < 20_000; i++) {
            writer.types.structure("_S" + i, 8, members);
        }
        refusedTypes("lists of members are shared by too many types");
    }

    @Test
    void refusesSpellingsThatMultiplyTheFile() {
        int element = writer.types.structure("_" + "n".repeat(60_000), 1, 0);
        Bytes list = new Bytes();
        for (int i = 0; i < 2000; i++) {
            list.all(TypeRecords.member(writer.types.array(element, i), 0, "x" + i));
        }
        writer.types.structure("_A", 8, writer.types.members(list));

        refusedTypes("the names of types are too long");
    }

    @Test
    void refusesAMemberOfUnknownKind() {
        Bytes list = TypeRecords.record(0x1234).u16(0).u32(0);
        writer.types.structure("_A", 8, writer.types.members(list));

        refusedTypes("a member of kind 0x1234");
    }

    @Test
    void refusesBitsBeyondTheirUnit() {
        int bits = writer.types.add(TypeRecords.record(0x1205).u32(TypeRecords.UCHAR).u8(5).u8(4));
        writer.types.structure("_A", 8, writer.types.members(TypeRecords.member(bits, 0, "x")));

        refusedTypes("bits 4+5 in a unsigned char of 1 bytes");
    }

    @Test
    void refusesANameWithoutAnEnd() {
        writer.types.add(TypeRecords.record(0x1506).u16(0).u16(0).u32(0).u16(4).u32(0x41414141));

        refusedTypes("a name without an end");
    }

    @Test
    void refusesASymbolThatIsLongerThanTheStream() {
        writer.symbols.u16(1000).u16(0x110e);

        refusedTypes("1000 bytes of 2");
    }

    @Test
    void needsSectionHeadersForSymbols() {
        refused(writer.bytes(), "the image's section headers are not there");
    }

    @Test
    void aDeferredTableThrowsWhatIsWrong() throws Exception {
        writer.types.structure("_A", 4, 0x5000);
        Pdb pdb = Pdb.open(writer.write(folder.resolve("a.pdb")));

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> pdb.types().find("_A"))
                .withMessageContaining("type 0x5000 is used");
    }

    @Test
    void stopsWhenItIsCancelled() throws Exception {
        writer.types.structure("_A", 4, 0);
        Pdb pdb = Pdb.open(writer.write(folder.resolve("a.pdb")));
        Progress cancelled =
                new Progress() {
                    @Override
                    public void checkCancelled() {
                        throw new CancelledException();
                    }
                };

        assertThatExceptionOfType(Progress.CancelledException.class)
                .isThrownBy(() -> pdb.readTypes(cancelled));
    }
}
