package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpSelector;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.memory.Absence;
import org.cairn.memory.SparseMemory;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/** One thing is broken in a heap: exactly that is reported, once. */
class BrokenHeapTest {
    private static final long BASE = 0xfdf1f000L;

    private final HeapImage heap = new HeapImage(BASE, 4);
    private final HeapImage.Block first = heap.regular(0xffc2, 0x10);
    private final HeapImage.Block free = heap.free(0x40);
    private final HeapImage.Block behind = heap.regular(0xffbf, 0x14);
    private final HeapImage.Block driver = heap.extended(0xff4c, 0x21a0, 0x1c4);
    private final HeapImage.Block second = heap.free(0x80);
    private final HeapImage.Block name = heap.regular(0xffc1, 0x24);

    BrokenHeapTest() {
        heap.finish();
    }

    @Test
    void nothingIsBroken() {
        assertThat(decode().anomalies).isEmpty();
    }

    @Test
    void aFreeBlockThatItsSuccessorCallsBusy() {
        heap.put(behind.address(), heap.get(behind.address()) & ~0x8000);
        assertThat(only("os2.prev-free"))
                .isEqualTo(
                        new Anomaly(
                                "os2.prev-free",
                                behind.address(),
                                Severity.ERROR,
                                Confidence.CERTAIN,
                                "block 0xfdf1f114 says that the block before it is busy, but"
                                        + " 0xfdf1f0d4 is free",
                                "free",
                                "busy",
                                "14 00 bf ff"));
    }

    @Test
    void aBusyBlockThatItsSuccessorCallsFree() {
        heap.put(driver.address(), heap.get(driver.address()) | 0x40000000);
        assertThat(only("os2.prev-free").address()).isEqualTo(driver.address());
    }

    @Test
    void aBoundaryTag() {
        heap.put(free.end() - 4, (int) first.address() | 2);
        Anomaly anomaly = only("os2.boundary-tag");
        assertThat(anomaly.address()).isEqualTo(free.end() - 4);
        assertThat(anomaly.expected()).isEqualTo("0xfdf1f0d6");
        assertThat(anomaly.actual()).isEqualTo("0xfdf1f0c6");
    }

    @Test
    void aLinkToNoBlock() {
        heap.put(free.address() + 4, 0x12345678);
        Anomaly anomaly = only("os2.free-link");
        assertThat(anomaly.address()).isEqualTo(free.address());
        assertThat(anomaly.actual()).isEqualTo("0x12345678");
    }

    @Test
    void aLinkToAnotherFreeBlock() {
        heap.put(second.address() + 8, (int) (BASE + 0x24));
        Anomaly anomaly = only("os2.free-link");
        assertThat(anomaly.address()).isEqualTo(second.address());
        assertThat(anomaly.expected()).isEqualTo("0xfdf1f0d4");
        assertThat(anomaly.actual()).isEqualTo("0xfdf1f024");
    }

    @Test
    void aLinkToABusyBlock() {
        heap.put(second.address() + 8, (int) name.address());
        assertThat(only("os2.free-link").address()).isEqualTo(second.address());
    }

    @Test
    void aSizeThatPassesTheEnd() {
        HeapImage.Block last = heap.blocks.get(heap.blocks.size() - 2);
        heap.put(last.address(), heap.get(last.address()) | 0x7ffc);
        Anomaly anomaly = only("os2.block-size");
        assertThat(anomaly.address()).isEqualTo(last.address());
        assertThat(anomaly.actual()).isEqualTo("0x7ffc");
    }

    @Test
    void aHeaderThatWasOverwritten() {
        heap.put(behind.address(), 0);
        RecordingSink sink = decode();
        assertThat(sink.rules()).containsExactly("os2.block-header");
        assertThat(sink.anomalies.get(0).summary())
                .isEqualTo("0xfdf1f114 is no block header; the preceding block is at 0xfdf1f0d4");
        assertThat(sink.gaps)
                .containsExactly(new RecordingSink.Range(behind.address(), 0x14, "corrupt"));
        assertThat(sink.at(driver.address()).facts()).isEqualTo("fdf1f128 extended 1c4 ff4c fsd5");
        assertThat(sink.at(driver.address()).isCertain()).isFalse();
        assertThat(sink.at(second.address()).isCertain()).isTrue();
        assertThat(sink.at(name.address()).flags()).isZero();
    }

    @Test
    void aSelectorThatMapsAnotherAddress() {
        DumpSelector selector = new DumpSelector(0x21a0, driver.address(), 0x1b0, "Code");
        RecordingSink sink = Kernel.of(heap.memory(), selector).resident();
        assertThat(sink.rules()).containsExactly("os2.selector");
        assertThat(sink.anomalies.get(0).address()).isEqualTo(driver.end() - 8);
        assertThat(sink.anomalies.get(0).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void theCountOfBlocks() {
        heap.put(BASE, heap.blocks.size() + 5);
        assertThat(only("os2.counts").address()).isEqualTo(BASE);
    }

    @Test
    void theCountOfFreeBlocks() {
        heap.put(BASE + 4, 1);
        Anomaly anomaly = only("os2.counts");
        assertThat(anomaly.expected()).isEqualTo("8 blocks, 3 free");
        assertThat(anomaly.actual()).isEqualTo("8 blocks, 1 free");
    }

    @Test
    void staleTagsAndHeadersAreNoAnomaly() {
        heap.put(name.end() - 4, (int) name.address() | 2);
        heap.put(second.address() + 0x20, 0xffe90040);
        heap.put(second.address() + 0x24, 0x201);
        assertThat(decode().anomalies).isEmpty();
    }

    @Test
    void aListThatGoesRoundInAHole() {
        heap.put(second.address() + 4, (int) free.address());
        heap.put(behind.address(), 0);
        assertThat(decode().blocks).anyMatch(block -> block.address() == name.address());
    }

    /** Whatever stands in memory, decoding ends and keeps to the contract. */
    @Test
    void noise() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            HeapImage image = HeapImage.random(BASE, 8, random);
            int broken = 1 + random.nextInt(200);
            for (int i = 0; i < broken; i++) {
                long address = BASE + HeapImage.FIRST + 4 * random.nextInt(0x1f00);
                image.put(address, random.nextBoolean() ? random.nextInt() : 0);
            }
            RecordingSink sink = Kernel.of(image.memory()).resident();
            assertThat(sink.blocks).isNotEmpty();
        }
        byte[] noise = new byte[1 << 20];
        new Random(7).nextBytes(noise);
        for (long address :
                new long[] {0x20001001, 0x7ff80003, 0xfff00000L, 0xffffffff_fff00000L}) {
            Kernel kernel =
                    Kernel.of(
                            SparseMemory.builder(Absence.NOT_CAPTURED)
                                    .bytes(address, MemorySegment.ofArray(noise))
                                    .build());
            List<RecordingSink.Block> found = kernel.resident().blocks;
            assertThat(found).allMatch(block -> block.has(BlockSink.FOUND_HINT));
            assertThat(kernel.swappable().blocks)
                    .allMatch(block -> block.has(BlockSink.FOUND_HINT));
        }
    }

    private RecordingSink decode() {
        return Kernel.of(heap.memory()).resident();
    }

    private Anomaly only(String rule) {
        RecordingSink sink = decode();
        assertThat(sink.rules()).containsExactly(rule);
        return sink.anomalies.get(0);
    }
}
