package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpException;
import org.cairn.dump.DumpSource;
import org.cairn.dump.SystemClaim;
import org.cairn.dump.windows.CrashDumpReader;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.testkit.CorpusFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Single blocks in small dumps. */
class TriagePoolTest {
    private final Path folder;

    TriagePoolTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Recorder decode(String name) throws Exception {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        try (DumpSource source =
                DumpSource.open(corpus.orElseThrow().file("real/" + name, folder))) {
            Dump dump = new CrashDumpReader().read(source, Progress.NONE);
            DecodeContext context = PoolMachine.context(dump);
            assertThat(new PagePoolDecoder().locate(context)).isEmpty();
            List<Recorder> decoded = PoolMachine.decode(new FragmentPoolDecoder(), context);
            assertThat(decoded).hasSize(2);
            return decoded.getFirst();
        }
    }

    private static long count(Recorder found, String tag, int flag) {
        return found.blocks().stream()
                .filter(block -> block.tag().equals(tag) && (block.flags() & flag) != 0)
                .count();
    }

    /** The counts are those of the corpus's index; headers with remains in them are hints. */
    @Test
    void findsTheTagsOfTheIndex() throws Exception {
        Recorder found = decode("rizin_triage_x64_19041.dmp");
        assertThat(found.faults).isEmpty();
        assertThat(count(found, "EtwR", BlockSink.FOUND_STRONG)).isEqualTo(31);
        assertThat(count(found, "EtwR", BlockSink.FOUND_HINT)).isEqualTo(5);
        assertThat(count(found, "Even", BlockSink.FOUND_STRONG)).isEqualTo(9);
        assertThat(count(found, "Even", BlockSink.FOUND_HINT)).isEqualTo(3);
        assertThat(count(found, "Vad ", BlockSink.FOUND_STRONG)).isEqualTo(3);
        assertThat(count(found, "Irp ", BlockSink.FOUND_STRONG)).isEqualTo(1);
        assertThat(count(found, "Thre", BlockSink.FOUND_STRONG)).isEqualTo(2);
        Recorder.Block across = found.at(0xffff_c08b_e51b_0100L).orElseThrow();
        assertThat(across.tag()).as("in three data blocks").isEqualTo("NDrx");
        Recorder.Block thread = found.at(0xffff_c08b_e52e_0000L).orElseThrow();
        assertThat(thread.size()).isEqualTo(2560);
        assertThat(thread.flags() & BlockSink.DATA_ABSENT).isNotZero();
    }

    @Test
    void readsThoseOfArm64() throws Exception {
        Recorder found = decode("rizin_triage_arm64_22000.dmp");
        assertThat(found.faults).isEmpty();
        assertThat(found.blocks()).hasSizeGreaterThan(10);
    }

    /** Two cache-aligned headers are one block; a bug check names it. */
    @Test
    void tiesTheBugCheckToItsBlock() {
        long start = 0xffff_9a01_2233_4000L;
        ByteBuffer bytes = ByteBuffer.allocate(0x200).order(ByteOrder.LITTLE_ENDIAN);
        header(bytes, 0x40, 0, 0x60, 6, "Tag1");
        header(bytes, 0x60, 2, 0x40, 6, "Tag1");
        header(bytes, 0xa0, 0, 0x40, 3, "Tag2");
        header(bytes, 0xe0, 0, 0x3f * 16, 0x3f, "????");
        Dump dump =
                Dump.builder("test")
                        .memory(
                                MemoryKind.VIRTUAL,
                                SparseMemory.builder(Absence.NOT_CAPTURED)
                                        .bytes(start, MemorySegment.ofArray(bytes.array()))
                                        .build())
                        .claim(
                                new SystemClaim(
                                        SystemClaim.WINDOWS,
                                        "10.0.19041",
                                        19041,
                                        Optional.of(Architecture.X64)))
                        .address("PsLoadedModuleList", 0xffff_f800_0000_1000L)
                        .exception(
                                new DumpException(
                                        0, 0x19, 0, List.of(0x20L, start + 0xa0, start + 0xe0, 0L)))
                        .build();
        List<Recorder> pools =
                PoolMachine.decode(new FragmentPoolDecoder(), PoolMachine.context(dump));
        assertThat(pools).hasSize(2);
        assertThat(pools.get(0).rules()).isEmpty();
        assertThat(pools.get(0).blocks())
                .containsExactly(
                        new Recorder.Block(
                                start + 0x40,
                                0x60,
                                start + 0x70,
                                0x30,
                                BlockState.BUSY,
                                "pool block",
                                "Tag1",
                                BlockSink.FOUND_STRONG));
        Recorder found = pools.get(1);
        assertThat(found.blocks())
                .containsExactly(
                        new Recorder.Block(
                                start + 0xa0,
                                0x40,
                                start + 0xb0,
                                0x30,
                                BlockState.BUSY,
                                "pool block",
                                "Tag2",
                                BlockSink.FOUND_STRONG));
        assertThat(found.rules()).containsExactly("pool.bug-check");
        Anomaly anomaly = found.anomalies.getFirst();
        assertThat(anomaly.address()).isEqualTo(start + 0xa0);
        assertThat(anomaly.summary()).contains("parameter 2").contains("Tag2").contains("0x19");
        assertThat(anomaly.confidence()).isEqualTo(Confidence.STRONG);
    }

    /** The last bytes of the address space are memory, too; nothing lies behind them. */
    @Test
    void memoryMayEndWithTheAddressSpace() {
        ByteBuffer bytes = ByteBuffer.allocate(0x80).order(ByteOrder.LITTLE_ENDIAN);
        header(bytes, 0, 0, 0x40, 3, "Tag2");
        header(bytes, 0x40, 0, 0x80, 3, "Tag3");
        Dump dump =
                Dump.builder("test")
                        .memory(
                                MemoryKind.VIRTUAL,
                                SparseMemory.builder(Absence.NOT_CAPTURED)
                                        .bytes(-0x108, MemorySegment.ofArray(new byte[8]))
                                        .bytes(-0x80, MemorySegment.ofArray(bytes.array()))
                                        .build())
                        .claim(
                                new SystemClaim(
                                        SystemClaim.WINDOWS,
                                        "10.0.19041",
                                        19041,
                                        Optional.of(Architecture.X64)))
                        .address("PsLoadedModuleList", 0xffff_f800_0000_1000L)
                        .build();
        List<Recorder> pools =
                PoolMachine.decode(new FragmentPoolDecoder(), PoolMachine.context(dump));
        assertThat(pools).hasSize(1);
        assertThat(pools.getFirst().blocks())
                .extracting(Recorder.Block::address)
                .containsExactly(-0x80L);
    }

    private static void header(
            ByteBuffer bytes, int at, int previous, int size, int type, String tag) {
        bytes.put(at, (byte) previous);
        bytes.put(at + 2, (byte) (size / 16));
        bytes.put(at + 3, (byte) type);
        bytes.put(at + 4, tag.getBytes(StandardCharsets.US_ASCII));
    }
}
