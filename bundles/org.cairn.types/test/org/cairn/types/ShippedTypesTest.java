package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class ShippedTypesTest {
    private final ShippedTypes types = new ShippedTypes();

    @Test
    void listsTheTablesByFamilyBuildAndArchitecture() {
        List<TypeTable.Id> ids = types.tables();

        assertThat(ids).hasSize(70).isSortedAccordingTo(TypeTable.Id.ORDER);
        assertThat(ids).extracting(TypeTable.Id::name).doesNotHaveDuplicates();
        assertThat(ids.getFirst().family()).isEqualTo("reactos");
        assertThat(ids.getLast().name()).isEqualTo("win11-23h2-22631-x64");
        assertThat(ids).allSatisfy(id -> assertThat(id.build()).isBetween(2600, 22631));
    }

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, windows, 2600, X86, Windows XP SP3",
        "win2003-sp1-x64, windows, 3790, X64, Windows Server 2003 SP1 x64 / XP x64 SP1",
        "winvista-sp2-x86, windows, 6002, X86, Windows Vista SP2 / Server 2008 SP2",
        "win7-sp1-x64, windows, 7601, X64, Windows 7 SP1 / Server 2008 R2 SP1",
        "win81-u1-x86, windows, 9600, X86, Windows 8.1 Update 1",
        "WIN10-1809-17763.5933-X64, windows, 17763, X64, Windows 10 1809 / Server 2019",
        "reactos-x86, reactos, 3790, X86, ReactOS 0.4.15-dev (NT 5.2 compatible)",
    })
    void findsTablesByName(
            String name, String family, int build, Architecture architecture, String system) {
        TypeTable.Id id = types.named(name).orElseThrow().id();

        assertThat(id.name()).isEqualToIgnoringCase(name);
        assertThat(id.family()).isEqualTo(family);
        assertThat(id.build()).isEqualTo(build);
        assertThat(id.architecture()).isEqualTo(architecture);
        assertThat(id.system()).isEqualTo(system);
        assertThat(id.source()).isNotBlank();
    }

    @Test
    void hasNoTableOfAnotherName() {
        assertThat(types.named("win95")).isEmpty();
        assertThat(types.named("")).isEmpty();
    }

    @Test
    void namesTheBuildThenEarlierThenLaterOnes() {
        List<TypeTable> tables = types.candidates("windows", 7601, Architecture.X86);

        assertThat(names(tables))
                .startsWith(
                        "win7-sp1-24000-x86",
                        "win7-sp1-23418-x86",
                        "win7-sp1-x86",
                        "ntdll-win7-sp1-x86",
                        "win7-sp0-x86",
                        "winvista-sp2-x86")
                .containsSubsequence("winxp-sp3-x86", "winxp-sp2-x86", "win8-x86", "win81-u1-x86")
                .endsWith("win10-22h2-19045-x86", "reactos-x86");
        assertThat(tables)
                .hasSize(29)
                .allMatch(table -> table.id().architecture() == Architecture.X86);
    }

    @Test
    void namesTheNearestBuildBeforeAnUnknownOne() {
        assertThat(names(types.candidates("windows", 26100, Architecture.X64)))
                .hasSize(41)
                .startsWith("win11-23h2-22631-x64", "win11-22h2-22621-x64");
        assertThat(names(types.candidates("windows", 19044, Architecture.X64)))
                .startsWith("win10-2004-19041.3570-x64", "win10-2004-19041-x64");
        assertThat(names(types.candidates("windows", 14393, Architecture.X64)))
                .startsWith(
                        "win10-1607-14393.6343-x64",
                        "win10-1607-14393-x64",
                        "ntdll-win10-1607-x64",
                        "win10-1511-10586-x64");
        assertThat(names(types.candidates("windows", 0, Architecture.X64)))
                .startsWith("win2003-sp2-x64")
                .endsWith("reactos-x64");
    }

    @Test
    void prefersTheFamilyToTheBuild() {
        assertThat(names(types.candidates("reactos", 3790, Architecture.X86)))
                .startsWith("reactos-x86", "win2003-sp2-x86");
        assertThat(names(types.candidates("reactos", 0, Architecture.X64)))
                .startsWith("reactos-x64");
        assertThat(types.candidates("windows", 7601, Architecture.ARM64)).isEmpty();
    }

    @Test
    void knowsTheSizesOfFields() {
        Structure heap = types.named("win7-sp1-x64").orElseThrow().structure("_HEAP");

        assertField(heap.field("Entry"), "_HEAP_ENTRY", 16);
        assertField(heap.field("SegmentListEntry"), "_LIST_ENTRY", 16);
        assertField(heap.field("Heap"), "_HEAP*", 8);
        assertField(heap.field("Flags"), "unsigned long", 4);
        assertField(heap.field("FrontEndHeapType"), "unsigned char", 1);
        Structure old = types.named("winxp-sp2-x86").orElseThrow().structure("_HEAP");
        assertField(old.field("Segments"), "_HEAP_SEGMENT*[64]", 256);
        assertField(old.field("FreeLists"), "_LIST_ENTRY[128]", 1024);
    }

    /** Enumerations and, although few tables list it, _LARGE_INTEGER. */
    @Test
    void knowsTheSizesOfTypesThatAreNotListed() {
        TypeTable table = types.named("win10-1809-17763.5933-x64").orElseThrow();

        assertField(
                table.structure("_HEAP_FAILURE_INFORMATION").field("FailureType"),
                "enum _HEAP_FAILURE_TYPE",
                4);
        assertField(
                table.structure("_LDR_DATA_TABLE_ENTRY").field("LoadTime"), "_LARGE_INTEGER", 8);
    }

    /** Numbers of anonymous types differ from build to build; the fields that hold them do not. */
    @Test
    void namesAnonymousTypesByTheirFields() {
        TypeTable table = types.named("win10-1903-18362-x64").orElseThrow();

        assertField(table.structure("_MMPTE").field("u"), "_MMPTE.u", 8);
        assertField(table.structure("_MMPTE.u").field("Hard"), "_MMPTE_HARDWARE", 8);
        assertThat(types.tables())
                .allSatisfy(
                        id ->
                                assertThat(types.named(id.name()).orElseThrow().structures())
                                        .noneMatch(type -> type.name().startsWith("__")));
    }

    /** Bit positions of 22H2 and 11 that nobody could check are left out, the others are there. */
    @Test
    void leavesOutUncheckedBits() {
        Structure header =
                types.named("win11-23h2-22631-x64").orElseThrow().structure("_POOL_HEADER");
        assertThat(header.field("PoolType").isBitField()).isTrue();
        Structure page = types.named("win11-23h2-22631-x64").orElseThrow().structure("_MMPFN");
        assertThat(page.fields().stream().filter(Field::isBitField)).isEmpty();
        assertThat(page.offset("u3")).isPositive();
    }

    @Test
    void readsATableOnceForAllThreads() throws Exception {
        List<Callable<Structure>> tasks = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            tasks.add(() -> types.named("win8-x64").orElseThrow().structure("_HEAP"));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            Structure first = types.named("win8-x64").orElseThrow().structure("_HEAP");
            for (Future<Structure> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isSameAs(first);
            }
        }
    }

    private static List<String> names(List<TypeTable> tables) {
        return tables.stream().map(TypeTable::toString).toList();
    }

    private static void assertField(Field field, String type, int size) {
        assertThat(field.type()).isEqualTo(type);
        assertThat(field.size()).isEqualTo(size);
    }
}
