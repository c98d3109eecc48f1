package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One header in a heap is wrong (H2 to H6): it is reported once, and all other blocks are found.
 */
final class DamagedEntryTest {
    private static final String ALL = "org.cairn.heap.windows.DamageSample#all";
    private static final String OLD = "org.cairn.heap.windows.DamageSample#old";
    private static final String ENCODED = "org.cairn.heap.windows.DamageSample#encoded";
    private static final int PAGE = 0x1000;

    /** H2. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void brokenChecksum(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(4);
        sample.heap().overwrite(block.address(), "SmallTagIndex", 0x55, false);
        Recorder found = sample.decode();
        Anomaly anomaly = DamageSample.only(found, "nt.checksum", block.address());
        assertThat(anomaly.actual()).isEqualTo("0x55");
        assertThat(anomaly.evidence()).hasSize(16 * 3 - 1);
        int unit = sample.work().unit();
        assertThat(anomaly.summary())
                .endsWith(
                        "by its neighbours it has Size "
                                + Addresses.hex(block.size() / unit)
                                + ", PreviousSize "
                                + Addresses.hex(sample.block(3).size() / unit));
        sample.assertOthersFound(found, block.address());
        Recorder.Block inferred = found.at(block.address());
        assertThat(inferred.has(BlockSink.INFERRED)).isTrue();
        assertThat(inferred.size()).isEqualTo(block.size());
        assertThat(inferred.state()).isEqualTo(BlockState.BUSY);
    }

    /** H2: an overrun of text into the header behind. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void overrun(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(4);
        sample.work().process().corrupt(block.address(), "overrun by text!".getBytes());
        Recorder found = sample.decode();
        DamageSample.only(found, "nt.checksum", block.address());
        sample.assertOthersFound(found, block.address());
        assertThat(found.at(block.address()).size()).isEqualTo(block.size());
        assertThat(found.anomalies().getFirst().summary())
                .contains("may have overrun, is " + Addresses.hex(sample.block(3).address()));
    }

    /** H2: the free list knows the block. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void brokenHeaderOfAFreeEntry(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(5);
        sample.heap().overwrite(block.address(), "SmallTagIndex", 0x55, false);
        Recorder found = sample.decode();
        DamageSample.only(found, "nt.checksum", block.address());
        sample.assertOthersFound(found, block.address());
        assertThat(found.blocks(BlockState.FREE))
                .filteredOn(actual -> actual.has(BlockSink.INFERRED))
                .extracting(Recorder.Block::address)
                .containsExactly(block.address());
    }

    /** H2, H3: an overrun into the header of a free block; the list still leads to the block. */
    @ParameterizedTest
    @MethodSource(ALL)
    void overrunIntoTheHeaderOfAFreeEntry(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(5);
        sample.work()
                .process()
                .corrupt(block.address(), "A".repeat(sample.work().unit()).getBytes());
        Recorder found = sample.decode();
        DamageSample.only(found, sample.isOld() ? "nt.size" : "nt.checksum", block.address());
        assertFree(sample, found, block);
    }

    /** H2, H3, H7: the same on into the links; both neighbours on the list lead to the block. */
    @ParameterizedTest
    @MethodSource(ALL)
    void overrunIntoTheLinksOfAFreeEntry(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(5);
        int bytes = 3 * sample.work().unit();
        sample.work().process().corrupt(block.address(), "A".repeat(bytes).getBytes());
        Recorder found = sample.decode();
        assertThat(found.rules())
                .containsExactlyInAnyOrder(
                        sample.isOld() ? "nt.size" : "nt.checksum", "nt.free-list-link");
        assertFree(sample, found, block);
    }

    private static void assertFree(DamageSample sample, Recorder found, ExpectedBlock block) {
        sample.assertOthersFound(found, block.address());
        assertThat(found.at(block.address()).size()).isEqualTo(block.size());
        assertThat(found.at(block.address()).state()).isEqualTo(BlockState.FREE);
        assertThat(found.at(block.address()).has(BlockSink.INFERRED)).isTrue();
    }

    /** H2: a page of zeros; what began in it is lost, what begins behind is found. */
    @ParameterizedTest
    @MethodSource(ALL)
    void zeroedPage(String table) {
        DamageSample sample = new DamageSample(table);
        long page = sample.heap().segments().get(1).start() + 3 * PAGE;
        sample.work().process().corrupt(page, new byte[PAGE]);
        Long[] lost =
                sample.heap().blocks().stream()
                        .map(ExpectedBlock::address)
                        .filter(at -> at >= page - Long.BYTES && at < page + PAGE)
                        .toArray(Long[]::new);
        assertThat(lost).hasSizeGreaterThan(10);
        sample.only("nt.zeroed", lost[0], lost);
    }

