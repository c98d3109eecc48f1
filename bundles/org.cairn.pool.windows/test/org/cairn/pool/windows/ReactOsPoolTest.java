package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.ElfCoreReader;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Progress;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.windows.WindowsSystem;
import org.cairn.testkit.CorpusFiles;
import org.cairn.testkit.HeapTruth;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Compares with what the test driver in {@code reactos-x86-64M.elf} knew of its blocks. */
class ReactOsPoolTest {
    private static final int UNIT = 8;
    private static final int PAGE = 0x1000;

    private final Path folder;

    ReactOsPoolTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private DumpSource open() throws Exception {
        return DumpSource.open(corpus().file("reactos/reactos-x86-64M.elf", folder));
    }

    private static DecodeContext context(DumpSource source, UnaryOperator<Dump> change)
            throws Exception {
        Dump dump = change.apply(new ElfCoreReader().read(source, Progress.NONE));
        TypeChoice types = new TypeChoice(new ShippedTypes(), Optional.empty());
        SystemImage system =
                new WindowsSystem().recognise(dump, types, Progress.NONE).orElseThrow();
        return new DecodeContext(system, system.processes().getFirst(), types, Progress.NONE);
    }

    /** Nonpaged pool first. */
    private List<Recorder> decode(UnaryOperator<Dump> change) throws Exception {
        List<Recorder> decoded = new ArrayList<>();
        try (DumpSource source = open()) {
            DecodeContext context = context(source, change);
            PagePoolDecoder decoder = new PagePoolDecoder();
            List<HeapRoot> roots = decoder.locate(context);
            assertThat(roots)
                    .extracting(HeapRoot::kind)
                    .containsExactly(PagePoolDecoder.NONPAGED, PagePoolDecoder.PAGED);
            assertThat(roots)
                    .extracting(HeapRoot::address)
                    .containsExactly(0x8056_e3c0L, 0xb026_e000L);
            for (HeapRoot root : roots) {
                Recorder recorder = new Recorder();
                decoder.decode(root, context, recorder);
                decoded.add(recorder);
            }
            assertThat(new PagePoolDecoder().describe(roots.getFirst(), 0xb015_0000L, context))
                    .anyMatch(field -> field.value().equals("'TruB'"));
        }
        return decoded;
    }

    @Test
    void findsEveryLiveBlock() throws Exception {
        assertTruth(decode(UnaryOperator.identity()));
    }

    @Test
    void findsTheSameWithoutNotes() throws Exception {
        assertTruth(decode(Dump::bare));
    }

