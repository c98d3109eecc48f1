package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.ElfCoreReader;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.windows.WindowsSystem;
import org.cairn.testkit.CorpusFiles;
import org.cairn.testkit.HeapTruth;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The process heaps of a machine that the project did not write. */
final class MachineHeapConformanceTest {
    private final NtHeapDecoder decoder = new NtHeapDecoder();

    /** A live block: heap, user address, user size. */
    private record Live(long heap, long address, long size) {}

    /** The default heap also holds blocks of the system's own code, one heap has no truth. */
    @Test
    void findsEachLiveBlockOfReactOs(@TempDir Path temp) throws Exception {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        Assumptions.assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        HeapTruth truth = corpus.get().truth("reactos/reactos-x86-64M.heap.truth.tsv");
        Path file = corpus.get().file("reactos/reactos-x86-64M.elf", temp);
        TypeChoice types = new TypeChoice(new ShippedTypes(), Optional.empty());
        try (DumpSource source = DumpSource.open(file)) {
            Dump dump = new ElfCoreReader().read(source, Progress.NONE);
            SystemImage system =
                    new WindowsSystem().recognise(dump, types, Progress.NONE).orElseThrow();
            ProcessImage process =
                    system.processes().stream()
                            .filter(image -> image.id() == 80)
                            .findFirst()
                            .orElseThrow();
            DecodeContext context = new DecodeContext(system, process, types, Progress.NONE);
            List<HeapRoot> roots = decoder.locate(context);
            assertThat(roots).extracting(HeapRoot::address).containsAll(truth.heaps());
            Set<Live> found = new HashSet<>();
            for (HeapRoot root : roots) {
                Recorder recorder = new Recorder();
                decoder.decode(root, context, recorder);
                assertThat(recorder.anomalies()).isEmpty();
                recorder.blocks(BlockState.BUSY)
                        .forEach(
                                block ->
                                        found.add(
                                                new Live(
                                                        root.address(),
                                                        block.userAddress(),
                                                        block.userSize())));
            }
            List<Live> expected =
                    truth.blocks().stream()
                            .map(
                                    block ->
                                            new Live(
                                                    block.heap(),
                                                    block.userAddress(),
                                                    block.userSize()))
                            .toList();
            assertThat(expected).hasSize(1192);
            assertThat(found).containsAll(expected);
            assertThat(found.stream().filter(live -> live.heap() == 0x51_0000))
                    .hasSize(
                            (int)
                                    expected.stream()
                                            .filter(live -> live.heap() == 0x51_0000)
                                            .count());
        }
    }

    /** A kernel has pools, no heaps of a process. */
    @Test
    void leavesKernelsAlone() {
        Workload work = new Workload("winxp-sp3-x86");
        work.busyHeap(20);
        ProcessImage kernel =
                ProcessImage.builder(0, "ntoskrnl.exe", Architecture.X86, work.process().space())
                        .kernel()
                        .build();
        TypeChoice types = new TypeChoice(new ShippedTypes(), Optional.empty());
        SystemImage system =
                new SystemImage("windows", "", 2600, Optional.empty(), List.of(kernel), List.of());
        assertThat(decoder.locate(new DecodeContext(system, kernel, types, Progress.NONE)))
                .isEmpty();
    }
}
