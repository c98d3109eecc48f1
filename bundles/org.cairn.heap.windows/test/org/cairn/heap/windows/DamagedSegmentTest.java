package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * One thing in the headers of a heap and its segments is wrong (H1), or what they count (H11): it
 * is reported once, and all blocks are found.
 */
final class DamagedSegmentTest {
    private static final String ALL = "org.cairn.heap.windows.DamageSample#all";
    private static final String OLD = "org.cairn.heap.windows.DamageSample#old";
    private static final String ENCODED = "org.cairn.heap.windows.DamageSample#encoded";
    private static final String SEGMENT = "_HEAP_SEGMENT";
    private static final long FAR = 0x7fff_1000;

    private static Anomaly only(DamageSample sample, int segment, String field, String rule) {
        return sample.only(rule, sample.segment(segment) + sample.offset(SEGMENT, field));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void noHeapSignature(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.heap().address(), "_HEAP", "Signature", 0x1234);
        Anomaly anomaly = sample.only("nt.heap", sample.head("Signature"));
        assertThat(anomaly.expected()).isEqualTo("0xeeffeeff");
        assertThat(anomaly.actual()).isEqualTo("0x1234");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void noSegmentSignature(String table) {
        DamageSample sample = new DamageSample(table);
        String field = sample.isOld() ? "Signature" : "SegmentSignature";
        sample.corrupt(sample.segment(1), SEGMENT, field, 0x1234);
        assertThat(only(sample, 1, field, "nt.segment").actual()).isEqualTo("0x1234");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void wrongHeapOfASegment(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.segment(1), SEGMENT, "Heap", 0x1000);
        assertThat(only(sample, 1, "Heap", "nt.segment").actual()).isEqualTo("0x1000");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void wrongBaseOfASegment(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.segment(1), SEGMENT, "BaseAddress", 0x1000);
        assertThat(only(sample, 1, "BaseAddress", "nt.segment").actual()).isEqualTo("0x1000");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void firstEntryOutsideOfItsSegment(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.segment(1), SEGMENT, "FirstEntry", 0x1000);
        only(sample, 1, "FirstEntry", "nt.segment");
    }

    /** Other segments lie between the segment and where it says that it ends. */
    @ParameterizedTest
    @MethodSource(ALL)
    void segmentThatEndsFarAway(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.segment(0), SEGMENT, "LastValidEntry", sample.segment(0) + FAR);
        only(sample, 0, "LastValidEntry", "nt.segment");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void segmentThatEndsInsideOfAPage(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.segment(0), SEGMENT, "LastValidEntry", sample.segment(0) + 0x3218);
        only(sample, 0, "LastValidEntry", "nt.segment");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void wrongNumberOfPages(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.segment(1), SEGMENT, "NumberOfPages", 0x12345);
        only(sample, 1, "NumberOfPages", "nt.segment");
    }

    @ParameterizedTest
    @MethodSource(OLD)
    void segmentThatIsListedTwice(String table) {
        DamageSample sample = new DamageSample(table);
        long slot = sample.head("Segments") + 2L * sample.pointer();
        sample.corrupt(slot, sample.pointer(), sample.segment(1));
        sample.only("nt.segment", slot);
    }

    @ParameterizedTest
    @MethodSource(ENCODED)
    void listOfSegmentsThatIsBroken(String table) {
        DamageSample sample = new DamageSample(table);
        long node = sample.segment(1) + sample.offset(SEGMENT, "SegmentListEntry");
        sample.corrupt(node, "_LIST_ENTRY", "Flink", 0x4141_4141);
        sample.only("nt.list", node);
    }

    /** Where the range is, nothing is known: that is a gap. */
    @ParameterizedTest
    @MethodSource(ALL)
    void uncommittedRangeOutsideOfItsSegment(String table) {
        DamageSample sample = new DamageSample(table);
        long descriptor = descriptor(sample);
        sample.corrupt(descriptor, range(sample), "Address", 0x10_0000);
        // The block that holds the descriptor is no longer known as one that does.
        long holder = sample.isOld() ? descriptor : descriptor - sample.work().unit();
        sample.only("nt.ucr", descriptor, holder);
    }

    /** A range that begins too early hides no blocks: their pages are in the dump. */
    @ParameterizedTest
    @MethodSource(ALL)
    void uncommittedRangeThatBeginsTooEarly(String table) {
        for (long pages : new long[] {1, 4}) {
            DamageSample sample = new DamageSample(table);
            long descriptor = descriptor(sample);
            long bytes = pages * 0x1000;
            int size = sample.offset(range(sample), "Size");
            int address = sample.offset(range(sample), "Address");
            long start = sample.pointerAt(descriptor + address);
            long length = sample.pointerAt(descriptor + size);
            sample.corrupt(descriptor, range(sample), "Address", start - bytes);
            sample.corrupt(descriptor, range(sample), "Size", length + bytes);
            Anomaly anomaly = sample.only("nt.ucr", descriptor);
            assertThat(anomaly.expected())
                    .isEqualTo(
                            "within "
                                    + Addresses.hex(start)
                                    + " and "
                                    + Addresses.hex(start + length));
        }
    }

    @ParameterizedTest
    @MethodSource(ENCODED)
    void listOfUncommittedRangesThatIsBroken(String table) {
        DamageSample sample = new DamageSample(table);
        long node = descriptor(sample) + sample.offset(range(sample), "SegmentEntry");
        sample.corrupt(node, "_LIST_ENTRY", "Flink", 0x4141_4141);
        sample.only("nt.list", node);
    }

    private static String range(DamageSample sample) {
        return sample.isOld() ? "_HEAP_UNCOMMMTTED_RANGE" : "_HEAP_UCR_DESCRIPTOR";
    }

    /** The descriptor of the uncommitted range of the second segment. */
    private static long descriptor(DamageSample sample) {
        if (sample.isOld()) {
            return sample.pointerAt(
                    sample.segment(1) + sample.offset(SEGMENT, "UnCommittedRanges"));
        }
        List<ExpectedBlock> guards =
                sample.heap().blocks().stream()
                        .filter(block -> block.kind() == Kind.GUARD)
                        .filter(block -> block.address() > sample.segment(1))
                        .toList();
        assertThat(guards).hasSize(1);
        return guards.getFirst().userAddress();
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void wrongNumberOfUncommittedPages(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.segment(1), SEGMENT, "NumberOfUnCommittedPages", 3);
        assertThat(only(sample, 1, "NumberOfUnCommittedPages", "nt.counts").expected())
                .isEqualTo("3");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void wrongNumberOfUncommittedRanges(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.segment(1), SEGMENT, "NumberOfUnCommittedRanges", 7);
        assertThat(only(sample, 1, "NumberOfUnCommittedRanges", "nt.counts").expected())
                .isEqualTo("7");
    }

    @ParameterizedTest
    @MethodSource(ENCODED)
    void wrongNumberOfSegments(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.head("Counters"), "_HEAP_COUNTERS", "TotalSegments", 4);
        Anomaly anomaly = counted(sample, "TotalSegments");
        assertThat(anomaly.expected()).isEqualTo("4");
        assertThat(anomaly.actual()).isEqualTo("2");
    }

    @ParameterizedTest
    @MethodSource(ENCODED)
    void wrongNumberOfRanges(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.head("Counters"), "_HEAP_COUNTERS", "TotalUCRs", 9);
        assertThat(counted(sample, "TotalUCRs").expected()).isEqualTo("9");
    }

    private static Anomaly counted(DamageSample sample, String counter) {
        return sample.only(
                "nt.counts", sample.head("Counters") + sample.offset("_HEAP_COUNTERS", counter));
    }
}
