package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.cairn.testkit.LfhWriter;
import org.cairn.testkit.NtHeapWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/**
 * Blocks on {@code _HEAP_SUBSEGMENT.DelayFreeList}, healthy and damaged. The list's head is at 0x10
 * of the subsegment on x64 (the address at 0x18), at 8 on x86.
 */
final class DelayedFreesTest {
    private static final String WIN8_86 = "win8-x86";
    private static final String WIN81 = "win81-x64";
    private static final String WIN10_86 = "win10-22h2-19045-x86";
    private static final String WIN10 = "win10-22h2-19045-x64";
    private static final String WIN11 = "win11-22h2-22621-x64";
    private static final int SIZE = 0x50;
    private static final int BLOCKS = 40;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    /** A heap with two containers: in the first one three frees wait. */
    private static final class Sample {
        private final Workload work;
        private final NtHeapWriter heap;
        private final LfhWriter container;
        private final List<Long> waiting = new ArrayList<>();

        Sample(String table) {
            work = new Workload(table);
            heap = work.heap(HeapOptions.GROWABLE.with(FrontEnd.LFH));
            List<Long> users = new ArrayList<>();
            container = heap.container(SIZE, BLOCKS);
            LfhWriter other = heap.container(SIZE, BLOCKS);
            for (int i = 0; i < BLOCKS / 2; i++) {
                users.add(container.allocate(SIZE - work.unit() - i % 5));
                other.allocate(SIZE - work.unit());
            }
            container.free(users.get(3));
            for (int i : new int[] {5, 12, 1}) {
                container.delay(users.get(i));
                waiting.add(users.get(i));
            }
        }

        long entry(int index) {
            return waiting.get(index) - work.unit();
        }

        /** Where the address of the first block of the list stands. */
        long head() {
            return container.subsegment() + (work.isWide() ? 0x18 : 8);
        }

        void set(long at, long value) {
            byte[] word = new byte[work.isWide() ? Long.BYTES : Integer.BYTES];
            for (int i = 0; i < word.length; i++) {
                word[i] = (byte) (value >>> i * Byte.SIZE);
            }
            work.process().corrupt(at, word);
        }
    }

    private Recorder decode(Sample sample) {
        DecodeContext context = sample.work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        return found;
    }

    private static void assertWaiting(Recorder found, long entry) {
        Recorder.Block block = found.at(entry);
        assertThat(block.state()).isEqualTo(BlockState.FREE);
        assertThat(block.has(BlockSink.CACHED)).isTrue();
        assertThat(block.kind()).isEqualTo("LFH");
    }

