package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.NtHeapWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What holds for every NT heap, whatever a program did and whatever the dump lacks. */
final class NtHeapPropertiesTest {
    private static final int SEEDS = 4;
    private static final long PAGE = 0x1000;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    static Stream<Arguments> families() {
        return FullWork.families()
                .flatMap(
                        table ->
                                LongStream.range(0, SEEDS)
                                        .mapToObj(seed -> Arguments.of(table, 200 + seed)));
    }

    private List<Recorder> decode(FullWork full) {
        DecodeContext context = full.work().context();
        List<Recorder> heaps = new ArrayList<>();
        for (HeapRoot root : decoder.locate(context)) {
            if (root.status() == Status.PRESENT) {
                Recorder found = new Recorder();
                decoder.decode(root, context, found);
                heaps.add(found);
            }
        }
        return heaps;
    }

    @ParameterizedTest
    @MethodSource("families")
    void sumOfPartsIsWhatIsReserved(String table, long seed) {
        FullWork full = new FullWork(table, seed);
        List<Recorder> found = decode(full);
        assertThat(found).hasSameSizeAs(full.heaps());
        for (int i = 0; i < found.size(); i++) {
            NtHeapDecoderTest.compare(found.get(i), full.heaps().get(i));
            SegmentSums.assertWhole(found.get(i));
        }
    }

    /** Pages anywhere in the heaps, but for the first ones, are not in the dump. */
    @ParameterizedTest
    @MethodSource("families")
    void sumOfPartsIsWhatIsReservedWithAbsentPages(String table, long seed) {
        FullWork full = new FullWork(table, seed);
        Random random = new Random(seed);
        for (NtHeapWriter heap : full.heaps()) {
            List<ExpectedBlock> blocks = heap.blocks();
            for (int i = 0; i < 6; i++) {
                long page = blocks.get(random.nextInt(blocks.size())).address() & -PAGE;
                if (page != heap.address()) {
                    full.work().process().omit(page, PAGE);
                }
            }
        }
        List<Recorder> found = decode(full);
        assertThat(found).hasSameSizeAs(full.heaps());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).errors()).isEmpty();
            SegmentSums.assertWhole(found.get(i));
            Set<Long> known =
                    full.heaps().get(i).blocks().stream()
                            .map(ExpectedBlock::address)
                            .collect(Collectors.toSet());
            // Where a subsegment is absent, too, its blocks are taken to fill the container.
            assertThat(found.get(i).blocks().values())
                    .filteredOn(block -> !block.kind().equals("LFH padding"))
                    .allMatch(block -> known.contains(block.address()));
        }
    }

    /** Bytes anywhere in the heaps are wrong: nothing fails, nothing is counted twice. */
    @ParameterizedTest
    @MethodSource("families")
    void sumOfPartsIsWhatIsReservedWithWrongBytes(String table, long seed) {
        FullWork full = new FullWork(table, seed);
        Random random = new Random(seed);
        for (NtHeapWriter heap : full.heaps()) {
            List<ExpectedBlock> blocks = heap.blocks();
            for (int i = 0; i < 40; i++) {
                ExpectedBlock block = blocks.get(1 + random.nextInt(blocks.size() - 1));
                byte[] noise = new byte[1 + random.nextInt(8)];
                random.nextBytes(noise);
                long distance = random.nextInt((int) Math.min(block.size(), 0x80)) / 8 * 8;
                long last = block.address() + block.size() - noise.length;
                full.work().process().corrupt(Math.min(block.address() + distance, last), noise);
            }
        }
        List<Recorder> found = decode(full);
        assertThat(found).hasSameSizeAs(full.heaps());
        found.forEach(SegmentSums::assertWhole);
        assertThat(found.stream().flatMap(heap -> heap.anomalies().stream()))
                .extracting(Anomaly::rule)
                .isNotEmpty();
    }
}
