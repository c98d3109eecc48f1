package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Structure;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.TypeLog;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.types.PdbIdentity;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kernels that name their variables in another way, or not at all, or are of other types. */
class KernelVariablesTest {
    /** A kernel of 19041.329, as its public symbols have it. */
    private static final String PDB_19041 = "BBED7C2955FBE4522AAA23F4B8677AD9";

    private static final Map<String, Long> VARIABLES_19041 =
            Map.of(
                    "PsLoadedModuleList", 0xc2_a2b0L,
                    "PsActiveProcessHead", 0xc1_e060L,
                    "KdDebuggerDataBlock", 0xc0_0b20L,
                    "KdpDataBlockEncoded", 0xc5_0a20L,
                    "KiWaitNever", 0xcf_b7f8L,
                    "KiWaitAlways", 0xcf_b9f8L);

    @Test
    void decodesDebuggerDataWithSymbols() {
        ServerMachine made = ServerMachine.of("win10-2004-19041-x64", PagingMode.X64);
        made.machine().kernelOf(PDB_19041, 1, VARIABLES_19041);
        made.machine().encode(0x1234_5678_9abc_de2bL, 0x0fed_cba9_8765_4321L);
        SystemImage system = ServerMachine.recognise(made.bare()).orElseThrow();

        assertThat(system.processes())
                .extracting(ProcessImage::id)
                .containsExactly(0L, 4L, ServerMachine.PROCESS_ID);
        assertThat(system.processes().get(2).threads()).hasSize(2);
        assertThat(system.processes().getFirst().modules()).hasSize(2);
        assertThat(ServerMachine.texts(system))
                .anyMatch(text -> text.contains("KDDEBUGGER_DATA64 by decoded"));
    }

    /** A kernel that no shipped table fits: only its own PDB file does. */
    @Test
    void takesTheTypesOfTheKernelsPdbFile() {
        TypeTable moved = moved("win7-sp1-x64");
        SyntheticMachine machine =
                new SyntheticMachine(moved, PagingMode.X64, ServerMachine.MEGABYTES);
        Dump dump = Dump.builder("test").memory(MemoryKind.PHYSICAL, machine.physical()).build();
        PdbIdentity kernel = new PdbIdentity("ntkrnlmp.pdb", "00112233445566778899AABBCCDDEEFF", 1);
        TypeLog log = new TypeLog();
        TypeChoice choice =
                new TypeChoice(
                        new ShippedTypes(),
                        Optional.empty(),
                        (wanted, _) ->
                                wanted.equals(kernel) ? Optional.of(moved) : Optional.empty(),
                        log);

        assertThat(ServerMachine.recognise(dump).map(SystemImage::processes).orElse(List.of()))
                .extracting(ProcessImage::name)
                .doesNotContain("System");
        SystemImage system =
                new WindowsSystem().recognise(dump, choice, Progress.NONE).orElseThrow();
        assertThat(system.processes())
                .extracting(ProcessImage::name)
                .containsExactly("ntoskrnl.exe", "System");
        assertThat(log.choices())
                .anySatisfy(
                        taken -> {
                            assertThat(taken.subject()).isEqualTo("kernel structures x64");
                            assertThat(taken.table()).isEqualTo(moved.id());
                            assertThat(taken.reason()).isEqualTo("same GUID and age as the kernel");
                        });
    }

    /** A table with the fields of processes elsewhere. */
    private static TypeTable moved(String name) {
        TypeTable table = new ShippedTypes().named(name).orElseThrow();
        List<Structure> structures =
                table.structures().stream()
                        .map(type -> type.name().equals("_EPROCESS") ? moved(type) : type)
                        .toList();
        return new TypeTable(
                new TypeTable.Id(
                        "ntkrnlmp.pdb", "windows", "made up", 7601, Architecture.X64, "test"),
                structures);
    }

    private static Structure moved(Structure type) {
        int by = 0x48;
        List<Field> fields =
                type.fields().stream()
                        .map(
                                field ->
                                        field.offset() == 0 || field.isBitField()
                                                ? field
                                                : new Field(
                                                        field.name(),
                                                        field.type(),
                                                        field.offset() + by,
                                                        field.size()))
                        .toList();
        return new Structure(type.name(), type.size() + by, fields);
    }

    @ParameterizedTest
    @CsvSource({"winxp-sp3-x86, X86_PSE", "win7-sp1-x64, X64", "win10-22h2-19045-x86, PAE"})
    void findsProcessesWithoutDebuggerData(String table, PagingMode mode) {
        ServerMachine made = ServerMachine.of(table, mode);
        made.machine().withoutDebuggerData();
        SystemImage system = ServerMachine.recognise(made.bare()).orElseThrow();

        assertThat(system.processes())
                .extracting(ProcessImage::id)
                .containsExactly(0L, 4L, ServerMachine.PROCESS_ID);
        assertThat(system.processes().get(2).facts().foundBy()).isEqualTo("list and scan");
        assertThat(system.processes().getFirst().modules())
                .extracting(DumpModule::fileName)
                .containsExactly("ntoskrnl.exe");
        assertThat(ServerMachine.texts(system))
                .anyMatch(text -> text.contains("its own process was found"));
    }

    /** Such as those of a crash dump's header; x86 has them sign-extended. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, X86_PSE, PAE",
        "win7-sp1-x86, PAE, X86",
        "win10-2004-19041-x64, X64, X64",
        "win11-22h2-22621-x64, X64_LA57, X64"
    })
    void usesTheVariablesThatTheContainerNames(String table, PagingMode mode, PagingMode claimed) {
        ServerMachine made = ServerMachine.of(table, mode);
        made.machine().withoutDebuggerData();
        boolean wide = made.types().id().architecture() == Architecture.X64;
        Dump.Builder dump =
                Dump.builder("test")
                        .claim(
                                new SystemClaim(
                                        "windows", "", made.types().id().build(), Optional.empty()))
                        .memory(MemoryKind.PHYSICAL, made.machine().physical())
                        .processors(
                                List.of(
                                        new DumpProcessor(
                                                0,
                                                Map.of(),
                                                Optional.of(
                                                        new PageTables(
                                                                claimed,
                                                                made.machine().tables().root())))));
        for (String name : List.of("PsActiveProcessHead", "PsLoadedModuleList")) {
            long address = made.machine().variable(name);
            dump.address(name, wide ? address : (int) address);
        }
        SystemImage system = ServerMachine.recognise(dump.build()).orElseThrow();

        assertThat(system.processes())
                .extracting(ProcessImage::id)
                .containsExactly(0L, 4L, ServerMachine.PROCESS_ID);
        assertThat(system.processes().getFirst().modules()).hasSize(2);
        assertThat(ServerMachine.texts(system)).noneMatch(text -> text.contains("scan"));
    }
}
