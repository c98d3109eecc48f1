package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapRoot;
import org.cairn.testkit.BenchmarkDump;
import org.cairn.testkit.LfhWriter;
import org.cairn.testkit.NtHeapWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Healthy low-fragmentation heaps of all builds with a table, written by the testkit. */
final class LfhDecoderTest {
    private final NtHeapDecoder decoder = new NtHeapDecoder();

    static Stream<String> tables() {
        return NtHeapDecoderTest.tables();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void findsEveryBlock(String table) {
        LfhWork work = new LfhWork(table);
        NtHeapWriter heap = work.heap();
        Recorder found = decode(work.context());
        NtHeapDecoderTest.compare(found, heap);
        assertThat(found.blocks("LFH").stream().filter(b -> b.state() == BlockState.BUSY))
                .hasSizeGreaterThan(1000);
        assertThat(found.blocks("LFH").stream().filter(b -> b.state() == BlockState.FREE))
                .hasSizeGreaterThan(1000);
    }

    /** Where the front end is not in the dump, its containers are enough. */
    @ParameterizedTest
    @MethodSource("tables")
    void findsEveryBlockWithoutTheFrontEnd(String table) {
        LfhWork work = new LfhWork(table);
        if (work.hasFrontOfItsOwn()) {
            work.process().omit(work.containers().getFirst().front(), 0x1000);
            Recorder found = decode(work.context());
            assertThat(found.rules()).containsExactly("nt.absent");
            assertThat(found.blocks().values())
                    .containsExactlyElementsOf(
                            work.heap().blocks().stream()
                                    .map(NtHeapDecoderTest::expected)
                                    .toList());
        }
    }

    private Recorder decode(DecodeContext context) {
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        return found;
    }

    /** Every block of some containers is shown with its state; its header's check holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "winxp-sp3-x86",
                "winvista-sp2-x86",
                "win7-sp1-x64",
                "win81-x86",
                "win10-22h2-19045-x64",
                "win10-22h2-19045-x86"
            })
    void showsBlocks(String table) {
        LfhWork work = new LfhWork(table);
        DecodeContext context = work.context();
        HeapRoot root = decoder.locate(context).getFirst();
        for (LfhWriter container : work.containers().subList(8, 10)) {
            for (int i = 0; i < container.count(); i++) {
                List<FieldValue> fields = decoder.describe(root, container.block(i), context);
                assertThat(value(fields, "SubSegmentCode"))
                        .contains(work.isOld() ? "(not checked)" : "(check holds)");
                if (!work.isOld()) {
                    assertThat(value(fields, "UnusedBytes"))
                            .contains(container.isBusy(i) ? ", busy, requested" : ", free");
                }
                if (work.hasFrontOfItsOwn()) {
                    assertThat(value(fields, "block index")).isEqualTo(i + " (at index " + i + ")");
                    assertThat(value(fields, "BitmapData"))
                            .endsWith(container.isBusy(i) ? "busy" : "free");
                }
                assertThat(value(fields, "_HEAP_SUBSEGMENT.BlockCount"))
                        .isEqualTo("" + container.count());
            }
        }
    }

    /** The dump of the benchmark in small: every number is as its writer counted. */
    @Test
    void findsWhatTheBenchmarkDumpHas(@TempDir Path temp) throws IOException {
        Path file = temp.resolve("benchmark.dmp");
        BenchmarkDump.Totals totals = BenchmarkDump.write(file, 200_000, 3, true);
        DecodeContext context = CorpusDump.read(file).context();
        long busy = 0;
        long free = 0;
        long own = 0;
        long userBytes = 0;
        long freeBytes = 0;
        long divided = 0;
        for (HeapRoot root : decoder.locate(context)) {
            Recorder found = new Recorder();
            decoder.decode(root, context, found);
            assertThat(found.anomalies()).isEmpty();
            divided += found.blocks("LFH").size();
            for (Recorder.Block block : found.blocks().values()) {
                switch (block.state()) {
                    case BUSY -> {
                        busy++;
                        userBytes += block.userSize();
                    }
                    case FREE -> {
                        free++;
                        freeBytes += block.size();
                    }
                    case METADATA -> own++;
                }
            }
        }
        assertThat(new long[] {busy + free, free, own, userBytes, freeBytes})
                .containsExactly(
                        totals.blocks(),
                        totals.free(),
                        totals.own(),
                        totals.userBytes(),
                        totals.freeBytes());
        assertThat(divided).isBetween(85_000L, 115_000L);
    }

    private static String value(List<FieldValue> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
