package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.cairn.analysis.TypeReport.Match;
import org.cairn.analysis.TypeReport.Use;
import org.cairn.dump.DumpModule;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** The container of a machine names no modules: what counts is what the memory names. */
class MachineTypesTest {
    private static final String EXACT = "win7-sp1-24540-x64";
    private static final String GUID = "339E74133576439CBCDF7E0229DA3773";

    @Test
    void takesTheTypesOfTheKernelThatTheMemoryNames(@TempDir Path folder) throws Exception {
        TypeTable types = new ShippedTypes().named(EXACT).orElseThrow();
        SyntheticMachine machine = new SyntheticMachine(types, PagingMode.X64, 4);
        machine.kernelModule("\\SystemRoot\\ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
        machine.kernelOf(
                GUID, 1, Map.of("PsLoadedModuleList", 0x2000L, "PsActiveProcessHead", 0x2040L));
        machine.withoutDebuggerData();
        SyntheticProcess process = new SyntheticProcess(types, 0x7f_1234_5000L, 80, 1);
        process.module(new DumpModule(0x40_0000, 0x3000, "C:\\server.exe", "", 11, 0, ""));
        process.loaderList(0x60_0000);
        process.heap(0x80_0000, HeapOptions.GROWABLE).allocate(24);
        machine.process(process, 80, "server.exe", 1);
        Path file = folder.resolve("memory.raw");
        write(file, machine.physical());
        AnalysisService service =
                new AnalysisService(
                        Contributions.fromServices(getClass().getClassLoader()),
                        folder.resolve("cache"));

        try (Analysis analysis =
                service.open(
                        file, AnalysisOptions.defaults().withKeepStore(false), Progress.NONE)) {
            assertThat(analysis.heapsFound(Progress.NONE)).hasSize(1);
            assertThat(analysis.types(Progress.NONE).uses())
                    .extracting(Use::subject, Use::table, Use::match)
                    .contains(
                            tuple("module ntoskrnl.exe", EXACT, Match.EXACT),
                            tuple("kernel structures x64", EXACT, Match.EXACT),
                            tuple("NT heap x64", EXACT, Match.EXACT));
        }
    }

    private static void write(Path file, AddressSpace physical) throws Exception {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Run.Mapped run : physical.mapped(0, -1L)) {
                out.write(run.bytes().asByteBuffer(), run.start());
            }
        }
    }
}
