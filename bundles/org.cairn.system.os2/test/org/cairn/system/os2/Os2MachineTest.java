package org.cairn.system.os2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpSelector;
import org.cairn.dump.DumpSource;
import org.cairn.dump.SystemClaim;
import org.cairn.dump.machine.ElfCoreReader;
import org.cairn.dump.machine.LimeReader;
import org.cairn.dump.machine.RawMemoryReader;
import org.cairn.dump.machine.VmwareReader;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.SparseMemory;
import org.cairn.system.Listing;
import org.cairn.system.Listings;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.testkit.Container;
import org.cairn.testkit.SyntheticOs2;
import org.cairn.testkit.SyntheticOs2.Release;
import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Machines of the testkit, in the containers that people can make of theirs. */
class Os2MachineTest {
    private final List<DumpSource> open = new ArrayList<>();
    @TempDir private Path folder = Path.of("");

    @AfterEach
    void close() {
        open.forEach(DumpSource::close);
    }

    @ParameterizedTest
    @CsvSource({
        "WARP_3_RETAIL, raw",
        "WARP_3_RETAIL, QEMU ELF",
        "WARP_3_RETAIL, VirtualBox",
        "WARP_3_RETAIL, VMware",
        "WARP_3_RETAIL, LiME",
        "WARP_4_ALLSTRICT, raw",
        "WARP_4_ALLSTRICT, QEMU ELF",
        "WARP_4_ALLSTRICT, VirtualBox",
        "WARP_4_ALLSTRICT, VMware",
        "WARP_4_ALLSTRICT, LiME"
    })
    void everythingIsFoundAgain(Release release, String container) throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(release);
        // a program's page says nothing of the kernel
        machine.leaveOut(SyntheticOs2.IDLE);
        SystemImage image = open(machine, container).orElseThrow();
        new FoundAgain(machine, image).everything();
        assertThat(image.family()).isEqualTo("os2");
        assertThat(kernel(image).driver(0xff49).orElseThrow().text())
                .isEqualTo("the second file system driver to initialise, netwksta.200");
        assertThat(image.description())
                .isEqualTo(
                        release == Release.WARP_3_RETAIL
                                ? "OS/2 20.30 (Warp 3, RETAIL or HSTRICT)"
                                : "OS/2 20.40 (Warp 4, ALLSTRICT)");
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void processesAndTheirMemory(Release release) throws Exception {
        SystemImage image = open(new SyntheticOs2(release), "QEMU ELF").orElseThrow();
        assertThat(image.processes())
                .extracting(ProcessImage::id, ProcessImage::name)
                .containsExactly(
                        tuple(0L, "OS/2 kernel"),
                        tuple(1L, "doscalls.dll"),
                        tuple(2L, "pmshell.exe"));
        ProcessImage other = image.processes().get(1);
        ProcessImage running = image.processes().get(2);
        MemoryCursor cursor = running.space().cursor();
        assertThat(cursor.seek(SyntheticOs2.IDLE, 15)).isTrue();
        assertThat(new String(cursor.bytes(0, 15), StandardCharsets.US_ASCII))
                .isEqualTo("still in memory");
        assertThat(running.space().runAt(SyntheticOs2.ON_DISK))
                .isInstanceOfSatisfying(
                        Run.Absent.class,
                        absent -> assertThat(absent.why()).isEqualTo(Absence.PAGED_OUT));
        assertThat(other.space().cursor().seek(SyntheticOs2.IDLE, 1)).isFalse();
        assertThat(other.space().cursor().seek(SyntheticOs2.HEAP, 1)).isTrue();
        assertThat(running.selectors()).contains(new DumpSelector(0xc, 0x1_0000, 0x1fff, "Data"));
        assertThat(other.selectors()).noneMatch(selector -> selector.selector() == 0xc);
        assertThat(running.threads()).hasSize(3);
        assertThat(image.processes().getFirst().modules()).hasSize(4);
    }

