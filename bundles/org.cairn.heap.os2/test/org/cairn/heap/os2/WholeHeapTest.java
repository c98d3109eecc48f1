package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpSelector;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Absence;
import org.cairn.memory.Run;
import org.cairn.memory.SparseMemory;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Heaps whose header is there, written independently of the decoder. */
class WholeHeapTest {
    private static final long BASE = 0xfdf1f000L;

    @Test
    void everyBlockOfAHeap() {
        HeapImage heap = new HeapImage(BASE, 16);
        heap.regular(0xffc2, 0x10);
        heap.free(0x20);
        heap.extended(0xff4c, 0x21a0, 0x1c4);
        heap.regular(0x031b, 0xc);
        heap.regular(0xff42, 0x40);
        heap.freeExtended(0x30);
        heap.extended(0x0982, 0, 0x9004);
        heap.finish();
        Kernel kernel = Kernel.of(heap.memory());
        List<HeapRoot> roots = kernel.roots(Kernel.RESIDENT);
        assertThat(roots).hasSize(1);
        assertThat(roots.get(0).address()).isEqualTo(BASE);
        assertThat(roots.get(0).kind()).isEqualTo("OS/2 kernel resident heap");
        assertThat(roots.get(0).origin()).isEqualTo("heap header VMKRH, of memory object 0x3");
        RecordingSink sink = kernel.resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fdf1f000 heap header c4",
                        "fdf1f0c4 regular 10 ffc2 semstruc",
                        "fdf1f0d4 free 20 ffe9 vmkrhf",
                        "fdf1f0f4 extended 1c4 ff4c fsd5",
                        "fdf1f2b8 regular c 31b hob 0x31b",
                        "fdf1f2c4 regular 40 ff42 khbdon",
                        "fdf1f304 free 30",
                        "fdf1f334 extended 9004 982 hob 0x982",
                        "fdf28338 free 6cc4 ffe9 vmkrhf",
                        "fdf2effc end of heap 4 ffea vmkrhl");
        assertThat(sink.blocks).allMatch(block -> block.flags() == 0);
        assertThat(sink.blocks.stream().filter(block -> block.state() == BlockState.METADATA))
                .extracting(RecordingSink.Block::address)
                .containsExactly(BASE, 0xfdf1f2c4L, 0xfdf2effcL);
        assertThat(sink.segments)
                .containsExactly(new RecordingSink.Range(BASE, 0x10000, "resident heap"));
        assertThat(sink.gaps).isEmpty();
        assertThat(sink.anomalies).isEmpty();
        assertThat(kernel.field(Kernel.RESIDENT, 0xfdf1f304L, "block is free")).isEqualTo("yes");
        assertThat(kernel.field(Kernel.RESIDENT, 0xfdf1f304L, "boundary tag"))
                .isEqualTo("block 0xfdf1f304");
    }

    @Test
    void selectorsThatFitAreNoAnomaly() {
        HeapImage heap = new HeapImage(BASE, 1);
        HeapImage.Block block = heap.extended(0xff4c, 0x21a0, 0x1c4);
        heap.finish();
        DumpSelector selector = new DumpSelector(0x21a0, block.address() + 4, 0x1b0, "Code");
        assertThat(Kernel.of(heap.memory(), selector).resident().anomalies).isEmpty();
    }

    @Test
    void twoHeapsAndAFragment() {
        HeapImage one = HeapImage.random(0xfdf1f000L, 4, new Random(1));
        HeapImage other = HeapImage.random(0xfe800000L, 4, new Random(2));
        HeapImage third = HeapImage.random(0xfee00000L, 4, new Random(3));
        BitSet header = new BitSet();
        header.set(0);
        Kernel kernel = Kernel.of(new Union(one.memory(), other.memory(), third.memory(header)));
        List<HeapRoot> roots = kernel.roots(Kernel.RESIDENT);
        assertThat(roots).hasSize(3);
        assertThat(roots.get(2).origin())
                .isEqualTo(
                        "found by consistency in 1 run, outside of the heaps whose header is there");
        assertThat(kernel.decode(roots.get(0)).facts()).hasSize(one.blocks.size() + 1);
        assertThat(kernel.decode(roots.get(1)).facts()).hasSize(other.blocks.size() + 1);
        RecordingSink fragment = kernel.decode(roots.get(2));
        assertThat(addresses(fragment)).isSubsetOf(addresses(third));
        assertThat(fragment.blocks).allMatch(block -> !block.isCertain());
    }

    @Test
    void theWalkGoesOnAtAFreeBlock() {
        HeapImage heap = new HeapImage(BASE, 4);
        heap.regular(0xffc2, 0xf00);
        heap.regular(0xffc2, 0x200);
        HeapImage.Block lost = heap.regular(0xffa6, 0x1000);
        HeapImage.Block free = heap.free(0x500);
        HeapImage.Block behind = heap.regular(0xffbf, 0x10);
        heap.finish();
        RecordingSink sink = withoutPage(heap, 1);
        assertThat(sink.blocks).allMatch(RecordingSink.Block::isCertain);
        assertThat(addresses(sink)).doesNotContain(lost.address());
        assertThat(sink.at(behind.address()).flags()).isZero();
        assertThat(sink.gaps)
                .containsExactly(new RecordingSink.Range(lost.address(), 0x1000, "paged out"));
        assertThat(sink.at(free.address()).facts()).isEqualTo("fdf211c4 free 500 ffe9 vmkrhf");
    }

    @Test
    void aBoundaryTagTellsOfAFreeBlockInAHole() {
        HeapImage heap = new HeapImage(BASE, 4);
        heap.regular(0xffc2, 0x1200);
        heap.free(0x1100);
        heap.regular(0xffbf, 0x10);
        heap.finish();
        RecordingSink sink = withoutPage(heap, 1);
        assertThat(sink.facts())
                .containsExactly(
                        "fdf1f000 heap header c4",
                        "fdf1f0c4 regular 1200 ffc2 semstruc",
                        "fdf202c4 free 1100",
                        "fdf213c4 regular 10 ffbf semopenq",
                        "fdf213d4 free 1c28 ffe9 vmkrhf",
                        "fdf22ffc end of heap 4 ffea vmkrhl");
        assertThat(sink.at(0xfdf202c4L).flags())
                .isEqualTo(BlockSink.INFERRED | BlockSink.DATA_ABSENT | BlockSink.FOUND_STRONG);
        assertThat(sink.at(0xfdf213c4L).flags()).isEqualTo(BlockSink.FOUND_STRONG);
        assertThat(sink.at(0xfdf213d4L).flags()).isZero();
        assertThat(sink.gaps).isEmpty();
    }

    @Test
    void whatWasNeverCommitted() {
        HeapImage heap = new HeapImage(BASE, 8);
        heap.regular(0xffc2, 0xf00);
        heap.regular(0xffc2, 0x2000 - 0xfc4);
        heap.finish();
        heap.put(BASE + 0x14, (int) BASE + 0x2000);
        BitSet absent = new BitSet();
        absent.set(2, 8);
        RecordingSink sink = Kernel.of(heap.memory(absent)).resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fdf1f000 heap header c4",
                        "fdf1f0c4 regular f00 ffc2 semstruc",
                        "fdf1ffc4 regular 103c ffc2 semstruc");
        assertThat(sink.gaps)
                .containsExactly(new RecordingSink.Range(BASE + 0x2000, 0x6000, "uncommitted"));
    }

    private static RecordingSink withoutPage(HeapImage heap, int page) {
        BitSet absent = new BitSet();
        absent.set(page);
        return Kernel.of(heap.memory(absent)).resident();
    }

    @Test
    void randomHeapsWithRandomHoles() {
        Tally tally = new Tally();
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            int pages = 4 + random.nextInt(30);
            HeapImage heap = HeapImage.random(BASE, pages, random);
            BitSet absent = new BitSet();
            int holes = random.nextInt(1 + pages / 2);
            for (int i = 0; i < holes; i++) {
                absent.set(1 + random.nextInt(pages - 1));
            }
            RecordingSink sink = Kernel.of(heap.memory(absent)).resident();
            assertThat(sink.anomalies).isEmpty();
            tally.count(heap, heap.memory(absent), sink);
        }
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.wrongHints).isLessThan(tally.inView / 1000);
        assertThat(tally.found).isGreaterThan(tally.inView * 99 / 100);
    }

    /** Memory is searched four megabytes at a time; blocks at the borders are not lost. */
    @Test
    void aLargeHeapWithoutItsHeader() {
        HeapImage heap = HeapImage.random(BASE, 0xc00, new Random(5));
        BitSet absent = new BitSet();
        absent.set(0);
        Tally tally = new Tally();
        tally.count(heap, heap.memory(absent), Kernel.of(heap.memory(absent)).resident());
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.wrongHints).isZero();
        assertThat(tally.found).isEqualTo(tally.inView);
    }

    @Test
    void randomDisplaysOfHeaps() {
        Tally tally = new Tally();
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            HeapImage heap = HeapImage.random(BASE, 16, random);
            SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
            for (int i = 0; i < 10; i++) {
                HeapImage.Block block = heap.blocks.get(random.nextInt(heap.blocks.size()));
                long start = Math.max(BASE + HeapImage.FIRST, block.address() + 4 - 0x10);
                long size = Math.min(0x80, BASE + heap.size - start);
                byte[] bytes = new byte[(int) size];
                heap.memory().read(start, MemorySegment.ofArray(bytes));
                memory.bytes(start, MemorySegment.ofArray(bytes));
            }
            SparseMemory displays = memory.build();
            tally.count(heap, displays, Kernel.of(displays).resident());
        }
        // One dword of data in forty looks like a header: chains of two arise by chance.
        assertThat(tally.wrong).noneMatch(facts -> facts.startsWith("certain"));
        assertThat(tally.wrong.size()).isLessThan(tally.found / 200);
        assertThat(tally.wrongHints).isLessThan(tally.found / 20);
        assertThat(tally.found).isGreaterThan(tally.inView * 9 / 10);
    }

    /** Compares what was found with what is there. */
    private static final class Tally {
        final List<String> wrong = new ArrayList<>();
        int wrongHints;
        int inView;
        int found;

        void count(HeapImage heap, SparseMemory memory, RecordingSink sink) {
            Set<String> truth = new HashSet<>();
            heap.blocks.forEach(block -> truth.add(block.address() + "+" + block.size()));
            for (RecordingSink.Block block : sink.blocks) {
                if (block.kind().equals("heap header")
                        || truth.contains(block.address() + "+" + block.size())) {
                    continue;
                }
                if (block.has(BlockSink.FOUND_HINT)) {
                    wrongHints++;
                } else {
                    wrong.add((block.isCertain() ? "certain " : "strong ") + block.facts());
                }
            }
            Set<Long> addresses = new HashSet<>(addresses(sink));
            for (HeapImage.Block block : heap.blocks) {
                if (memory.runAt(block.address()) instanceof Run.Mapped) {
                    inView++;
                    found += addresses.contains(block.address()) ? 1 : 0;
                }
            }
        }
    }

    private static List<Long> addresses(RecordingSink sink) {
        return sink.blocks.stream().map(RecordingSink.Block::address).toList();
    }

    private static List<Long> addresses(HeapImage heap) {
        return heap.blocks.stream().map(HeapImage.Block::address).toList();
    }
}
