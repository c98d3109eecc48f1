package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.ElfCoreReader;
import org.cairn.heap.Anomaly;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.testkit.CorpusFiles;
import org.cairn.testkit.HeapTruth;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One damage at a time in the pools of {@code reactos-x86-64M.elf}, whose pages are full of what is
 * left of freed blocks: it is told once, at the damaged header, and each other block is found as
 * before.
 */
class ReactOsDamageTest {
    private static final int PAGE = 0x1000;
    private static final int HEADER = 8;
    private static final byte[] ONES = HexFormat.of().parseHex("ffffffffffffffff");
    private static final byte[] LETTERS = HexFormat.of().parseHex("4141414141414141");

    private final Path folder;
    private final NavigableMap<Long, Recorder.Block> blocks = new TreeMap<>();
    private @Nullable DecodeContext context;

    ReactOsDamageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void open() throws Exception {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        Path file = corpus.orElseThrow().file("reactos/reactos-x86-64M.elf", folder);
        MemorySegment copy = MemorySegment.ofArray(Files.readAllBytes(file));
        context =
                PoolMachine.context(
                        new ElfCoreReader().read(DumpSource.of(file, copy), Progress.NONE));
        blocks.putAll(blocks(decode()));
        for (HeapTruth.Block block :
                corpus.orElseThrow().truth("reactos/reactos-x86-64M.pool.truth.tsv").blocks()) {
            if (!block.kind().endsWith("-big")) {
                assertThat(blocks).containsKey(block.userAddress() - HEADER);
            }
        }
    }

    private DecodeContext context() {
        return Objects.requireNonNull(context);
    }

    private List<Recorder> decode() {
        return PoolMachine.decode(new PagePoolDecoder(), context());
    }

    /** Those with a header. */
    private static NavigableMap<Long, Recorder.Block> blocks(List<Recorder> pools) {
        NavigableMap<Long, Recorder.Block> found = new TreeMap<>();
        pools.stream()
                .flatMap(pool -> pool.blocks().stream())
                .filter(block -> block.userAddress() == block.address() + HEADER)
                .forEach(block -> found.put(block.address(), block));
        return found;
    }

    /** Decodes with other bytes at an address, which are put back. */
    private List<Recorder> damaged(long address, byte[] bytes) {
        Run.Mapped run = (Run.Mapped) context().space().runAt(address);
        MemorySegment at = run.bytes().asSlice(address - run.start(), bytes.length);
        MemorySegment before = MemorySegment.ofArray(new byte[bytes.length]).copyFrom(at);
        at.copyFrom(MemorySegment.ofArray(bytes));
        try {
            return decode();
        } finally {
            at.copyFrom(before);
        }
    }

    /** Blocks that a wrong header would be blamed on, or that remains would be taken for. */
    @ParameterizedTest
    @CsvSource({
        "b01aaf08, 4141414141414141",
        "b0173ef8, 746869732072756e73206f7665722074",
        "b0172000, ffffffffffffffff",
        "e10c1f98, 000000000000000000000000",
        "e10b8f6c, 303132333435363738396162636465666768696a",
        "e10adf18, 000000000000000000000000",
        "b01ba5f8, 41414141",
        "e10cdb20, 6f7665722074686520656e64206f6620",
        "b0198628, 6f7665722074686520656e64206f6620",
        "b015f9f0, 6f7665722074686520656e64206f6620",
        "b0179e98, 6f7665722074686520656e64206f6620"
    })
    void header(String address, String bytes) {
        isToldOnce(Long.parseLong(address, 16), HexFormat.of().parseHex(bytes));
    }

    /** What is behind the wrong end of a last block is none. */
    @ParameterizedTest
    @CsvSource({"b01b9ee0, 03001202, 90", "e10bbcb0, 18003504, 1a8"})
    void halfTheSizeOfTheLastBlock(String address, String bytes, String size) {
        long last = Long.parseLong(address, 16);
        List<Recorder> pools = damaged(last, HexFormat.of().parseHex(bytes));
        assertThat(pools)
                .flatExtracting(pool -> pool.anomalies)
                .filteredOn(anomaly -> !anomaly.rule().equals("pool.tag-total"))
                .extracting(Anomaly::rule, Anomaly::address)
                .containsExactly(tuple("pool.chain", last + Long.parseLong(size, 16)));
        assertThat(blocks(pools).keySet()).isEqualTo(blocks.keySet());
    }

    /** In each page, the first, the second and the last header. */
    @Test
    void headersOfEachPage() {
        boolean isSecond = false;
        for (Recorder.Block block : List.copyOf(blocks.values())) {
            boolean isFirst = block.address() % PAGE == 0;
            boolean isLast = (block.address() + block.size()) % PAGE == 0;
            if (isFirst || isSecond || isLast) {
                isToldOnce(block.address(), ONES);
                isToldOnce(block.address(), LETTERS);
            }
            isSecond = isFirst;
        }
    }

    private void isToldOnce(long address, byte[] bytes) {
        NavigableMap<Long, Recorder.Block> others = new TreeMap<>(blocks);
        others.subMap(address - HEADER, false, address + bytes.length, false).clear();
        List<Recorder> pools = damaged(address, bytes);
        assertThat(pools).allMatch(Recorder::isComplete).allMatch(pool -> pool.faults.isEmpty());
        long told = Math.max(address, blocks.higherKey(address - HEADER));
        assertThat(pools)
                .as(Long.toHexString(address))
                .flatExtracting(pool -> pool.anomalies)
                .filteredOn(anomaly -> !anomaly.rule().equals("pool.tag-total"))
                .extracting(Anomaly::rule, Anomaly::address)
                .containsExactly(tuple("pool.chain", told));
        assertThat(blocks(pools)).as(Long.toHexString(address)).isEqualTo(others);
    }
}
