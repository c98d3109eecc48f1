package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing in the free lists of a heap, their index or their sum is wrong (H7 to H11): it is
 * reported once, and all blocks are found.
 */
final class DamagedFreeListTest {
    private static final String ALL = "org.cairn.heap.windows.DamageSample#all";
    private static final String OLD = "org.cairn.heap.windows.DamageSample#old";
    private static final String ENCODED = "org.cairn.heap.windows.DamageSample#encoded";
    private static final String WIN10 = "win10-1903-18362-x64";

    /** H7. */
    @ParameterizedTest
    @MethodSource(ALL)
    void linkToNowhere(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.links(5), "_LIST_ENTRY", "Flink", 0x4141_4141);
        sample.only("nt.free-list-link", sample.links(5));
    }

    /** H7. */
    @ParameterizedTest
    @MethodSource(ALL)
    void wrongLinkBack(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.links(5), "_LIST_ENTRY", "Blink", sample.links(4));
        sample.only("nt.free-list-link", sample.links(5) + sample.pointer());
    }

    /**
     * H8: the list is cut short behind one entry, consistently. What was cut off is one chain, told
     * at its first entry.
     */
    @ParameterizedTest
    @MethodSource(ALL)
    void freeEntriesThatAreOnNoList(String table) {
        DamageSample sample = new DamageSample(table);
        long list = sample.freeList(sample.block(1));
        long behind = sample.pointerAt(sample.links(1));
        int unlisted = 0;
        for (long node = behind; node != list; node = sample.pointerAt(node)) {
            unlisted++;
        }
        sample.link(sample.links(1), list);
        assertThat(unlisted).isGreaterThanOrEqualTo(4);
        Anomaly anomaly = sample.only("nt.free-not-listed", behind - sample.work().unit());
        assertThat(anomaly.summary())
                .contains("and " + (unlisted - 1) + " that it is linked to are on no free list");
    }

    /** H8: the state of a busy block's header is wrong, with free entries on both sides. */
    @ParameterizedTest
    @MethodSource(ALL)
    void busyEntryThatSaysFree(String table) {
        DamageSample sample = new DamageSample(table);
        sample.seal(sample.block(4), "Flags", 0);
        sample.only("nt.free-not-listed", sample.block(4).address(), sample.block(4).address());
    }

    /** H8: the state of a free entry's header is wrong. */
    @ParameterizedTest
    @MethodSource(ALL)
    void listedEntryThatIsBusy(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock block = sample.block(5);
        sample.seal(block, "UnusedBytes", 0x10);
        sample.seal(block, "Flags", 1);
        sample.only("nt.listed-not-free", block.address(), block.address());
    }

    /** H8: two free entries that were not joined, both listed and counted. */
    @ParameterizedTest
    @MethodSource(ALL)
    void freeBlocksSideBySide(String table) {
        DamageSample sample = new DamageSample(table);
        ExpectedBlock second = sample.block(sample.other(301));
        sample.heap().free(sample.other(300));
        sample.heap().freeAlone(sample.other(301));
        sample.only("nt.adjacent-free", second.address());
    }

    /** H7: with this many free entries the list is not followed unless the links' sums differ. */
    @Test
    void wrongLinkAmongMany() {
        NtHeapDecoder decoder = new NtHeapDecoder();
        Workload work = new Workload(WIN10);
        NtHeapWriter heap = work.heap(HeapOptions.GROWABLE.withReserve(0xfd_0000));
        List<Long> users = new ArrayList<>();
        for (int i = 0; i < 150_000; i++) {
            users.add(heap.allocate(0x30));
        }
        for (int i = 0; i < users.size(); i += 2) {
            heap.free(users.get(i));
        }
        DecodeContext healthy = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(healthy).getFirst(), healthy, found);
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.blocks(BlockState.FREE)).hasSizeGreaterThan(1 << 16);
        work.process().corrupt(users.get(70_000), "_LIST_ENTRY", "Blink", users.get(70_001));
        DecodeContext damaged = work.context();
        found = new Recorder();
        decoder.decode(decoder.locate(damaged).getFirst(), damaged, found);
        DamageSample.only(found, "nt.free-list-link", users.get(70_000) + Long.BYTES);
    }

    /** H9: an entry on the list for another size. */
    @ParameterizedTest
    @MethodSource(OLD)
    void entryOnTheListOfAnotherSize(String table) {
        DamageSample sample = new DamageSample(table);
        long units = sample.block(1).size() / sample.work().unit();
        long other = sample.freeList(units + 1);
        assertThat(sample.pointerAt(other)).isEqualTo(other);
        sample.link(sample.freeList(units), sample.links(3));
        sample.link(other, sample.links(1));
        sample.link(sample.links(1), other);
        setBit(sample, sample.head("u"), units + 1);
        sample.only("nt.free-list-size", sample.block(1).address());
    }

    /** H9, H10: entries of which the longer one comes first. */
    @ParameterizedTest
    @MethodSource(ALL)
    void longerEntryFirst(String table) {
        DamageSample sample = new DamageSample(table);
        long[] users = new long[4];
        for (int i = 0; i < users.length; i++) {
            users[i] = sample.heap().allocate(i % 2 == 0 ? 0x1800 + i * 0x80 : 0x1000);
        }
        ExpectedBlock shorter = sample.block(users[0]);
        sample.heap().free(users[0]);
        sample.heap().free(users[2]);
        long first = sample.links(shorter);
        long second = sample.pointerAt(first);
        ExpectedBlock longer =
                sample.heap().blocks().stream()
                        .filter(block -> sample.links(block) == second)
                        .findFirst()
                        .orElseThrow();
        assertThat(longer.size()).isGreaterThan(shorter.size());
        long before = sample.pointerAt(first + sample.pointer());
        long behind = sample.pointerAt(second);
        sample.link(before, second);
        sample.link(second, first);
        sample.link(first, behind);
        Anomaly anomaly = sample.only("nt.free-list-size", shorter.address());
        assertThat(anomaly.expected())
                .isEqualTo(
                        "Size " + Addresses.hex(longer.size() / sample.work().unit()) + " or more");
    }

    /** H9: a list that is not empty is marked as empty. */
    @ParameterizedTest
    @MethodSource(OLD)
    void bitmapOfFreeLists(String table) {
        DamageSample sample = new DamageSample(table);
        long units = sample.block(1).size() / sample.work().unit();
        long at = sample.head("u") + units / Byte.SIZE;
        sample.corrupt(at, 1, byteAt(sample, at) & ~(1L << units % Byte.SIZE));
        sample.only("nt.free-list-size", at);
    }

    private static void setBit(DamageSample sample, long bitmap, long bit) {
        long at = bitmap + bit / Byte.SIZE;
        sample.corrupt(at, 1, byteAt(sample, at) | 1L << bit % Byte.SIZE);
    }

    private static long byteAt(DamageSample sample, long at) {
        return sample.pointerAt(at) & 0xff;
    }

    private static long index(DamageSample sample) {
        return sample.pointerAt(sample.head("BlocksIndex"));
    }

    private static int offset(DamageSample sample, String field) {
        return sample.offset("_HEAP_LIST_LOOKUP", field);
    }

    /** H10. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void wrongNumberInTheIndex(String table) {
        DamageSample sample = new DamageSample(table);
        long index = index(sample);
        sample.corrupt(index, "_HEAP_LIST_LOOKUP", "ItemCount", 77);
        Anomaly anomaly = sample.only("nt.free-index", index + offset(sample, "ItemCount"));
        assertThat(anomaly.expected()).isEqualTo("0x4d");
    }

    /** H10. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void indexOfAnotherList(String table) {
        DamageSample sample = new DamageSample(table);
        long index = index(sample);
        sample.corrupt(index, "_HEAP_LIST_LOOKUP", "ListHead", 0x1000);
        sample.only("nt.free-index", index + offset(sample, "ListHead"));
    }

    /** H10. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void indexWithoutSize(String table) {
        DamageSample sample = new DamageSample(table);
        long index = index(sample);
        sample.corrupt(index, "_HEAP_LIST_LOOKUP", "ArraySize", 0);
        sample.only("nt.free-index", index + offset(sample, "ArraySize"));
    }

    /** H10: the hint for the freed blocks' size leads to a busy block. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void hintThatLeadsToABusyBlock(String table) {
        DamageSample sample = new DamageSample(table);
        long index = index(sample);
        int words = table.contains("vista") || table.contains("win7") ? 2 : 1;
        long units = sample.block(1).size() / sample.work().unit();
        long hints = sample.pointerAt(index + offset(sample, "ListHints"));
        long slot = hints + units * words * sample.pointer();
        assertThat(sample.pointerAt(slot)).isEqualTo(sample.links(1));
        sample.corrupt(slot, sample.pointer(), sample.links(2));
        sample.only("nt.free-index", slot);
    }

    /** H10. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void bitmapOfTheIndex(String table) {
        DamageSample sample = new DamageSample(table);
        long bitmap = sample.pointerAt(index(sample) + offset(sample, "ListsInUseUlong"));
        long units = sample.block(1).size() / sample.work().unit();
        long at = bitmap + units / Byte.SIZE;
        sample.corrupt(at, 1, byteAt(sample, at) & ~(1L << units % Byte.SIZE));
        sample.only("nt.free-index", at);
    }

    /** H11. */
    @ParameterizedTest
    @MethodSource(ALL)
    void wrongTotal(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.heap().address(), "_HEAP", "TotalFreeSize", 5);
        Anomaly anomaly = sample.only("nt.total-free-size", sample.head("TotalFreeSize"));
        assertThat(anomaly.expected()).isEqualTo("0x5 units");
    }
}
