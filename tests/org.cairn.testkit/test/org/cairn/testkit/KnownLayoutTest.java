package org.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.AddressSpace;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/**
 * Values that are known from Windows itself, by their offsets: the Windows XP ones from the many
 * published listings of a default heap at 0x150000, the others from real dumps.
 */
final class KnownLayoutTest {
    private static final long USER_X86 = 8;

    @Test
    void theDefaultHeapOfWindowsXp() {
        SyntheticProcess process = process("winxp-sp3-x86", 0x7ffd_f000);
        NtHeapWriter heap = process.heap(0x15_0000, HeapOptions.GROWABLE.with(FrontEnd.LOOKASIDE));
        Peek peek = peek("winxp-sp3-x86", process.space());
        assertThat(heap.address()).isEqualTo(0x15_0000);
        assertThat(peek.number(0x15_0000, 2) * 8).isEqualTo(0x640);
        assertThat(peek.number(0x15_0058, 4)).isEqualTo(0x15_0640);
        assertThat(peek.number(0x15_0640 + 0x20, 4)).isEqualTo(0x15_0680);
        assertThat(peek.number(0x15_0580, 4)).isEqualTo(0x15_0688);
        assertThat(peek.number(0x15_0044, 4)).isEqualTo(0x15_0598);
        assertThat(peek.number(0x15_0640 + 0x30, 4)).isEqualTo(0x15_0588);
        assertThat(peek.number(0x15_0032, 2)).isEqualTo(0x608);
        assertThat(peek.number(0x15_0578, 4)).isEqualTo(0x15_0608);
        assertThat(peek.number(0x15_0680, 2) * 8).isEqualTo(0x1808);
        assertThat(peek.number(0x15_0640 + 5, 1)).isEqualTo(1);
        assertThat(peek.number(0x15_0048, 4)).isEqualTo(0xf);
    }

    @Test
    void aHeapOfWindows7() {
        SyntheticProcess process = process("win7-sp1-x86", 0x7ffd_f000);
        process.heap(0x76_0000, HeapOptions.GROWABLE);
        Peek peek = peek("win7-sp1-x86", process.space());
        assertThat(peek.number(0x76_0024, 4)).isEqualTo(0x76_0588);
        assertThat(peek.number(0x76_00cc, 4)).isEqualTo(0x76_0138);
        assertThat(peek.number(0x76_00b8, 4)).isEqualTo(0x76_0150);
        assertThat(peek.number(0x76_00bc, 4)).isEqualTo(0x76_0590);
        assertThat(peek.number(0x76_0150 + 0x18, 4)).isEqualTo(0x76_00c4);
        assertThat(peek.number(0x76_0150 + 0x1c, 4)).isEqualTo(0x76_0174);
        assertThat(peek.number(0x76_0150 + 0x20, 4)).isEqualTo(0x76_0184);
        assertThat(peek.number(0x76_0020, 4)).isEqualTo(0x100);
        assertThat(peek.number(0x76_0028, 4)).isEqualTo(0x86_0000);
        assertThat(peek.number(0x76_0038, 4)).isEqualTo(0x76_2000 - 0x10);
        assertThat(peek.number(0x76_0082, 2)).isEqualTo(0x138);
        assertThat(peek.number(0x76_00dc + 4, 4)).isEqualTo(0x2000);
        assertThat(peek.number(0x76_00dc + 8, 4)).isEqualTo(0xfe000);
    }

    @Test
    void aHeapOfWindows10() {
        long heap = 0x1c9_785d_0000L;
        SyntheticProcess process = process("win10-22h2-19045-x64", 0x7ff5_1234_5000L);
        process.heap(heap, HeapOptions.GROWABLE);
        Peek peek = peek("win10-22h2-19045-x64", process.space());
        assertThat(peek.number(heap + 0x40, 8)).isEqualTo(heap + 0x740);
        assertThat(peek.number(heap + 0x48, 8)).isEqualTo(heap + 0xff000);
        assertThat(peek.number(heap + 0x160, 8)).isEqualTo(heap + 0x2c0);
        assertThat(peek.number(heap + 0x138, 8)).isEqualTo(heap + 0x2e8);
        assertThat(peek.number(heap + 0xd2, 2)).isEqualTo(0x2c0);
        assertThat(peek.number(heap + 0x94, 4)).isEqualTo(0xff00);
        assertThat(peek.number(heap + 0x2e8 + 8, 4)).isEqualTo(0x80);
        long key = peek.number(heap + 0x88, 8);
        assertThat(key >>> 48).isZero();
        assertThat(key & 0x10_0000).isNotZero();
        assertThat(peek.number(heap + 8, 8) ^ key).isEqualTo(0x0100_0000_7501_0074L);
    }