    private void assertTruth(List<Recorder> decoded) throws Exception {
        HeapTruth truth = corpus().truth("reactos/reactos-x86-64M.pool.truth.tsv");
        List<String> missing = new ArrayList<>();
        for (HeapTruth.Block block : truth.blocks()) {
            boolean big = block.kind().endsWith("-big");
            Recorder pool = decoded.get(block.kind().startsWith("paged") ? 1 : 0);
            long header = big ? 0 : UNIT;
            Optional<Recorder.Block> found = pool.at(block.userAddress() - header);
            long unit = big ? PAGE : UNIT;
            boolean same =
                    found.filter(at -> at.state() == BlockState.BUSY)
                            .filter(at -> at.kind().equals(big ? "big block" : "pool block"))
                            .filter(at -> at.userAddress() == block.userAddress())
                            .filter(at -> block.extra().equals("tag=" + at.tag()))
                            .filter(
                                    at ->
                                            at.size()
                                                    == (block.userSize() + header + unit - 1)
                                                            / unit
                                                            * unit)
                            .isPresent();
            if (!same) {
                missing.add(block + " is " + found);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(decoded).allMatch(pool -> pool.faults.isEmpty());
        assertThat(decoded).allMatch(Recorder::isComplete);
        long busy =
                decoded.stream()
                        .flatMap(pool -> pool.blocks().stream())
                        .filter(block -> block.state() == BlockState.BUSY)
                        .filter(block -> block.tag().startsWith("Tru"))
                        .count();
        assertThat(busy).isEqualTo(truth.blocks().size());
    }

    /** Blocks that their owner has freed, whose header still says that they are in use. */
    @Test
    void takesParkedBlocksForFree() throws Exception {
        List<Recorder> decoded = decode(UnaryOperator.identity());
        Map<Long, String> parked = new HashMap<>();
        for (Recorder pool : decoded) {
            for (Recorder.Block block : pool.blocks()) {
                if ((block.flags() & BlockSink.CACHED) != 0) {
                    assertThat(block.state()).isEqualTo(BlockState.FREE);
                    parked.put(block.userAddress(), block.tag());
                }
            }
        }
        Map<Long, String> expected = new HashMap<>();
        for (String[] cells : lookasides()) {
            expected.put(Long.decode(cells[1]), cells[4].substring(4, 8));
        }
        assertThat(expected).hasSize(75);
        assertThat(parked).isEqualTo(expected);
    }

    /** Rows of the ground truth: list head, user address, user size, kind, tag. */
    private List<String[]> lookasides() throws Exception {
        Path file = corpus().file("reactos/reactos-x86-64M.pool.lookaside.tsv", folder);
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("0x"))
                .map(line -> line.split("\t"))
                .toList();
    }

    /** Which list a parked block waits on. */
    @Test
    void tellsTheListOfAParkedBlock() throws Exception {
        PagePoolDecoder decoder = new PagePoolDecoder();
        try (DumpSource source = open()) {
            DecodeContext context = context(source, UnaryOperator.identity());
            HeapRoot root = decoder.locate(context).getFirst();
            for (String[] cells : lookasides()) {
                long user = Long.decode(cells[1]);
                assertThat(decoder.describe(root, user - UNIT, context))
                        .filteredOn(field -> field.name().equals("_SLIST_HEADER"))
                        .singleElement()
                        .satisfies(
                                field ->
                                        assertThat(field.address())
                                                .isEqualTo(Long.decode(cells[0])));
            }
        }
    }

    /** 180 pages are on the free lists, three wait as single pages, sixteen hold tables. */
    @Test
    void accountsForPagesWithoutBlocks() throws Exception {
        List<Recorder> decoded = decode(UnaryOperator.identity());
        assertThat(pages(decoded.get(0), "free pages")).isEqualTo(180);
        assertThat(pages(decoded.get(0), "cached page")).isEqualTo(1);
        assertThat(pages(decoded.get(0), "big-page table")).isEqualTo(1);
        assertThat(pages(decoded.get(0), "tag table")).isEqualTo(15);
        assertThat(pages(decoded.get(1), "cached page")).isEqualTo(2);
        assertThat(decoded).allMatch(pool -> pages(pool, "pages of another use") == 0);
    }

    /** Among the rules is that the sums of each tag are those of the kernel's own tag table. */
    @Test
    void findsNothingWrong() throws Exception {
        for (Recorder pool : decode(UnaryOperator.identity())) {
            assertThat(pool.anomalies).isEmpty();
        }
    }

    /** The driver's tags; it knows how many blocks of each it has not freed. */
    @Test
    void tellsTheTotalsOfTheKernel() throws Exception {
        List<Recorder> decoded = decode(UnaryOperator.identity());
        HeapTruth truth = corpus().truth("reactos/reactos-x86-64M.pool.truth.tsv");
        for (int pool = 0; pool < 2; pool++) {
            boolean paged = pool == 1;
            Map<String, Long> live = new HashMap<>();
            truth.blocks().stream()
                    .filter(block -> block.kind().startsWith("paged") == paged)
                    .forEach(block -> live.merge(block.extra().substring(4), 1L, Long::sum));
            Recorder found = decoded.get(pool);
            assertThat(live).isNotEmpty();
            live.forEach(
                    (tag, count) -> {
                        OwnerTotal total = found.totals.get(tag);
                        assertThat(total).as(tag).isNotNull();
                        assertThat(total.blocks()).as(tag).isEqualTo(count);
                        assertThat(total.allocations() - total.frees()).as(tag).isEqualTo(count);
                    });
            assertThat(found.totals.values()).anyMatch(total -> total.frees() > 0);
        }
    }

    private static long pages(Recorder pool, String kind) {
        return pool.blocks().stream()
                        .filter(block -> block.kind().equals(kind))
                        .mapToLong(Recorder.Block::size)
                        .sum()
                / PAGE;
    }

    private static CorpusFiles corpus() {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        return corpus.orElseThrow();
    }
}