    /** Records that bound an arena hold no memory; those without pages would end in front of it. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void theRegionsAreTheRecordsOfMemory(Release release) throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(release);
        SystemImage image = open(machine, "QEMU ELF").orElseThrow();
        assertThat(machine.arenas()).anyMatch(arena -> arena.pages() == 0);
        assertThat(image.processes().getFirst().regions())
                .extracting(DumpRegion::start, DumpRegion::last)
                .containsExactlyElementsOf(
                        machine.arenas().stream()
                                .filter(arena -> (arena.flags() & ArenaRecord.TYPE) == 0)
                                .map(
                                        arena ->
                                                tuple(
                                                        arena.start(),
                                                        arena.start()
                                                                + 0x1000L * arena.pages()
                                                                - 1))
                                .toList());
    }

    /**
     * A system dump: memory from the file's beginning, or a sector in front of it. The one that
     * leads from the anchor to the tables is taken.
     */
    @ParameterizedTest
    @CsvSource({
        "WARP_3_RETAIL, 0",
        "WARP_3_RETAIL, 512",
        "WARP_4_ALLSTRICT, 0",
        "WARP_4_ALLSTRICT, 512"
    })
    void aSystemDump(Release release, int header) throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(release);
        byte[] memory = machine.memory();
        byte[] file = new byte[memory.length + header];
        Arrays.fill(file, 0, header, (byte) 0x5a);
        System.arraycopy(memory, 0, file, header, memory.length);
        SystemImage image = open(new RawMemoryReader(), file).orElseThrow();
        new FoundAgain(machine, image).everything();
        assertThat(
                        image.remarks().stream()
                                .filter(remark -> remark.text().startsWith("memory begins 512")))
                .hasSize(header == 0 ? 0 : 1);
    }

    @Test
    void anAnchorWithoutTablesIsNoSystem() throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(Release.WARP_3_RETAIL);
        machine.put(0xfef1f01cL, 0x0001_0018);
        assertThat(open(machine, "raw")).isEmpty();
        assertThat(open(new RawMemoryReader(), new byte[1 << 20])).isEmpty();
    }

    /** What a crash dump of Windows holds of other systems, such as a machine inside, is not it. */
    @Test
    void memoryOfAnotherSystemIsNotSearched() {
        byte[] memory = new SyntheticOs2(Release.WARP_3_RETAIL).memory();
        Dump dump =
                Dump.builder("test")
                        .memory(
                                MemoryKind.PHYSICAL,
                                SparseMemory.builder(Absence.NOT_CAPTURED)
                                        .bytes(0, MemorySegment.ofArray(memory))
                                        .build())
                        .claim(new SystemClaim(SystemClaim.WINDOWS, "", 0, Optional.empty()))
                        .build();
        assertThat(recognise(dump, Optional.empty())).isEmpty();
        assertThat(recognise(dump, Optional.of("os2"))).isPresent();
    }

    @Test
    void aTableWithoutTheAnchorIsNotTrusted() throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(Release.WARP_3_RETAIL);
        machine.put(0x7c3e5070L, 0);
        SystemImage image = open(machine, "raw").orElseThrow();
        assertThat(image.processes().getFirst().selectors()).isEmpty();
        assertThat(image.remarks())
                .anyMatch(remark -> remark.text().startsWith("no descriptor table was found"));
    }

    /** Links that lead in a circle, and tables that promise more than there is. */
    @Test
    void hostileTables() throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(Release.WARP_4_ALLSTRICT);
        long first =
                machine.objects().stream()
                        .filter(o -> o.owner() == 0xffa6)
                        .findFirst()
                        .orElseThrow()
                        .start();
        machine.put(first + 8, first);
        machine.put(0xfec80004L, 0xffff_ffffL);
        SystemImage image = open(machine, "raw").orElseThrow();
        assertThat(kernel(image).modules()).hasSize(4);
        assertThat(kernel(image).objects()).hasSizeGreaterThanOrEqualTo(machine.objects().size());
    }

    @Test
    void listsForPeople() throws Exception {
        SystemImage image = open(new SyntheticOs2(Release.WARP_3_RETAIL), "raw").orElseThrow();
        Listings listings = image.processes().getFirst().detail(Listings.class).orElseThrow();
        assertThat(listings.names())
                .containsExactly(
                        "sas",
                        "arena",
                        "object",
                        "context",
                        "alias",
                        "frame",
                        "page",
                        "module",
                        "process",
                        "thread",
                        "blocked",
                        "selector");
        for (String name : listings.names()) {
            Listing listing = listings.list(name);
            assertThat(listing.name()).isEqualTo(name);
            assertThat(listing.rows())
                    .isNotEmpty()
                    .allMatch(row -> row.length == listing.heads().size());
        }
        assertThat(listings.at(SyntheticOs2.HEAP + 0x123))
                .extracting(Listing::name, listing -> listing.rows().size())
                .containsExactly(
                        tuple("arena", 1), tuple("object", 1), tuple("page", 1), tuple("frame", 1));
        assertThat(listings.at(SyntheticOs2.SHARED))
                .extracting(Listing::name, listing -> listing.rows().size())
                .containsExactly(
                        tuple("arena", 1),
                        tuple("object", 1),
                        tuple("context", 2),
                        tuple("alias", 2));
        assertThat(listings.at(SyntheticOs2.IDLE).getLast().rows().getFirst())
                .contains("idle", SyntheticOs2.IDLE);
        assertThat(listings.at(0x5000_0000L)).isEmpty();
    }

    /** A structure as the kernel's build has it, and where bytes end, what is there of it. */
    @ParameterizedTest
    @CsvSource({"WARP_3_RETAIL, 4, PEVENT", "WARP_4_ALLSTRICT, 6, PEVENT.A"})
    void structures(Release release, int fields, String layout) throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(release);
        SystemImage image = open(machine, "raw").orElseThrow();
        Listings listings = image.processes().getFirst().detail(Listings.class).orElseThrow();
        assertThat(listings.structures()).contains("PEVENT", "SFT", "MFT", "VPB", "CDS", "BUF");
        Listing event = listings.structure("PEVENT", machine.semaphore());
        assertThat(event.rows()).hasSize(fields).allMatch(row -> layout.equals(row[0]));
        assertThat(event.rows().getFirst()).contains("usFlags", "0x10, private event, reset");
        assertThat(listings.structure("SFT", 0x5000_0000L).rows()).isEmpty();
    }

    private static Os2Kernel kernel(SystemImage image) {
        return image.processes().getFirst().detail(Os2Kernel.class).orElseThrow();
    }

    private Optional<SystemImage> open(SyntheticOs2 machine, String name) throws Exception {
        Container container =
                Container.all().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        DumpReader reader =
                switch (name) {
                    case "raw" -> new RawMemoryReader();
                    case "LiME" -> new LimeReader();
                    case "VMware" -> new VmwareReader();
                    default -> new ElfCoreReader();
                };
        return open(reader, container.write(machine.image()));
    }

    private Optional<SystemImage> open(DumpReader reader, byte[] file) throws Exception {
        Path path = Files.write(folder.resolve("machine.bin"), file);
        DumpSource source = DumpSource.open(path);
        open.add(source);
        return recognise(reader.read(source, Progress.NONE), Optional.empty());
    }

    private static Optional<SystemImage> recognise(Dump dump, Optional<String> layout) {
        return new Os2System()
                .recognise(dump, new TypeChoice(new NoTables(), layout), Progress.NONE);
    }

    private static final class NoTables implements TypeCatalog {
        @Override
        public List<TypeTable.Id> tables() {
            return List.of();
        }

        @Override
        public Optional<TypeTable> named(String name) {
            return Optional.empty();
        }

        @Override
        public List<TypeTable> candidates(String family, int build, Architecture architecture) {
            return List.of();
        }
    }
}
