package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.ElfCoreReader;
import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Page;
import org.cairn.memory.Progress;
import org.cairn.memory.TranslatedMemory;
import org.cairn.testkit.CorpusFiles;
import org.cairn.testkit.HeapTruth;
import org.cairn.testkit.SegmentHeapBlock;
import org.cairn.testkit.SyntheticPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds blocks in physical memory without page tables and kernel: at least 99 % of the small ones,
 * and less than 1 % that are none.
 */
class ScanPoolDecoderTest {
    private static final int PAGE = 0x1000;

    /** Of each kind of noise: ten times as much as the pools have in all. */
    private static final int NOISE_PAGES = 30;

    /** Of noise that no rule of the scan was chosen with. */
    private static final long[] SEEDS = {7001, 7002};

    private final Path folder;

    ScanPoolDecoderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** What is known of a block: its tag and which pool it is of. */
    private record Known(String tag, boolean paged) {}

    @ParameterizedTest
    @CsvSource({
        "win2000-x86, Windows 2000 x86",
        "winxp-sp3-x86, Windows XP to 2003 x86",
        "win2003-sp2-x86, Windows XP to 2003 x86",
        "win2003-sp2-x64, Windows XP to 2003 x64",
        "winvista-sp2-x86, Windows Vista to 10 1809 x86",
        "winvista-sp2-x64, Windows Vista to 10 1809 x64",
        "win7-sp1-x86, Windows Vista to 10 1809 x86",
        "win7-sp1-x64, Windows Vista to 10 1809 x64",
        "win81-x64, Windows Vista to 10 1809 x64",
        "win10-1607-14393-x86, Windows Vista to 10 1809 x86",
        "win10-1607-14393-x64, Windows Vista to 10 1809 x64",
        "win10-1809-17763-x64, Windows Vista to 10 1809 x64"
    })
    void findsBlocksInPages(String table, String format) {
        PoolMachine made = new PoolMachine(table).fill();
        TranslatedMemory kernel = made.machine.tables().over(made.machine.physical());
        Map<Long, Known> expected = new HashMap<>();
        for (SyntheticPool.Block block : made.pool.blocks()) {
            if (block.headerBytes() > 0) {
                expected.put(
                        physical(kernel, block.address()), new Known(block.tag(), block.paged()));
            }
        }
        for (long seed : SEEDS) {
            AddressSpace memory = Noise.behind(made.machine.raw(), NOISE_PAGES, seed);
            assertFound(memory, format + ", pages of blocks", expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "win10-1809-17763.5933-x64, x64",
        "win10-1903-18362-x64, x64",
        "win10-2004-19041-x64, x64",
        "win10-22h2-19045-x86, x86",
        "win11-22h2-22621-x64, x64"
    })
    void findsBlocksInSegmentHeaps(String table, String processor) {
        SegmentPoolDecoderTest.Pools made = new SegmentPoolDecoderTest.Pools(table, false);
        made.context();
        TranslatedMemory kernel = made.machine.tables().over(made.machine.physical());
        Map<Long, Known> expected = new HashMap<>();
        for (int pool = 0; pool < 2; pool++) {
            for (SegmentHeapBlock block : made.small(pool)) {
                expected.put(
                        physical(kernel, block.userAddress()),
                        new Known(SegmentPoolDecoderTest.Pools.tag(block), pool == 1));
            }
        }
        for (long seed : SEEDS) {
            assertFound(
                    Noise.behind(made.machine.raw(), NOISE_PAGES, seed),
                    "Windows 10 1809 and later " + processor + ", blocks in segment heaps",
                    expected);
        }
    }

    private static void assertFound(AddressSpace memory, String format, Map<Long, Known> expected) {
        DecodeContext context = BareMemory.context(memory);
        ScanPoolDecoder decoder = new ScanPoolDecoder();
        List<HeapRoot> roots = decoder.locate(context);
        assertThat(roots).extracting(HeapRoot::name).containsOnly(format);
        assertThat(roots)
                .extracting(HeapRoot::kind)
                .containsExactly(PagePoolDecoder.NONPAGED, PagePoolDecoder.PAGED);
        long right = 0;
        long all = 0;
        long strong = 0;
        for (HeapRoot root : roots) {
            Recorder found = new Recorder();
            decoder.decode(root, context, found);
            assertThat(found.faults).isEmpty();
            boolean paged = root.kind().equals(PagePoolDecoder.PAGED);
            for (Recorder.Block block : found.blocks()) {
                Known known = expected.getOrDefault(block.address(), new Known("", !paged));
                boolean tagged = block.tag().isEmpty() || block.tag().equals(known.tag());
                right += known.paged() == paged && tagged ? 1 : 0;
                strong += (block.flags() & BlockSink.FOUND_STRONG) != 0 ? 1 : 0;
                all++;
                assertThat(block.flags() & (BlockSink.FOUND_STRONG | BlockSink.FOUND_HINT))
                        .isNotZero();
            }
            Recorder.Block some = found.blocks().iterator().next();
            assertThat(decoder.describe(root, some.address(), context))
                    .anyMatch(field -> field.value().startsWith("'" + some.tag()));
        }
        assertThat(right * 100).isGreaterThanOrEqualTo(expected.size() * 99L);
        assertThat((all - right) * 100).isLessThan(all);
        assertThat(strong * 10).isGreaterThan(all * 9);
    }

    private static long physical(TranslatedMemory kernel, long address) {
        Page page = kernel.page(address).orElseThrow();
        return page.physical() + (address - page.address());
    }

    /** A machine of which the file says nothing: what its driver knew, and what the walk finds. */
    @Test
    void findsTheBlocksOfReactOs() throws Exception {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        Path file = corpus.orElseThrow().file("reactos/reactos-x86-64M.elf", folder);
        try (DumpSource source = DumpSource.open(file)) {
            Dump dump = new ElfCoreReader().read(source, Progress.NONE);
            TranslatedMemory kernel =
                    (TranslatedMemory) PoolMachine.context(dump).process().space();
            Map<Long, Known> walked = new HashMap<>();
            List<Recorder> pools =
                    PoolMachine.decode(new PagePoolDecoder(), PoolMachine.context(dump));
            for (int pool = 0; pool < 2; pool++) {
                for (Recorder.Block block : pools.get(pool).blocks()) {
                    if (block.kind().matches("pool block|lookaside|deferred free")) {
                        walked.put(
                                physical(kernel, block.address()),
                                new Known(block.tag(), pool == 1));
                    }
                }
            }
            assertFound(dump.memory(), "Windows XP to 2003 x86, pages of blocks", walked);
            HeapTruth truth = corpus.orElseThrow().truth("reactos/reactos-x86-64M.pool.truth.tsv");
            List<Recorder> scanned =
                    PoolMachine.decode(new ScanPoolDecoder(), BareMemory.context(dump.memory()));
            for (HeapTruth.Block block : truth.blocks()) {
                if (!block.kind().endsWith("-big")) {
                    Recorder pool = scanned.get(block.kind().equals("paged") ? 1 : 0);
                    assertThat(pool.at(physical(kernel, block.userAddress() - 8)))
                            .hasValueSatisfying(
                                    found ->
                                            assertThat("tag=" + found.tag())
                                                    .isEqualTo(block.extra()));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0xff, 'A', -1})
    void findsNothingInNoise(int filling) {
        byte[] bytes = new byte[64 * PAGE];
        Arrays.fill(bytes, (byte) filling);
        AddressSpace memory =
                filling < 0 ? Noise.behind(new byte[PAGE], 300, 7003) : BareMemory.of(bytes);
        assertThat(new ScanPoolDecoder().locate(BareMemory.context(memory))).isEmpty();
    }
}
