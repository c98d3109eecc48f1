package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.MadeUpFormat.Decoder;
import org.cairn.analysis.table.Format;
import org.cairn.analysis.table.Renderer;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;
import org.cairn.memory.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The owners of some blocks. */
class FilteredOwnersTest {
    @TempDir private Path folder = Path.of("");

    /** Three blocks of one owner, two of them less sure, and one of nobody. */
    private static void blocks(BlockSink sink, long heap) {
        int kind = sink.kind("cell");
        sink.segment(heap, MadeUpFormat.SIZE, "segment");
        add(sink, heap, 0x10, kind, sink.owner(owner(Confidence.CERTAIN)));
        add(sink, heap + 0x10, 0x20, kind, sink.owner(owner(Confidence.HINT)));
        add(sink, heap + 0x30, 0x40, kind, sink.owner(owner(Confidence.STRONG)));
        add(sink, heap + 0x70, 0x80, kind, BlockSink.NO_OWNER);
    }

    private static void add(BlockSink sink, long address, long size, int kind, int owner) {
        sink.block(address, size, address, size, BlockState.BUSY, kind, owner, 0);
    }

    private static Owner owner(Confidence confidence) {
        return new Owner("test", "1", "somebody", "", confidence, confidence.label());
    }

    @Test
    void anOwnerIsOneRowHoweverSureItsBlocksAre() throws Exception {
        assertThat(owners(Optional.empty())).containsExactly("|1|128|", "somebody|3|112|hint");
        assertThat(owners(Optional.of("size < 0x40"))).containsExactly("somebody|2|48|hint");
        assertThat(owners(Optional.of("size > 0x20 and owner_id is not null")))
                .containsExactly("somebody|1|64|hint");
    }

    /** Owner, count, bytes and confidence. */
    private static String shown(String row) {
        String[] cells = row.split(",", -1);
        return String.join("|", cells[0], cells[3], cells[4], cells[7]);
    }

    private List<String> owners(Optional<String> condition) throws Exception {
        Path dump = Files.write(folder.resolve("some.dump"), new byte[0x1000]);
        Decoder decoder = new Decoder("test.decoder", List.of(FilteredOwnersTest::blocks));
        BlockFilter filter =
                new BlockFilter(
                        OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), condition);
        StringWriter csv = new StringWriter();
        try (Analysis analysis =
                new AnalysisService(
                                MadeUpFormat.contributions(List.of(decoder)),
                                folder.resolve("cache"))
                        .open(dump, AnalysisOptions.defaults(), Progress.NONE)) {
            try (Renderer renderer = Format.CSV.renderer(csv, false)) {
                renderer.table(analysis.owners(filter, 10, Progress.NONE));
            }
        }
        return csv.toString().lines().skip(1).map(FilteredOwnersTest::shown).toList();
    }
}
