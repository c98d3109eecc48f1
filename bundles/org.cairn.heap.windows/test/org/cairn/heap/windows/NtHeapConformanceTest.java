package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Run;
import org.cairn.testkit.CorpusFiles;
import org.cairn.testkit.HeapTruth;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Heaps that the project did not write. */
final class NtHeapConformanceTest {
    /** {@code _HEAP_USERDATA_HEADER.Signature} of the low-fragmentation heap. */
    private static final int USER_BLOCKS = 0xf0e0d0c0;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    @BeforeEach
    void requireCorpus() {
        Assumptions.assumeTrue(CorpusFiles.locate().isPresent(), CorpusFiles.MISSING);
    }

    private static CorpusDump dump(String name, Path temp) throws IOException {
        return CorpusDump.read(CorpusFiles.locate().orElseThrow().file(name, temp));
    }

    private Recorder decode(HeapRoot root, DecodeContext context) {
        Recorder found = new Recorder();
        decoder.decode(root, context, found);
        return found;
    }

    /** Each live block with its exact size, nothing else busy, all free bytes accounted for. */
    @ParameterizedTest
    @CsvSource({"r64, 13, 784, 156", "r32, 13, 976, 185"})
    void reactos(
            String name,
            int segments,
            int free,
            int uncommitted,
            TestReporter reporter,
            @TempDir Path temp)
            throws IOException {
        HeapTruth truth =
                CorpusFiles.locate().orElseThrow().truth("rosheap/" + name + ".truth.tsv");
        CorpusDump dump = dump("rosheap/" + name + ".mdmp", temp);
        DecodeContext context = dump.context();
        List<HeapRoot> roots = decoder.locate(context);
        assertThat(roots).hasSize(7);
        assertThat(roots).extracting(HeapRoot::address).containsAll(truth.heaps());
        assertThat(roots).extracting(HeapRoot::layout).containsOnly(truth.property("layout"));
        List<HeapTruth.Block> busy = new ArrayList<>();
        int segmentsFound = 0;
        int freeFound = 0;
        int uncommittedFound = 0;
        for (HeapRoot root : roots) {
            Recorder found = decode(root, context);
            assertThat(found.anomalies()).isEmpty();
            assertThat(found.gaps()).isEmpty();
            for (Recorder.Block block : found.blocks(BlockState.BUSY)) {
                String kind = block.kind().equals("virtual") ? "virtual" : "segment";
                busy.add(
                        new HeapTruth.Block(
                                root.address(), block.userAddress(), block.userSize(), kind, ""));
            }
            long freeBytes =
                    found.blocks(BlockState.FREE).stream().mapToLong(Recorder.Block::size).sum();
            assertThat(freeBytes).isEqualTo(totalFreeBytes(root, context));
            freeFound += found.blocks(BlockState.FREE).size();
            uncommittedFound += found.uncommitted().size();
            segmentsFound +=
                    (int)
                            found.segments().stream()
                                    .filter(segment -> segment.label().equals("segment"))
                                    .count();
            reporter.publishEntry(
                    Map.of(
                            "heap", Long.toHexString(root.address()),
                            "busy", "" + found.blocks(BlockState.BUSY).size(),
                            "free", found.blocks(BlockState.FREE).size() + ", " + freeBytes,
                            "metadata", "" + found.blocks(BlockState.METADATA).size()));
        }
        assertThat(busy)
                .containsExactlyInAnyOrderElementsOf(
                        truth.blocks().stream()
                                .map(
                                        block ->
                                                new HeapTruth.Block(
                                                        block.heap(),
                                                        block.userAddress(),
                                                        block.userSize(),
                                                        block.kind(),
                                                        ""))
                                .toList());
        assertThat(busy).hasSize(3149);
        assertThat(segmentsFound).isEqualTo(segments);
        assertThat(freeFound).isEqualTo(free);
        assertThat(uncommittedFound).isEqualTo(uncommitted);
    }

    /** PEB.ProcessHeap of these dumps is a heap that ProcessHeaps does not list. */
    @ParameterizedTest
    @ValueSource(strings = {"r32", "r64"})
    void namesNoListedHeapAfterADefaultHeapThatIsNotListed(String name, @TempDir Path temp)
            throws IOException {
        HeapTruth truth =
                CorpusFiles.locate().orElseThrow().truth("rosheap/" + name + ".truth.tsv");
        long peb = Long.decode(truth.property("peb"));
        DecodeContext context = dump("rosheap/" + name + ".mdmp", temp).withHeapsOf(peb).context();
        assertThat(decoder.locate(context))
                .hasSize(7)
                .allSatisfy(root -> assertThat(root.origin()).startsWith("PEB lists it"))
                .extracting(HeapRoot::name)
                .containsOnly("");
    }

