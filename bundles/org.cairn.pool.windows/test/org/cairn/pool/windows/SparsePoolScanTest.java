package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpSource;
import org.cairn.dump.windows.CrashDumpReader;
import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.testkit.CorpusFiles;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Blocks of segment heaps in which most was freed, with ten times as much memory of other uses: at
 * least 99 % of them are found, and less than 1 % that are none. No seed here was used for choosing
 * the rules.
 */
class SparsePoolScanTest {
    private static final int PAGE = 0x1000;
    private static final int TIMES = 10;
    private static final SparsePools.Block NONE = new SparsePools.Block("", false, "");
    private static final String X64 = "win10-2004-19041-x64";
    private static final String X86 = "win10-22h2-19045-x86";

    /** What a scan found. */
    private static final class Found {
        final Set<Long> right = new HashSet<>();
        final Set<Long> wrong = new HashSet<>();
        int strong;
        int wronglyStrong;

        Found(SparsePools made, byte[] noise) {
            DecodeContext context = BareMemory.context(Noise.behind(made.memory, noise));
            ScanPoolDecoder decoder = new ScanPoolDecoder();
            for (HeapRoot root : decoder.locate(context)) {
                assertThat(root.name()).endsWith("blocks in segment heaps");
                Recorder found = new Recorder();
                decoder.decode(root, context, found);
                assertThat(found.faults).isEmpty();
                boolean paged = root.kind().equals(PagePoolDecoder.PAGED);
                for (Recorder.Block block : found.blocks()) {
                    take(block, made.blocks.getOrDefault(block.address(), NONE), paged);
                }
            }
        }

        private void take(Recorder.Block block, SparsePools.Block known, boolean paged) {
            boolean sure = (block.flags() & BlockSink.FOUND_STRONG) != 0;
            strong += sure ? 1 : 0;
            if (known.paged() == paged && block.tag().equals(known.tag())) {
                right.add(block.address());
            } else {
                wrong.add(block.address());
                wronglyStrong += sure ? 1 : 0;
            }
        }

        void assertWithin(SparsePools made) {
            assertThat(right.size() * 100L).isGreaterThanOrEqualTo(made.blocks.size() * 99L);
            assertThat(wrong.size() * 100L).isLessThan(right.size() + wrong.size());
            assertThat(wronglyStrong * 100L).isLessThan(strong);
        }
    }

    private static int pages(SparsePools made) {
        return (int) made.blocks.keySet().stream().map(at -> at / PAGE).distinct().count();
    }

    @ParameterizedTest
    @CsvSource({
        X64 + ", 600, 0, 400, 0, 7101",
        X64 + ", 600, 50, 400, 30, 7102",
        X64 + ", 600, 50, 0, 0, 7103",
        X64 + ", 1500, 80, 400, 0, 7104",
        X64 + ", 1500, 80, 400, 30, 7105",
        X64 + ", 3000, 95, 40, 30, 7106",
        X86 + ", 600, 0, 400, 0, 7107",
        X86 + ", 600, 50, 400, 30, 7108",
        X86 + ", 1500, 80, 400, 0, 7119",
        X86 + ", 1500, 80, 40, 30, 7110",
        "win11-22h2-22621-x64, 1500, 80, 400, 10, 7111",
        "win10-1809-17763.5933-x64, 1500, 80, 400, 10, 7112"
    })
    void findsNearlyAll(String table, int blocks, int freed, int tags, int remains, long seed) {
        SparsePools made =
                new SparsePools(new SparsePools.Plan(table, blocks, freed, tags, remains, seed));
        int pagesOfEach = pages(made) * TIMES / Noise.values().length;
        new Found(made, Noise.ofAllKinds(pagesOfEach, seed)).assertWithin(made);
    }

    /** One kind of noise alone, so much of it. */
    @ParameterizedTest
    @EnumSource(Noise.class)
    void noKindOfNoiseMisleads(Noise kind) {
        SparsePools made = new SparsePools(new SparsePools.Plan(X64, 600, 50, 400, 20, 7201));
        new Found(made, kind.pages(pages(made) * TIMES, 7202)).assertWithin(made);
    }

