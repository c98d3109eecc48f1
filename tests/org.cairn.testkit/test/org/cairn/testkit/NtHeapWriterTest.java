package org.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Heaps in all layouts, walked by a reader that shares no code with the writer. */
final class NtHeapWriterTest {
    private static final long SEED = 4711;
    private static final int OPERATIONS = 3000;

    static Stream<String> tables() {
        return new ShippedTypes()
                .tables().stream()
                        .filter(id -> id.family().equals("windows"))
                        .map(TypeTable.Id::name)
                        .filter(name -> !name.startsWith("ntdll"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void laysOutABusyHeap(String table) {
        TypeTable types = new ShippedTypes().named(table).orElseThrow();
        boolean wide = types.id().architecture() == Architecture.X64;
        SyntheticProcess process =
                new SyntheticProcess(types, wide ? 0x7ff5_1234_5000L : 0x7ffd_f000, 1000, SEED);
        long where = wide ? 0x1c9_785d_0000L : 0x15_0000;
        HeapOptions first = HeapWork.options(types);
        HeapOptions small = HeapOptions.GROWABLE.withReserve(0x1_0000).withVirtualThreshold(0x800);
        List<HeapWork> heaps =
                List.of(
                        new HeapWork(process, process.heap(where, first), 1).run(OPERATIONS),
                        new HeapWork(process, process.heap(where, small), 2).run(OPERATIONS),
                        new HeapWork(process, process.heap(where, HeapOptions.GROWABLE.fixed()), 3)
                                .run(OPERATIONS / 10));
        if (first.frontEnd() == FrontEnd.LOOKASIDE) {
            heaps.getFirst().park(40);
        }
        AddressSpace space = new RawMinidump(process.minidump().toBytes()).memory();
        Peek peek = new Peek(types, space);
        assertThat(heaps.get(1).heap().segments()).hasSizeGreaterThan(1);
        for (HeapWork work : heaps) {
            blocks(peek, work);
            tags(peek, work);
            assertThat(work.changed(space)).isEmpty();
        }
    }

    @Test
    void refusesToGrowAHeapThatCannot() {
        TypeTable types = new ShippedTypes().named("win7-sp1-x86").orElseThrow();
        SyntheticProcess process = new SyntheticProcess(types, 0x7ffd_f000, 1, SEED);
        NtHeapWriter heap =
                process.heap(0x15_0000, HeapOptions.GROWABLE.fixed().withReserve(0x1_0000));
        heap.allocate(0x8000);
        assertThatThrownBy(() -> heap.allocate(0x8000)).isInstanceOf(IllegalStateException.class);
    }

    private static void blocks(Peek peek, HeapWork work) {
        List<Walked> walked;
        if (peek.layout("_HEAP").find("Segments").isPresent()) {
            PlainHeapWalk walk = new PlainHeapWalk(peek, work.heap().address());
            assertThat(walk.problems()).isEmpty();
            assertThat(walk.parked()).hasSameSizeAs(work.parked());
            assertThat(walk.parked().stream().map(block -> block + 8)).containsAll(work.parked());
            walked = walk.blocks();
        } else {
            EncodedHeapWalk walk = new EncodedHeapWalk(peek, work.heap().address());
            assertThat(walk.problems()).isEmpty();
            walked = walk.blocks();
        }
        List<ExpectedBlock> expected = work.heap().blocks();
        assertThat(expected.stream().filter(NtHeapWriterTest::isLive).count())
                .isEqualTo(work.blocks());
        List<Walked> sorted =
                walked.stream()
                        .sorted(Comparator.comparing(Walked::address, Long::compareUnsigned))
                        .toList();
        assertThat(sorted).hasSameSizeAs(expected);
        for (int i = 0; i < sorted.size(); i++) {
            Walked block = sorted.get(i);
            ExpectedBlock meant = expected.get(i);
            assertThat(block.address()).isEqualTo(meant.address());
            assertThat(block.size()).isEqualTo(meant.size());
            assertThat(block.isBusy()).isEqualTo(meant.kind() != Kind.FREE);
            if (isLive(meant)) {
                assertThat(block.size() - block.unused()).isEqualTo(meant.userSize());
            }
        }
    }

    private static boolean isLive(ExpectedBlock block) {
        return block.kind() == Kind.BUSY || block.kind() == Kind.VIRTUAL;
    }

    private static void tags(Peek peek, HeapWork work) {
        long heap = work.heap().address();
        int entrySize = peek.layout("_HEAP_TAG_ENTRY").size();
        long entry = peek.field("_HEAP", heap, "TagEntries") + entrySize;
        long name = entry + peek.layout("_HEAP_TAG_ENTRY").offset("TagName");
        for (int i = 0; i < HeapWork.TAG.length(); i++) {
            assertThat((char) peek.number(name + 2L * i, 2)).isEqualTo(HeapWork.TAG.charAt(i));
        }
        long allocations = peek.field("_HEAP_TAG_ENTRY", entry, "Allocs");
        assertThat(peek.field("_HEAP_TAG_ENTRY", entry, "Frees")).isEqualTo(work.tagFrees());
        int unit = peek.layout("_HEAP_ENTRY").size();
        int index = peek.layout("_HEAP_ENTRY_EXTRA").offset("TagIndex");
        long found = 0;
        for (ExpectedBlock block : work.heap().blocks()) {
            if (work.tagged().contains(block.userAddress()) && block.kind() == Kind.BUSY) {
                found++;
                long extra = block.address() + block.size() - unit;
                assertThat(peek.number(extra + index, 2)).isEqualTo(1);
            }
        }
        assertThat(found).isPositive();
        assertThat(allocations - work.tagFrees()).isGreaterThanOrEqualTo(found);
    }
}
