package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Comparator;

/**
 * H13: a virtual block that claims more memory than it can have. It is told at the block; the block
 * and all others are found, and no address is counted twice.
 */
final class VirtualBlockExtentTest {
    private static final String ALL = "org.cairn.heap.windows.DamageSample#all";
    private static final String NODE = "_HEAP_VIRTUAL_ALLOC_ENTRY";
    private static final long LARGE = 0x20_0000;

    private static void reserve(DamageSample sample, ExpectedBlock block, long bytes) {
        sample.corrupt(block.address(), NODE, "ReserveSize", bytes);
        Anomaly anomaly = sample.only("nt.virtual-block", block.address());
        assertThat(anomaly.expected())
                .isEqualTo("ReserveSize in pages, up to " + Addresses.hex(block.size()));
        assertThat(anomaly.actual()).isEqualTo(Addresses.hex(bytes));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void mostOfTheAddressSpace(String table) {
        DamageSample sample = new DamageSample(table);
        long bytes = sample.pointer() == Long.BYTES ? 0x7000_0000_0000_0000L : 0xf000_0000L;
        reserve(sample, sample.virtual(), bytes);
    }

    /** The block's end lies before its beginning. */
    @ParameterizedTest
    @MethodSource(ALL)
    void roundTheAddressSpace(String table) {
        DamageSample sample = new DamageSample(table);
        long bytes = sample.pointer() == Long.BYTES ? 0x9000_0000_0000_0000L : 0xffff_f000L;
        reserve(sample, sample.virtual(), bytes);
    }

    /** The next virtual blocks are not blamed. */
    @ParameterizedTest
    @MethodSource(ALL)
    void intoTheNextVirtualBlock(String table) {
        DamageSample sample = new DamageSample(table);
        sample.heap().allocate(LARGE);
        sample.heap().allocate(LARGE);
        reserve(sample, sample.virtual(), 3 * LARGE);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void intoTheNextSegment(String table) {
        DamageSample sample = new DamageSample(table);
        while (sample.heap().segments().size() == 2) {
            sample.heap().allocate(0x200);
        }
        long segment =
                sample.heap().segments().stream()
                        .map(stretch -> stretch.start())
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        assertThat(segment).isGreaterThan(sample.virtual().address());
        reserve(sample, sample.virtual(), segment - sample.virtual().address() + 0x3000);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void insideOfAPage(String table) {
        DamageSample sample = new DamageSample(table);
        long bytes = sample.virtual().size() + 0x28;
        reserve(sample, sample.virtual(), bytes);
    }
}