    private static long totalFreeBytes(HeapRoot root, DecodeContext context) {
        var types = new ShippedTypes().named(root.layout()).orElseThrow();
        MemoryCursor cursor = context.space().cursor();
        assertThat(cursor.seek(root.address(), 0x1000)).isTrue();
        return types.structure("_HEAP").field("TotalFreeSize").get(cursor)
                * types.structure("_HEAP_ENTRY").size();
    }

    /** The dump lists no heap, since its PEB is cut off. */
    @Test
    void windows7(@TempDir Path temp) throws IOException {
        CorpusDump dump = dump("real/win7sp1_wow64_hello_fullmemory_cut.mdmp", temp);
        DecodeContext context = dump.context();
        List<HeapRoot> roots = decoder.locate(context);
        Map<Long, Integer> entries = new TreeMap<>();
        List<Anomaly> anomalies = new ArrayList<>();
        for (HeapRoot root : roots) {
            Recorder found = decode(root, context);
            anomalies.addAll(found.anomalies());
            assertThat(found.gaps()).isEmpty();
            entries.put(root.address(), found.blocks().size());
            long freeBytes =
                    found.blocks(BlockState.FREE).stream().mapToLong(Recorder.Block::size).sum();
            assertThat(freeBytes).isEqualTo(totalFreeBytes(root, context));
        }
        // Of 84,176 bytes of free fill seven differ, in three free blocks of two heaps.
        assertThat(anomalies).extracting(Anomaly::rule).containsOnly("nt.free-fill");
        assertThat(anomalies)
                .extracting(Anomaly::address)
                .containsExactly(0x2_e16bL, 0x9f_1399L, 0x9f_3d3aL);
        assertThat(roots)
                .extracting(HeapRoot::architecture)
                .containsExactly(
                        Architecture.X64,
                        Architecture.X64,
                        Architecture.X64,
                        Architecture.X86,
                        Architecture.X86);
        assertThat(roots)
                .allMatch(root -> root.origin().contains("layout of build 7601 confirmed"));
        assertThat(entries)
                .isEqualTo(
                        new TreeMap<>(
                                Map.of(
                                        0x10000L, 3,
                                        0x20000L, 3,
                                        0x58_0000L, 30,
                                        0x76_0000L, 49,
                                        0x9f_0000L, 15)));
    }

    /** Tail checking writes 0xab behind the data: exactly where the requested size ends. */
    @Test
    void windows7TailsBeginWhereTheDataEnds(@TempDir Path temp) throws IOException {
        DecodeContext context =
                dump("real/win7sp1_wow64_hello_fullmemory_cut.mdmp", temp).context();
        MemoryCursor cursor = context.space().cursor();
        int checked = 0;
        for (HeapRoot root : decoder.locate(context)) {
            int tail = 2 * root.architecture().pointerSize();
            for (Recorder.Block block : decode(root, context).blocks(BlockState.BUSY)) {
                assertThat(cursor.seek(block.userAddress() + block.userSize(), tail)).isTrue();
                for (byte filled : cursor.bytes(0, tail)) {
                    assertThat(filled).isEqualTo((byte) 0xab);
                }
                checked++;
            }
        }
        assertThat(checked).isEqualTo(78);
    }

    @Test
    void windows10Fragments(TestReporter reporter, @TempDir Path temp) throws IOException {
        DecodeContext context =
                dump("real/win10_18362_x64_crashes_on_my_machine.mdmp", temp).context();
        List<HeapRoot> roots = decoder.locate(context);
        assertThat(roots).hasSize(1);
        HeapRoot root = roots.getFirst();
        assertThat(root.address()).isEqualTo(0x1c9_785d_0000L);
        assertThat(root.status()).isEqualTo(Status.PRESENT);
        assertThat(root.origin()).contains("claimed build 9200 does not fit");
        assertThat(root.note()).contains("only partly");
        Recorder found = decode(root, context);
        assertThat(found.errors()).isEmpty();
        assertThat(found.gaps()).allMatch(gap -> gap.label().equals("not captured"));
        long pairs =
                found.blocks().values().stream()
                        .filter(block -> found.blocks().containsKey(block.end()))
                        .count();
        assertThat(pairs).isGreaterThanOrEqualTo(60);
        List<Long> containers =
                found.blocks("LFH container").stream().map(Recorder.Block::address).toList();
        List<Long> userBlocks = entriesOfUserBlocks(context);
        assertThat(userBlocks).hasSize(13);
        assertThat(containers).containsAll(userBlocks);
        assertThat(found.blocks("LFH container"))
                .allMatch(block -> block.state() == BlockState.METADATA);
        assertThat(found.blocks("back end"))
                .anyMatch(block -> block.has(BlockSink.DATA_ABSENT))
                .anyMatch(block -> block.has(BlockSink.FOUND_HINT));
        reporter.publishEntry(
                Map.of(
                        "blocks", "" + found.blocks().size(),
                        "pairs", "" + pairs,
                        "containers", "" + containers.size(),
                        "gaps", "" + found.gaps().size()));
    }