    /** A block that is alone in its page, with the header of its chunk in front of it, is sure. */
    @ParameterizedTest
    @CsvSource({X64 + ", 7301", X86 + ", 7302"})
    void singleBlocksOfChunksAreFound(String table, long seed) {
        SparsePools made = new SparsePools(new SparsePools.Plan(table, 3000, 95, 0, 30, seed));
        Found found = new Found(made, Noise.ofAllKinds(100, seed));
        Set<Long> lost = new HashSet<>();
        int single = 0;
        for (Map.Entry<Long, SparsePools.Block> block : made.blocks.entrySet()) {
            long at = block.getKey();
            boolean alone =
                    made.blocks.keySet().stream().filter(other -> other / PAGE == at / PAGE).count()
                            == 1;
            if (alone && block.getValue().kind().equals("VS")) {
                single++;
                if (!found.right.contains(at)) {
                    lost.add(at);
                }
            }
        }
        assertThat(single).isGreaterThan(20);
        assertThat(lost).isEmpty();
    }

    /** Of freed pages that are overwritten in part only headers are told that are still whole. */
    @ParameterizedTest
    @CsvSource({X64 + ", 7401", X86 + ", 7402"})
    void remainsAreHeadersThatAreWhole(String table, long seed) {
        SparsePools made = new SparsePools(new SparsePools.Plan(table, 600, 0, 400, 10, seed));
        byte[] remains = Noise.overwritten(made.memory, seed);
        Found found = new Found(made, remains);
        assertThat(found.right).hasSizeGreaterThan(made.blocks.size() * 99 / 100);
        found.wrong.removeIf(
                at -> {
                    long before = at - made.memory.length;
                    return made.blocks.containsKey(before)
                            && at >= made.memory.length
                            && MemorySegment.mismatch(
                                            MemorySegment.ofArray(remains),
                                            before,
                                            before + 8,
                                            MemorySegment.ofArray(made.memory),
                                            before,
                                            before + 8)
                                    == -1;
                });
        assertThat(found.wrong.size() * 100).isLessThan(found.right.size());
    }

    /** Real blocks, by themselves in pages that are else zero: what small dumps have of pools. */
    @ParameterizedTest
    @CsvSource({"rizin_triage_x64_19041.dmp, 800", "rizin_triage_arm64_22000.dmp, 300"})
    void findsRealBlocks(String name, int least, @TempDir Path folder) throws Exception {
        assumeTrue(CorpusFiles.locate().isPresent(), CorpusFiles.MISSING);
        Path file = CorpusFiles.locate().orElseThrow().file("real/" + name, folder);
        try (DumpSource source = DumpSource.open(file)) {
            Dump dump = new CrashDumpReader().read(source, Progress.NONE);
            DecodeContext context = PoolMachine.context(dump);
            NavigableMap<Long, byte[]> pages = pages(context.process().space());
            byte[] memory = new byte[pages.size() * PAGE];
            Map<Long, Integer> places = new HashMap<>();
            pages.forEach(
                    (address, page) -> {
                        int place = places.size() * PAGE;
                        places.put(address, place);
                        System.arraycopy(page, 0, memory, place, PAGE);
                    });
            Map<Long, String> expected = new HashMap<>();
            for (Recorder pool : PoolMachine.decode(new FragmentPoolDecoder(), context)) {
                for (Recorder.Block block : pool.blocks()) {
                    long at = block.address() & PAGE - 1;
                    expected.put(
                            places.getOrDefault(block.address() - at, -PAGE) + at, block.tag());
                }
            }
            Map<Long, String> found = new HashMap<>();
            for (Recorder pool :
                    PoolMachine.decode(
                            new ScanPoolDecoder(), BareMemory.context(BareMemory.of(memory)))) {
                pool.blocks().forEach(block -> found.put(block.address(), block.tag()));
            }
            assertThat(expected).hasSizeGreaterThan(least);
            assertThat(found).containsAllEntriesOf(expected);
            assertThat((found.size() - expected.size()) * 100).isLessThan(found.size());
        }
    }

    private static NavigableMap<Long, byte[]> pages(AddressSpace space) {
        NavigableMap<Long, byte[]> pages = new TreeMap<>(Long::compareUnsigned);
        for (Run.Mapped run : space.mapped(0, -1L)) {
            long size = run.last() - run.start() + 1;
            for (long done = 0; done < size; ) {
                long at = run.start() + done;
                int offset = (int) at & PAGE - 1;
                long part = Math.min(PAGE - offset, size - done);
                MemorySegment page =
                        MemorySegment.ofArray(
                                pages.computeIfAbsent(at - offset, key -> new byte[PAGE]));
                MemorySegment.copy(run.bytes(), done, page, offset, part);
                done += part;
            }
        }
        return pages;
    }
}
