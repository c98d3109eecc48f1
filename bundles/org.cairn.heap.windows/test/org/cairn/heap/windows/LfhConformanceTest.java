package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.testkit.CorpusFiles;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Low-fragmentation heaps that the project did not write: two public dumps that hold pieces of
 * heaps of Windows 10, of which 19 containers and 474 headers of their blocks are known.
 */
final class LfhConformanceTest {
    private final NtHeapDecoder decoder = new NtHeapDecoder();

    @BeforeEach
    void requireCorpus() {
        Assumptions.assumeTrue(CorpusFiles.locate().isPresent(), CorpusFiles.MISSING);
    }

    private static DecodeContext context(String name, Path temp) throws IOException {
        return CorpusDump.read(CorpusFiles.locate().orElseThrow().file(name, temp)).context();
    }

    private Recorder decode(HeapRoot root, DecodeContext context) {
        Recorder found = new Recorder();
        decoder.decode(root, context, found);
        assertThat(found.anomalies()).allMatch(anomaly -> anomaly.rule().equals("nt.absent"));
        return found;
    }

    /** The blocks whose headers are in the dump; all of them passed every check. */
    private static List<Recorder.Block> withHeader(Recorder found) {
        return found.blocks("LFH").stream()
                .filter(block -> !block.has(BlockSink.INFERRED))
                .toList();
    }

    @Test
    void windows10Fragments(@TempDir Path temp) throws IOException {
        DecodeContext context = context("real/win10_18362_x64_crashes_on_my_machine.mdmp", temp);
        Recorder found = decode(decoder.locate(context).getFirst(), context);
        assertThat(found.blocks("LFH container")).hasSize(13);
        assertThat(withHeader(found)).hasSize(309);
        // Blocks whose headers are absent are there by their bit in the bitmap.
        assertThat(found.blocks("LFH"))
                .hasSize(50 + 56 + 1020 + 13 + 50 + 59 + 41 + 30 + 27 + 61 + 29 + 27 + 62);
        assertThat(found.blocks("LFH").stream().filter(b -> b.has(BlockSink.INFERRED)))
                .allMatch(block -> block.has(BlockSink.DATA_ABSENT));
        assertContainersAreCovered(found);
    }

    /** Address and encoding of the heap come from its containers. */
    @Test
    void withoutAHeader(@TempDir Path temp) throws IOException {
        DecodeContext context =
                context("real/breakpad_tiny-exe-fastfail_win10_19042_x64.mdmp", temp);
        List<HeapRoot> roots = decoder.locate(context);
        assertThat(roots).hasSize(1);
        assertThat(roots.getFirst().status()).isEqualTo(Status.PRESENT);
        assertThat(roots.getFirst().address()).isEqualTo(0x236_c035_0000L);
        assertThat(roots.getFirst().origin()).contains("recovered from 6 LFH containers");
        Recorder found = decode(roots.getFirst(), context);
        assertThat(found.blocks("LFH container")).hasSize(6);
        assertThat(withHeader(found)).hasSize(165);
        assertThat(found.blocks("LFH")).hasSize(30 + 24 + 62 + 20 + 19 + 13);
        assertContainersAreCovered(found);
        // Entries of the back end follow each other from the first container to the last one.
        List<Recorder.Block> entries =
                found.blocks().values().stream()
                        .filter(block -> !List.of("LFH", "LFH padding").contains(block.kind()))
                        .filter(block -> block.address() >= 0x236_c035_c5a0L)
                        .toList();
        assertThat(entries).hasSizeGreaterThanOrEqualTo(33);
        assertThat(found.gaps()).noneMatch(gap -> gap.start() == entries.getFirst().end());
    }

    /** After a container's header its blocks follow without a gap up to the padding. */
    private static void assertContainersAreCovered(Recorder found) {
        for (Recorder.Block container : found.blocks("LFH container")) {
            long at = container.end();
            while (found.blocks().containsKey(at) && found.at(at).kind().equals("LFH")) {
                at = found.at(at).end();
            }
            assertThat(found.at(at).kind()).isEqualTo("LFH padding");
            assertThat(found.at(at).state()).isEqualTo(BlockState.METADATA);
        }
    }

    @Test
    void showsABlock(@TempDir Path temp) throws IOException {
        DecodeContext context = context("real/win10_18362_x64_crashes_on_my_machine.mdmp", temp);
        HeapRoot root = decoder.locate(context).getFirst();
        List<FieldValue> fields = decoder.describe(root, 0x1c9_02f9_0d90L, context);
        assertThat(fields)
                .extracting(FieldValue::name)
                .startsWith(
                        "PreviousBlockPrivateData",
                        "SubSegmentCode",
                        "block index",
                        "UnusedBytes",
                        "BitmapData",
                        "_HEAP_USERDATA_HEADER.SubSegment")
                .endsWith("_HEAP_SUBSEGMENT.BlockSize", "_HEAP_SUBSEGMENT.BlockCount");
        assertThat(fields.get(1).value())
                .isEqualTo("UserBlocks 0x1c902f90cb0 + 0xe0 (check holds)");
        assertThat(fields.get(2).value()).isEqualTo("2 (at index 2)");
        assertThat(fields)
                .extracting(FieldValue::value)
                .contains("first block at 0x40, blocks of 0x50 bytes", "2 free", "50");
    }

    @Test
    void showsAContainer(@TempDir Path temp) throws IOException {
        DecodeContext context =
                context("real/breakpad_tiny-exe-fastfail_win10_19042_x64.mdmp", temp);
        HeapRoot root = decoder.locate(context).getFirst();
        List<FieldValue> fields = decoder.describe(root, 0x236_c035_c5a0L, context);
        assertThat(fields)
                .extracting(FieldValue::name)
                .contains("Size", "_HEAP_USERDATA_HEADER.Signature", "_HEAP_SUBSEGMENT.BlockSize");
        assertThat(fields)
                .extracting(FieldValue::value)
                .contains(
                        "0x81 units = 0x810 bytes (2064)",
                        "0xf0e0d0c0",
                        "first block at 0x40, blocks of 0x40 bytes",
                        "0x4 units = 0x40 bytes");
    }
}