    @Test
    void thePebAndATeb() {
        SyntheticProcess process = process("win7-sp1-x86", 0x7ffd_7000);
        process.heap(0x15_0000, HeapOptions.GROWABLE);
        process.heap(0x25_0000, HeapOptions.GROWABLE);
        process.thread(77, 0x40_1000, 0x6_0000);
        Peek peek = peek("win7-sp1-x86", process.space());
        long teb = process.image().threads().getFirst().teb();
        assertThat(teb).isEqualTo(0x7ffd_6000);
        assertThat(peek.number(teb + 0x18, 4)).isEqualTo(teb);
        assertThat(peek.number(teb + 0x24, 4)).isEqualTo(77);
        assertThat(peek.number(teb + 0x30, 4)).isEqualTo(0x7ffd_7000);
        assertThat(peek.number(0x7ffd_7018, 4)).isEqualTo(0x15_0000);
        assertThat(peek.number(0x7ffd_7088, 4)).isEqualTo(2);
        assertThat(peek.number(0x7ffd_70ac, 2)).isEqualTo(7601);
        long list = peek.number(0x7ffd_7090, 4);
        assertThat(peek.number(list, 4)).isEqualTo(0x15_0000);
        assertThat(peek.number(list + 4, 4)).isEqualTo(0x25_0000);
        assertThat(process.image().heapLists().getFirst().heaps())
                .containsExactly(0x15_0000L, 0x25_0000L);
    }

    @Test
    void keepsWhatTheProgramDidNotAskFor() {
        SyntheticProcess process = process("win10-22h2-19045-x64", 0x7ff5_1234_5000L);
        NtHeapWriter heap = process.heap(0x1c9_785d_0000L, HeapOptions.GROWABLE);
        long one = heap.allocate(0x18);
        long two = heap.allocate(0x19);
        long virtual = heap.allocate(0x10_0000);
        List<ExpectedBlock> blocks = heap.blocks();
        assertThat(block(blocks, one).size()).isEqualTo(0x20);
        assertThat(block(blocks, two).size()).isEqualTo(0x30);
        assertThat(block(blocks, virtual).kind()).isEqualTo(Kind.VIRTUAL);
        assertThat(block(blocks, virtual).size()).isEqualTo(0x10_1000);
        assertThat(block(blocks, virtual).address() % 0x1_0000).isEqualTo(0x1000);
        assertThat(block(blocks, virtual).userAddress()).isEqualTo(virtual);
    }

    @Test
    void joinsFreeBlocksAndUncommitsTheirPages() {
        SyntheticProcess process = process("winxp-sp3-x86", 0x7ffd_f000);
        NtHeapWriter heap = process.heap(0x15_0000, HeapOptions.GROWABLE);
        long one = heap.allocate(0x2000 - USER_X86);
        long two = heap.allocate(0x2000 - USER_X86);
        heap.allocate(100);
        heap.free(two);
        heap.free(one);
        assertThat(block(heap.blocks(), one).size()).isEqualTo(0x4000);
        heap.decommit(one);
        assertThat(heap.uncommitted().getFirst())
                .isEqualTo(new NtHeapWriter.Range(0x15_1000, 0x3000));
        PlainHeapWalk walk = new PlainHeapWalk(peek("winxp-sp3-x86", process.space()), 0x15_0000);
        assertThat(walk.problems()).isEmpty();
    }

    @Test
    void keepsMoreRangesThanTheFirstBlockDescribes() {
        SyntheticProcess process = process("winxp-sp3-x86", 0x7ffd_f000);
        NtHeapWriter heap = process.heap(0x15_0000, HeapOptions.GROWABLE);
        List<Long> large = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            large.add(heap.allocate(0x3000));
            heap.allocate(100);
        }
        large.forEach(heap::free);
        large.forEach(heap::decommit);
        assertThat(heap.uncommitted()).hasSizeGreaterThan(8);
        Peek peek = peek("winxp-sp3-x86", process.space());
        assertThat(new PlainHeapWalk(peek, 0x15_0000).problems()).isEmpty();
        assertThat(peek.field("_HEAP", 0x15_0000, "UCRSegments")).isNotZero();
    }

    private static ExpectedBlock block(List<ExpectedBlock> blocks, long user) {
        return blocks.stream()
                .filter(block -> block.userAddress() == user)
                .findFirst()
                .orElseThrow();
    }

    private static SyntheticProcess process(String table, long peb) {
        return new SyntheticProcess(new ShippedTypes().named(table).orElseThrow(), peb, 1234, 20);
    }

    private static Peek peek(String table, AddressSpace space) {
        return new Peek(new ShippedTypes().named(table).orElseThrow(), space);
    }
}
