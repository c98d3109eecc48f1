package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.PageHeapBlock;
import org.cairn.testkit.PageHeapWriter;
import org.cairn.testkit.PageHeapWriter.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What holds for every page heap, whatever a program did and whatever the dump lacks. */
final class PageHeapPropertiesTest {
    private static final int SEEDS = 5;
    private static final int OPERATIONS = 500;
    private static final long PAGE = 0x1000;

    static Stream<Arguments> heaps() {
        return Stream.of(
                        Arguments.of("winxp-sp3-x86", Kind.XP_X86),
                        Arguments.of("winvista-sp2-x86", Kind.VISTA_X86),
                        Arguments.of("win10-22h2-19045-x86", Kind.VISTA_X86),
                        Arguments.of("win7-sp1-x64", Kind.VISTA_X64),
                        Arguments.of("win10-22h2-19045-x64", Kind.VISTA_X64))
                .flatMap(
                        heap ->
                                LongStream.range(0, SEEDS)
                                        .mapToObj(
                                                seed ->
                                                        Arguments.of(
                                                                heap.get()[0],
                                                                heap.get()[1],
                                                                300 + seed)));
    }

    /** A page heap whose program did something at random. */
    private static final class Sample {
        private final Workload work;
        private final PageHeapWriter heap;

        Sample(String table, Kind kind, long seed) {
            work = new Workload(table);
            NtHeapWriter normal = work.heap(HeapOptions.GROWABLE);
            heap = work.process().pageHeap(normal.address() + 0x100_0000, kind, normal);
            Random random = new Random(seed);
            List<Long> busy = new ArrayList<>();
            List<Long> freed = new ArrayList<>();
            for (int i = 0; i < OPERATIONS; i++) {
                int dice = random.nextInt(100);
                if (dice < 60 || busy.isEmpty()) {
                    busy.add(heap.allocate(1 + random.nextInt(dice == 0 ? 0x2_0000 : 9000), 0));
                } else if (dice < 90) {
                    long user = busy.remove(random.nextInt(busy.size()));
                    if (dice % 3 == 0) {
                        heap.freeVisibly(user);
                    } else {
                        heap.free(user);
                    }
                    freed.add(user);
                } else if (!freed.isEmpty()) {
                    heap.release(freed.remove(random.nextInt(freed.size())));
                }
            }
        }

        Recorder decode() {
            PageHeapDecoder decoder = new PageHeapDecoder();
            DecodeContext context = work.context();
            HeapRoot root = decoder.locate(context).getFirst();
            Recorder found = new Recorder();
            decoder.decode(root, context, found);
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("heaps")
    void sumOfPartsIsWhatIsReserved(String table, Kind kind, long seed) {
        Sample sample = new Sample(table, kind, seed);
        Recorder found = sample.decode();
        PageHeapDecoderTest.compare(found, sample.heap);
        assertThat(found.blocks(BlockState.FREE)).hasSizeGreaterThan(20);
        SegmentSums.assertWhole(found);
    }

    /** Pages of blocks and of nodes are not in the dump. */
    @ParameterizedTest
    @MethodSource("heaps")
    void sumOfPartsIsWhatIsReservedWithAbsentPages(String table, Kind kind, long seed) {
        Sample sample = new Sample(table, kind, seed);
        Random random = new Random(seed);
        List<PageHeapBlock> blocks =
                sample.heap.blocks().stream()
                        .filter(block -> block.state() != BlockState.FREE)
                        .filter(block -> block.address() > sample.heap.address() + PAGE)
                        .toList();
        for (int i = 0; i < 6; i++) {
            sample.work.process().omit(blocks.get(random.nextInt(blocks.size())).address(), PAGE);
        }
        Recorder found = sample.decode();
        assertThat(found.errors()).isEmpty();
        SegmentSums.assertWhole(found);
    }

    /** Bytes of nodes and blocks are wrong. */
    @ParameterizedTest
    @MethodSource("heaps")
    void sumOfPartsIsWhatIsReservedWithWrongBytes(String table, Kind kind, long seed) {
        Sample sample = new Sample(table, kind, seed);
        Random random = new Random(seed);
        List<PageHeapBlock> busy = sample.heap.busy();
        for (int i = 0; i < 20; i++) {
            PageHeapBlock block = busy.get(random.nextInt(busy.size()));
            byte[] noise = new byte[1 + random.nextInt(8)];
            random.nextBytes(noise);
            long node = sample.heap.node(block.userAddress()) + random.nextInt(0x30);
            boolean header = random.nextBoolean();
            sample.work.process().corrupt(header ? block.userAddress() - 16 : node, noise);
        }
        Recorder found = sample.decode();
        assertThat(found.anomalies()).isNotEmpty();
        SegmentSums.assertWhole(found);
    }
}
