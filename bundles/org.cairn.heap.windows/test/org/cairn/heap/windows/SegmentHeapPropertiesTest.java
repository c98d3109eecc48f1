package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockState;
import org.cairn.testkit.NtHeapWriter.Range;
import org.cairn.testkit.SegmentHeapBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** What holds for every segment heap, whatever a program did and whatever the dump lacks. */
final class SegmentHeapPropertiesTest {
    private static final int OPERATIONS = 2500;
    private static final long PAGE = 0x1000;
    private static final String[] TABLES = {
        "win10-1809-17763.5933-x64",
        "win10-22h2-19045-x86",
        "win10-22h2-19045-x64",
        "win11-22h2-22621-x64"
    };

    static LongStream seeds() {
        return LongStream.range(100, 112);
    }

    private static SegmentWork work(long seed) {
        SegmentWork work =
                new SegmentWork(
                        TABLES[(int) (seed % TABLES.length)], seed % 5 == 0, seed % 3 == 0, seed);
        work.busy(OPERATIONS);
        if (seed % 2 == 0) {
            work.heap().trim();
        }
        return work;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sumOfPartsIsWhatIsReserved(long seed) {
        SegmentWork work = work(seed);
        Recorder found = work.decode();
        SegmentHeapDecoderTest.compare(found, work);
        SegmentSums.assertWhole(found);
    }

    /** Pages anywhere in the heap are not in the dump. */
    @ParameterizedTest
    @MethodSource("seeds")
    void sumOfPartsIsWhatIsReservedWithAbsentPages(long seed) {
        SegmentWork work = work(seed);
        Random random = new Random(seed);
        List<SegmentHeapBlock> blocks = work.heap().blocks();
        for (int i = 0; i < 12; i++) {
            SegmentHeapBlock block = blocks.get(1 + random.nextInt(blocks.size() - 1));
            work.process().omit(block.address() & -PAGE, PAGE);
        }
        Recorder found = work.decode();
        assertThat(found.errors()).isEmpty();
        SegmentSums.assertWhole(found);
        long known =
                blocks.stream()
                        .filter(block -> found.blocks().containsKey(block.address()))
                        .count();
        assertThat(known).isGreaterThan(blocks.size() / 2);
        found.blocks().keySet().retainAll(blocks.stream().map(SegmentHeapBlock::address).toList());
        assertThat(found.blocks()).hasSize((int) known);
    }

    /** Bytes anywhere in the heap are wrong: nothing fails, nothing is counted twice. */
    @ParameterizedTest
    @MethodSource("seeds")
    void sumOfPartsIsWhatIsReservedWithWrongBytes(long seed) {
        SegmentWork work = work(seed);
        Random random = new Random(seed);
        List<SegmentHeapBlock> blocks = work.heap().blocks();
        for (int i = 0; i < 60; i++) {
            SegmentHeapBlock block = blocks.get(random.nextInt(blocks.size()));
            byte[] noise = new byte[1 + random.nextInt(16)];
            random.nextBytes(noise);
            long distance = random.nextInt((int) Math.min(block.size(), 0x2000));
            long last = block.address() + block.size() - noise.length;
            work.process().corrupt(Math.min(block.address() + distance, last), noise);
        }
        SegmentSums.assertWhole(work.decode());
    }

    /** Much of what the allocators keep is wrong, but for the heap's own first page. */
    @ParameterizedTest
    @MethodSource("seeds")
    void endsWhateverTheMetadataSays(long seed) {
        SegmentWork work = work(seed);
        Random random = new Random(seed);
        List<SegmentHeapBlock> metadata =
                work.heap().blocks().stream()
                        .filter(block -> block.state() != BlockState.BUSY)
                        .filter(block -> block.address() != work.heap().address())
                        .toList();
        for (int i = 0; i < 400; i++) {
            SegmentHeapBlock block = metadata.get(random.nextInt(metadata.size()));
            byte[] noise = new byte[1 + random.nextInt(8)];
            random.nextBytes(noise);
            long distance = random.nextInt((int) Math.min(block.size(), 0x800));
            long last = block.address() + block.size() - noise.length;
            work.process().corrupt(Math.min(block.address() + distance, last), noise);
        }
        SegmentSums.assertWhole(work.decode());
    }

    /** The descriptors of a segment are not in the dump, or only half of them. */
    @ParameterizedTest
    @CsvSource({
        "win10-22h2-19045-x86, 0",
        "win10-22h2-19045-x64, 0",
        "win10-22h2-19045-x64, 1000",
        "win11-22h2-22621-x64, 1000"
    })
    void goesOnWithoutDescriptors(String table, String offset) {
        SegmentWork work = new SegmentWork(table).busy(OPERATIONS);
        Range segment =
                work.heap().segments().stream()
                        .filter(range -> range.size() == 0x10_0000)
                        .findFirst()
                        .orElseThrow();
        work.process().omit(segment.start() + Long.parseLong(offset, 16), PAGE);
        Recorder found = work.decode();
        assertThat(found.errors()).isEmpty();
        assertThat(found.rules()).contains("sh.absent");
        assertThat(found.gaps()).isNotEmpty();
        SegmentSums.assertWhole(found);
    }
}
