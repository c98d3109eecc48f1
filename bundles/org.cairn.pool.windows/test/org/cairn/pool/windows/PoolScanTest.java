package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.ElfCoreReader;
import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.CorpusFiles;
import org.cairn.testkit.HeapTruth;
import org.cairn.testkit.SyntheticPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds blocks where no variable of the kernel is known: by what is in the pages. */
class PoolScanTest {
    private final Path folder;

    PoolScanTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static DecodeContext withoutVariables(DecodeContext context) {
        ProcessImage kernel = context.process();
        ProcessImage bare =
                ProcessImage.builder(0, "", kernel.architecture(), kernel.space())
                        .kernel()
                        .facts(kernel.facts())
                        .modules(kernel::modules)
                        .build();
        return new DecodeContext(context.system(), bare, context.types(), Progress.NONE);
    }

    /** All blocks of the test driver, and nothing that the walk does not find. */
    @Test
    void findsTheBlocksOfReactOs() throws Exception {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        Path file = corpus.orElseThrow().file("reactos/reactos-x86-64M.elf", folder);
        try (DumpSource source = DumpSource.open(file)) {
            Dump dump = new ElfCoreReader().read(source, Progress.NONE);
            DecodeContext context = PoolMachine.context(dump);
            Set<Long> walked = addresses(PoolMachine.decode(new PagePoolDecoder(), context));
            List<Recorder> scanned =
                    PoolMachine.decode(new PagePoolDecoder(), withoutVariables(context));
            Set<Long> found = addresses(scanned);
            HeapTruth truth = corpus.orElseThrow().truth("reactos/reactos-x86-64M.pool.truth.tsv");
            long small =
                    truth.blocks().stream().filter(block -> !block.kind().endsWith("-big")).count();
            long right =
                    truth.blocks().stream()
                            .filter(block -> !block.kind().endsWith("-big"))
                            .filter(block -> found.contains(block.userAddress() - 8))
                            .count();
            assertThat(right).isEqualTo(small);
            long wrong = found.stream().filter(block -> !walked.contains(block)).count();
            assertThat(wrong * 100).isLessThan(found.size());
            assertThat(scanned.getFirst().blocks())
                    .allMatch(block -> (block.flags() & BlockSink.FOUND_STRONG) != 0);
        }
    }

    private static Set<Long> addresses(List<Recorder> decoded) {
        Set<Long> addresses = new HashSet<>();
        for (Recorder pool : decoded) {
            pool.blocks().stream()
                    .filter(block -> block.kind().matches("pool block|lookaside|deferred free"))
                    .forEach(block -> addresses.add(block.address()));
        }
        return addresses;
    }

    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win2003-sp2-x64", "win7-sp1-x64", "win81-x64"})
    void findsTheBlocksOfSyntheticMachines(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        DecodeContext context = withoutVariables(made.context());
        Set<Long> found = addresses(PoolMachine.decode(new PagePoolDecoder(), context));
        Set<Long> expected = new HashSet<>();
        made.pool.blocks().stream()
                .filter(block -> block.headerBytes() > 0)
                .map(SyntheticPool.Block::address)
                .forEach(expected::add);
        assertThat(found).isEqualTo(expected);
    }
}