    private static Anomaly only(Recorder found) {
        assertThat(found.rules()).containsExactly("nt.lfh-delay-free");
        return found.anomalies().getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN8_86, WIN81, WIN10_86, WIN10, WIN11})
    void areFreeAndCached(String table) {
        Sample sample = new Sample(table);
        Recorder found = decode(sample);
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.gaps()).isEmpty();
        List<ExpectedBlock> expected = sample.heap.blocks();
        assertThat(found.blocks()).hasSize(expected.size());
        for (ExpectedBlock block : expected) {
            Recorder.Block actual = found.at(block.address());
            assertThat(actual.userAddress()).isEqualTo(block.userAddress());
            assertThat(actual.userSize()).isEqualTo(block.userSize());
            assertThat(actual.state()).isEqualTo(block.state());
        }
        assertThat(
                        found.blocks().values().stream()
                                .filter(block -> block.has(BlockSink.CACHED))
                                .map(Recorder.Block::userAddress))
                .containsExactlyInAnyOrderElementsOf(sample.waiting);
        DecodeContext context = sample.work.context();
        assertThat(decoder.describe(decoder.locate(context).getFirst(), sample.entry(0), context))
                .extracting(FieldValue::name, FieldValue::value)
                .contains(
                        tuple(
                                "_HEAP_SUBSEGMENT.DelayFreeList",
                                "3 waiting, first " + Addresses.hex(sample.waiting.get(2))));
    }

    /** The header of such a block may say free already: not known, so both are right. */
    @ParameterizedTest
    @ValueSource(strings = {WIN10_86, WIN10})
    void mayHaveAFreeHeader(String table) {
        Sample sample = new Sample(table);
        sample.work.process().corrupt(sample.entry(1) + sample.work.unit() - 1, (byte) 0x80);
        Recorder found = decode(sample);
        assertThat(found.anomalies()).isEmpty();
        assertWaiting(found, sample.entry(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN10_86, WIN10})
    void cycle(String table) {
        Sample sample = new Sample(table);
        long last = sample.waiting.get(0);
        sample.set(last, sample.waiting.get(1));
        Recorder found = decode(sample);
        Anomaly anomaly = only(found);
        assertThat(anomaly.address()).isEqualTo(last);
        assertThat(anomaly.summary()).contains("a second time");
        assertThat(anomaly.actual()).isEqualTo(Addresses.hex(sample.waiting.get(1)));
        for (int i = 0; i < sample.waiting.size(); i++) {
            assertWaiting(found, sample.entry(i));
        }
        assertThat(found.blocks()).hasSameSizeAs(sample.heap.blocks());
    }

    /** An address inside of a block, one of another container, a block that is free. */
    @ParameterizedTest
    @ValueSource(ints = {0x10, SIZE * BLOCKS * 2, -1})
    void leadsAstray(int distance) {
        Sample sample = new Sample(WIN10);
        long middle = sample.waiting.get(1);
        long wrong = distance == -1 ? free(sample) + sample.work.unit() : middle + distance;
        sample.set(middle, wrong);
        Recorder found = decode(sample);
        Anomaly anomaly = only(found);
        assertThat(anomaly.address()).isEqualTo(middle);
        assertThat(anomaly.actual()).isEqualTo(Addresses.hex(wrong));
        assertWaiting(found, sample.entry(2));
        assertWaiting(found, sample.entry(1));
        assertThat(found.at(sample.entry(0)).state()).isEqualTo(BlockState.BUSY);
    }

    private static long free(Sample sample) {
        int index = 0;
        while (sample.container.isBusy(index)) {
            index++;
        }
        return sample.container.block(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN10_86, WIN10})
    void wrongDepth(String table) {
        Sample sample = new Sample(table);
        long head = sample.container.subsegment() + (sample.work.isWide() ? 0x10 : 8);
        sample.work.process().corrupt(head + (sample.work.isWide() ? 0 : 4), (byte) 9);
        Recorder found = decode(sample);
        Anomaly anomaly = only(found);
        assertThat(anomaly.address()).isEqualTo(head);
        assertThat(anomaly.expected()).isEqualTo("3 blocks");
        assertThat(anomaly.actual()).isEqualTo("Depth 9");
        assertWaiting(found, sample.entry(0));
    }

    /** A header that is overwritten is told; the list still says what became of the block. */
    @ParameterizedTest
    @ValueSource(strings = {WIN10_86, WIN10})
    void overwrittenHeader(String table) {
        Sample sample = new Sample(table);
        int spill = sample.work.isWide() ? 8 : 0;
        sample.work.process().corrupt(sample.entry(0) + spill, (byte) 0x41, (byte) 0x41);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.lfh-header");
        assertWaiting(found, sample.entry(0));
        assertThat(found.at(sample.entry(0)).has(BlockSink.INFERRED)).isTrue();
    }

    /** The head of the list names no block: all of them count as busy. */
    @ParameterizedTest
    @ValueSource(strings = {WIN10_86, WIN10})
    void damagedHead(String table) {
        Sample sample = new Sample(table);
        sample.set(sample.head(), sample.heap.address() + 0x41);
        Recorder found = decode(sample);
        assertThat(only(found).summary()).contains("no busy block");
        assertThat(found.at(sample.entry(0)).state()).isEqualTo(BlockState.BUSY);
    }
}
