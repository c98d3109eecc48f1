package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.cairn.testkit.NtHeapWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An NT heap to break one thing in: ten blocks of 0x100 bytes, of which every other one was freed,
 * some hundred blocks of other sizes in two segments, and one with memory of its own.
 */
final class DamageSample {
    private static final List<String> OLD = List.of("winxp-sp3-x86", "win2003-sp2-x64");
    private static final List<String> ENCODED =
            List.of(
                    "winvista-sp2-x64",
                    "win7-sp1-x86",
                    "win7-sp1-x64",
                    "win81-x64",
                    "win10-1607-14393-x86",
                    "win10-1903-18362-x64",
                    "win10-22h2-19045-x86",
                    "win11-22h2-22621-x64");
    private static final int TEN = 10;
    private static final int OTHERS = 900;
    private static final int LONG = 0x20_0000;

    private final NtHeapDecoder decoder = new NtHeapDecoder();
    private final Workload work;
    private final NtHeapWriter heap;
    private final List<ExpectedBlock> ten = new ArrayList<>();
    private final List<Long> others = new ArrayList<>();
    private final ExpectedBlock virtual;

    DamageSample(String table) {
        this(table, FrontEnd.NONE);
    }

    DamageSample(String table, FrontEnd front) {
        work = new Workload(table);
        heap = work.heap(HeapOptions.GROWABLE.withReserve(0x1_0000).with(front));
        List<Long> users = new ArrayList<>();
        for (int i = 0; i < TEN; i++) {
            users.add(heap.allocate(0x100));
        }
        for (int i = 0; i < OTHERS; i++) {
            others.add(heap.allocate(0x30 + i % 9 * 0x18));
        }
        long large = heap.allocate(LONG);
        for (int i = 1; i < TEN; i += 2) {
            heap.free(users.get(i));
        }
        users.forEach(user -> ten.add(block(user)));
        virtual = block(large);
        assertThat(virtual.kind()).isEqualTo(Kind.VIRTUAL);
        assertThat(heap.segments()).hasSize(2);
    }

    /** XP and 2003: plain headers. */
    static Stream<String> old() {
        return OLD.stream();
    }

    /** Vista to 11: encoded headers. */
    static Stream<String> encoded() {
        return ENCODED.stream();
    }

    /** Every family that is damaged. */
    static Stream<String> all() {
        return Stream.concat(old(), encoded());
    }

    Workload work() {
        return work;
    }

    NtHeapWriter heap() {
        return heap;
    }

    boolean isOld() {
        return work.isOld();
    }

    /** The block with some data. */
    ExpectedBlock block(long user) {
        return heap.blocks().stream()
                .filter(block -> block.userAddress() == user)
                .findFirst()
                .orElseThrow();
    }

    /** The n-th of ten blocks: even ones are busy, odd ones are free. */
    ExpectedBlock block(int n) {
        return ten.get(n);
    }

    /** The data of the n-th of the other blocks. */
    long other(int n) {
        return others.get(n);
    }

    /** The block with memory of its own. */
    ExpectedBlock virtual() {
        return virtual;
    }

    /** Where the list entry of a free block is. */
    long links(ExpectedBlock block) {
        return block.address() + work.unit();
    }

    long links(int n) {
        return links(block(n));
    }

    /** The address of a field of {@code _HEAP}. */
    long head(String field) {
        return heap.address() + work.heapOffset(field);
    }

    /** The head of the free list for a block. */
    long freeList(ExpectedBlock block) {
        return isOld() ? freeList(block.size() / work.unit()) : head("FreeLists");
    }

    /** The head of a free list of XP and 2003: those of 128 units and more are in the first. */
    long freeList(long units) {
        return head("FreeLists") + (units < 128 ? units : 0) * 2 * pointer();
    }

    /** The header of a segment. */
    long segment(int n) {
        boolean behindHeap = isOld() && n == 0;
        return behindHeap ? heap.blocks().get(1).address() : heap.segments().get(n).start();
    }

    int pointer() {
        return work.isWide() ? Long.BYTES : Integer.BYTES;
    }

    /** The offset of a field. */
    int offset(String type, String field) {
        return work.types().structure(type).offset(field);
    }

    /** The pointer at an address in the heap as it is now. */
    long pointerAt(long address) {
        var cursor = work.process().space().cursor();
        assertThat(cursor.seek(address, pointer())).isTrue();
        return cursor.pointer(0, pointer());
    }

    /** Overwrites a field. */
    void corrupt(long address, String type, String field, long value) {
        work.process().corrupt(address, type, field, value);
    }

    /** Overwrites a number. */
    void corrupt(long address, int bytes, long value) {
        byte[] number = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            number[i] = (byte) (value >>> i * Byte.SIZE);
        }
        work.process().corrupt(address, number);
    }

    /** Overwrites a field of a header; the checksum fits what is wrong. */
    void seal(ExpectedBlock block, String field, long value) {
        heap.overwrite(block.address(), field, value, true);
    }

    /** Links two list entries. */
    void link(long from, long to) {
        corrupt(from, pointer(), to);
        corrupt(to + pointer(), pointer(), from);
    }

    Recorder decode() {
        DecodeContext context = work.context();
        HeapRoot root = decoder.locate(context).getFirst();
        return decode(root, context);
    }

    Recorder decode(HeapRoot root, DecodeContext context) {
        Recorder found = new Recorder();
        decoder.decode(root, context, found);
        return found;
    }

    /** One rule is broken, once, in one place; all blocks but some are found as they were. */
    Anomaly only(String rule, long address, Long... except) {
        Recorder found = decode();
        Anomaly anomaly = only(found, rule, address);
        assertOthersFound(found, except);
        return anomaly;
    }

    static Anomaly only(Recorder found, String rule, long address) {
        assertThat(found.anomalies())
                .extracting(Anomaly::rule, any -> Long.toHexString(any.address()))
                .containsExactly(tuple(rule, Long.toHexString(address)));
        return found.anomalies().getFirst();
    }

    /** All blocks but some are found exactly, no others, and nothing is left over. */
    void assertOthersFound(Recorder found, Long... except) {
        Set<Long> broken = Set.of(except);
        List<Recorder.Block> expected =
                heap.blocks().stream()
                        .filter(block -> !broken.contains(block.address()))
                        .map(NtHeapDecoderTest::expected)
                        .toList();
        assertThat(found.blocks().values())
                .filteredOn(block -> !broken.contains(block.address()))
                .extracting(DamageSample::withoutFound)
                .containsExactlyElementsOf(expected);
        SegmentSums.assertWhole(found);
    }

    /** A block, whether it was found by walking or by scanning. */
    private static Recorder.Block withoutFound(Recorder.Block block) {
        return new Recorder.Block(
                block.address(),
                block.size(),
                block.userAddress(),
                block.userSize(),
                block.state(),
                block.kind(),
                block.flags() & ~BlockSink.FOUND_STRONG);
    }
}