    /** The entries of the user blocks whose header is in the dump, found by its signature. */
    private static List<Long> entriesOfUserBlocks(DecodeContext context) {
        List<Long> entries = new ArrayList<>();
        MemoryCursor cursor = context.space().cursor();
        for (Run.Mapped run : context.space().mapped(0, -1L)) {
            for (long at = run.start() + 15 & -16L; at + 0x20 <= run.last(); at += 0x10) {
                boolean signed = cursor.seek(at + 0x24, 4) && (int) cursor.u32(0) == USER_BLOCKS;
                if (signed) {
                    entries.add(at);
                }
            }
        }
        return entries;
    }

    @ParameterizedTest
    @ValueSource(strings = {"w32", "w64"})
    void wine(String name, @TempDir Path temp) throws IOException {
        List<HeapRoot> roots = decoder.locate(dump("wine/" + name + ".mdmp", temp).context());
        assertThat(roots).hasSize(4);
        assertThat(roots).extracting(HeapRoot::status).containsOnly(Status.FOREIGN);
        assertThat(roots)
                .extracting(HeapRoot::note)
                .containsOnly(
                        "segment signature 0xffeeffee, but no _HEAP layout fits:"
                                + " foreign heap, not decoded");
    }

    @Test
    void notepadsHeapsAreListedButAbsent(@TempDir Path temp) throws IOException {
        CorpusDump dump = dump("real/win7sp1_x64_notepad_WER1090.mdmp", temp);
        List<HeapRoot> roots = decoder.locate(dump.withHeapsOf(0x7ff_fffd_6000L).context());
        assertThat(roots).hasSize(6);
        assertThat(roots).extracting(HeapRoot::status).containsOnly(Status.ABSENT);
        assertThat(roots)
                .extracting(HeapRoot::note)
                .containsOnly("header of the heap is absent: not captured");
    }

    @Test
    void nothingIsInventedWithoutAHeader(@TempDir Path temp) throws IOException {
        assertThat(
                        decoder.locate(
                                dump(
                                                "real/breakpad_tiny-exe-with-cet-xsave_win11_22000_x64.mdmp",
                                                temp)
                                        .context()))
                .isEmpty();
    }

    @Test
    void showsAnEncodedHeader(@TempDir Path temp) throws IOException {
        DecodeContext context =
                dump("real/win7sp1_wow64_hello_fullmemory_cut.mdmp", temp).context();
        HeapRoot root = root(context, 0x58_0000);
        List<FieldValue> fields = decoder.describe(root, 0x58_32a0, context);
        assertThat(fields)
                .extracting(FieldValue::name)
                .containsExactly(
                        "PreviousBlockPrivateData",
                        "Size",
                        "Flags",
                        "SmallTagIndex",
                        "PreviousSize",
                        "SegmentOffset",
                        "UnusedBytes");
        assertThat(fields)
                .extracting(FieldValue::value)
                .containsExactly(
                        "0xfeeefeeefeeefeee",
                        "0x6 units = 0x60 bytes (96)",
                        "0x7 (busy, extra present, fill pattern)",
                        "0x1 (checksum holds)",
                        "0x5 units = 0x50 bytes (80)",
                        "0x0",
                        "0x3f of 0x60, requested 0x20 bytes (32)");
        assertThat(fields)
                .extracting(FieldValue::raw)
                .containsExactly(
                        "ee fe ee fe ee fe ee fe", "c6 ac", "7c", "60", "85 3d", "00", "3f");
        assertThat(fields.get(1).address()).isEqualTo(0x58_32a8);
    }

    @Test
    void showsAFreeEntryAndAVirtualBlock(@TempDir Path temp) throws IOException {
        DecodeContext context = dump("rosheap/r32.mdmp", temp).context();
        HeapRoot root = root(context, 0xfa_0000);
        List<FieldValue> free = decoder.describe(root, 0xfa_0ba8, context);
        assertThat(free)
                .extracting(FieldValue::name)
                .endsWith("UnusedBytes", "FreeList.Flink", "FreeList.Blink");
        assertThat(free.get(1).value()).isEqualTo("0x0 (free)");
        List<FieldValue> block = decoder.describe(root, 0x1e6_0000, context);
        assertThat(block)
                .extracting(FieldValue::value)
                .contains(
                        "0x97000 bytes (618496)",
                        "0x3b5 bytes unused, requested 0x96c4b bytes (617547)",
                        "0xb (busy, extra present, virtual)");
        assertThat(decoder.describe(root, 0x10, context)).isEmpty();
    }

    private HeapRoot root(DecodeContext context, long address) {
        Optional<HeapRoot> root =
                decoder.locate(context).stream()
                        .filter(heap -> heap.address() == address)
                        .findFirst();
        return root.orElseThrow();
    }
}