    /** H3. */
    @ParameterizedTest
    @MethodSource(ALL)
    void sizeOfNothing(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(4);
        sample.seal(block, "Size", 0);
        Anomaly anomaly = sample.only("nt.size", block.address(), block.address());
        assertThat(anomaly.expected())
                .isEqualTo("Size " + Addresses.hex(block.size() / sample.work().unit()));
    }

    /** H3. */
    @ParameterizedTest
    @MethodSource(ALL)
    void sizeBeyondTheEnd(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(4);
        sample.seal(block, "Size", 0xfff0);
        Recorder found = sample.decode();
        DamageSample.only(found, "nt.size", block.address());
        sample.assertOthersFound(found, block.address());
        assertThat(found.at(block.address()).size()).isEqualTo(block.size());
    }

    /** H3: without checksums the header that a wrong size leads to is not to blame. */
    @ParameterizedTest
    @MethodSource(OLD)
    void sizeThatLeadsIntoAnotherBlock(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(4);
        sample.seal(block, "Size", 0x30);
        sample.only("nt.size", block.address(), block.address());
    }

    /**
     * H3: a wrong size whose checksum fits is to blame, not the header that it leads to, wherever
     * it leads: into the block itself, into the one behind, or past whole blocks to another entry.
     */
    @ParameterizedTest
    @MethodSource(ALL)
    void wrongSizeThatIsSealed(String table) {
        int unit = new DamageSample(table).work().unit();
        DamageSample whole = new DamageSample(table);
        long past = (whole.block(7).address() - whole.block(4).address()) / unit;
        long right = whole.block(4).size() / unit;
        for (long units : new long[] {2, right - 1, right + 1, past - 3, past}) {
            DamageSample sample = new DamageSample(table);
            ExpectedBlock block = sample.block(4);
            sample.seal(block, "Size", units);
            Recorder found = sample.decode();
            Anomaly anomaly = DamageSample.only(found, "nt.size", block.address());
            assertThat(anomaly.expected()).isEqualTo("Size " + Addresses.hex(right));
            assertThat(anomaly.summary())
                    .endsWith(
                            "the next entry is at "
                                    + Addresses.hex(block.address() + block.size()));
            sample.assertOthersFound(found, block.address());
            assertThat(found.at(block.address()).size()).isEqualTo(block.size());
        }
    }

    /** H3: the same with a free block, which goes on being free. */
    @ParameterizedTest
    @MethodSource(ALL)
    void wrongSizeOfAFreeEntry(String table) {
        for (int i = 1; i < 10; i += 2) {
            DamageSample sample = new DamageSample(table);
            ExpectedBlock block = sample.block(i);
            sample.seal(block, "Size", block.size() / sample.work().unit() + 2);
            Recorder found = sample.decode();
            DamageSample.only(found, "nt.size", block.address());
            sample.assertOthersFound(found, block.address());
            assertThat(found.at(block.address()).state()).isEqualTo(BlockState.FREE);
        }
    }

    /** H4. */
    @ParameterizedTest
    @MethodSource(ALL)
    void wrongPreviousSize(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(4);
        sample.seal(block, "PreviousSize", 0x7);
        Anomaly anomaly = sample.only("nt.previous-size", block.address());
        assertThat(anomaly.actual()).isEqualTo("0x7");
        assertThat(anomaly.expected())
                .isEqualTo(
                        "PreviousSize "
                                + Addresses.hex(sample.block(3).size() / sample.work().unit()));
    }

    /** H5: in the first segment and in another one. */
    @ParameterizedTest
    @MethodSource(ALL)
    void wrongSegment(String table) {
        String field = table.contains("xp") || table.contains("2003") ? "Index" : "Offset";
        DamageSample first = new DamageSample(table);
        first.seal(first.block(4), "Segment" + field, 9);
        first.only("nt.segment-offset", first.block(4).address());
        DamageSample second = new DamageSample(table);
        ExpectedBlock block = second.block(second.other(800));
        second.seal(block, "Segment" + field, 9);
        second.only("nt.segment-offset", block.address());
    }

    /** H6. */
    @ParameterizedTest
    @MethodSource(ALL)
    void moreUnusedBytesThanBytes(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(sample.other(0));
        sample.seal(block, "UnusedBytes", 0xfe);
        Recorder found = sample.decode();
        DamageSample.only(found, "nt.unused-bytes", block.address());
        sample.assertOthersFound(found, block.address());
        assertThat(found.at(block.address()).state()).isEqualTo(BlockState.BUSY);
    }
}
