package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.memory.Addresses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One link of a list leads to the wrong list entry. The list is known from both of its ends, so
 * that nothing is lost; the link is told and nothing else.
 */
final class CutListTest {
    private static final String ALL = "org.cairn.heap.windows.DamageSample#all";
    private static final String ENCODED = "org.cairn.heap.windows.DamageSample#encoded";

    /** The link at an address is replaced; all blocks are found, and the right one is named. */
    private static void cut(DamageSample sample, String rule, long at, long wrong) {
        long right = sample.pointerAt(at);
        sample.corrupt(at, sample.pointer(), wrong);
        Anomaly anomaly = sample.only(rule, at);
        assertThat(anomaly.expected()).isEqualTo(Addresses.hex(right));
        assertThat(anomaly.actual()).isEqualTo(Addresses.hex(wrong));
    }

    /** H1: the list of segments seems to be empty. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void noSegments(String table) {
        DamageSample sample = new DamageSample(table);
        cut(sample, "nt.list", sample.head("SegmentList"), sample.head("SegmentList"));
    }

    /** H1: the first of two segments is left out. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void noFirstSegment(String table) {
        DamageSample sample = new DamageSample(table);
        long second = sample.pointerAt(sample.pointerAt(sample.head("SegmentList")));
        cut(sample, "nt.list", sample.head("SegmentList"), second);
    }

    /** H1: the list of segments is empty, consistently; TotalSegments knows better. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void noSegmentsInBothDirections(String table) {
        DamageSample sample = new DamageSample(table);
        long head = sample.head("SegmentList");
        sample.corrupt(head + sample.pointer(), sample.pointer(), head);
        cut(sample, "nt.list", head, head);
    }

    /** H1: the list of segments ends before the last one, consistently. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void noLastSegmentInBothDirections(String table) {
        DamageSample sample = new DamageSample(table);
        long head = sample.head("SegmentList");
        long first = sample.pointerAt(head);
        sample.corrupt(head + sample.pointer(), sample.pointer(), first);
        cut(sample, "nt.list", first, head);
    }

    /** H13: the list of four virtual blocks seems to be empty. */
    @ParameterizedTest
    @MethodSource(ALL)
    void noVirtualBlocks(String table) {
        DamageSample sample = new DamageSample(table);
        for (int i = 0; i < 3; i++) {
            sample.heap().allocate(0x20_0000);
        }
        long head = sample.head("VirtualAllocdBlocks");
        cut(sample, "nt.list", head, head);
    }

    /** H7: a free list ends early. */
    @ParameterizedTest
    @MethodSource(ALL)
    void freeListThatEndsEarly(String table) {
        DamageSample sample = new DamageSample(table);
        long list = sample.freeList(sample.block(3));
        cut(sample, "nt.free-list-link", sample.links(3), list);
    }

    /** H7: a free entry leads to itself. */
    @ParameterizedTest
    @MethodSource(ALL)
    void freeEntryThatLeadsToItself(String table) {
        DamageSample sample = new DamageSample(table);
        cut(sample, "nt.free-list-link", sample.links(3), sample.links(3));
    }

    /** H7: a free entry leads to a busy block: that one is not to blame. */
    @ParameterizedTest
    @MethodSource(ALL)
    void freeEntryThatLeadsToABusyBlock(String table) {
        DamageSample sample = new DamageSample(table);
        cut(sample, "nt.free-list-link", sample.links(3), sample.links(4));
    }

    /** H7: a free entry leads to where nothing is: no memory of the heap is missing. */
    @ParameterizedTest
    @MethodSource(ALL)
    void freeEntryThatLeadsToNothing(String table) {
        DamageSample sample = new DamageSample(table);
        cut(sample, "nt.free-list-link", sample.links(3), 0x4141_0000);
    }

    /** H7: both links of a free entry are overwritten; its neighbours lead to it. */
    @ParameterizedTest
    @MethodSource(ALL)
    void bothLinksOverwritten(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.links(3), sample.pointer(), 0x4141_4141);
        sample.corrupt(sample.links(3) + sample.pointer(), sample.pointer(), 0x4141_4141);
        sample.only("nt.free-list-link", sample.links(3) + sample.pointer());
    }

    /** H7: the link back of the head alone; the way forward is whole. */
    @ParameterizedTest
    @MethodSource(ALL)
    void linkBackOfTheHead(String table) {
        DamageSample sample = new DamageSample(table);
        long at = sample.freeList(sample.block(3)) + sample.pointer();
        cut(sample, "nt.free-list-link", at, sample.links(3));
    }
}
