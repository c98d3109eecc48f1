package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * H12: {@code _HEAP} does not lead to its lookaside lists. The field is told, once, and the blocks
 * that wait on the lists are found as free.
 */
final class LookasideTableTest {
    private static final String OLD = "org.cairn.heap.windows.DamageSample#old";

    private static DamageSample parked(String table) {
        DamageSample sample = new DamageSample(table, FrontEnd.LOOKASIDE);
        for (int i = 0; i < 20; i++) {
            sample.heap().cache(sample.other(i));
        }
        return sample;
    }

    private static long lists(DamageSample sample) {
        return sample.heap().blocks().stream()
                .filter(block -> block.kind() == Kind.TABLE)
                .findFirst()
                .orElseThrow()
                .userAddress();
    }

    private static void type(String table, int value) {
        DamageSample sample = parked(table);
        sample.corrupt(sample.heap().address(), "_HEAP", "FrontEndHeapType", value);
        Anomaly anomaly = sample.only("nt.lookaside", sample.head("FrontEndHeapType"));
        assertThat(anomaly.expected()).isEqualTo("0x1");
        assertThat(anomaly.actual()).isEqualTo(Addresses.hex(value));
    }

    @ParameterizedTest
    @MethodSource(OLD)
    void noType(String table) {
        type(table, 0);
    }

    @ParameterizedTest
    @MethodSource(OLD)
    void typeOfTheLowFragmentationHeap(String table) {
        type(table, 2);
    }

    private static void address(DamageSample sample, long value) {
        sample.corrupt(sample.heap().address(), "_HEAP", "FrontEndHeap", value);
        Anomaly anomaly = sample.only("nt.lookaside", sample.head("FrontEndHeap"));
        assertThat(anomaly.expected()).isEqualTo(Addresses.hex(lists(sample)));
        assertThat(anomaly.actual()).isEqualTo(Addresses.hex(value));
    }

    @ParameterizedTest
    @MethodSource(OLD)
    void noAddress(String table) {
        address(parked(table), 0);
    }

    @ParameterizedTest
    @MethodSource(OLD)
    void addressOfABlock(String table) {
        DamageSample sample = parked(table);
        address(sample, sample.other(40));
    }

    @ParameterizedTest
    @MethodSource(OLD)
    void addressWhereNothingIs(String table) {
        address(parked(table), 0x4141_0000);
    }
}
