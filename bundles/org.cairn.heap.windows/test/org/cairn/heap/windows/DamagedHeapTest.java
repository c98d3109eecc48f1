package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * One thing outside of a heap's segments is wrong: its signatures (H1), its lookaside lists (H12),
 * its virtual blocks (H13); or its lock is held (H14). It is reported once, and all other blocks
 * are found.
 */
final class DamagedHeapTest {
    private static final String ALL = "org.cairn.heap.windows.DamageSample#all";
    private static final String OLD = "org.cairn.heap.windows.DamageSample#old";
    private static final String ENCODED = "org.cairn.heap.windows.DamageSample#encoded";
    private static final String NODE = "_HEAP_VIRTUAL_ALLOC_ENTRY";

    /** A heap with blocks on lookaside lists: three of one size, one of another. */
    private static DamageSample parked(String table) {
        DamageSample sample = new DamageSample(table, FrontEnd.LOOKASIDE);
        for (int i : new int[] {0, 9, 18, 1}) {
            sample.heap().cache(sample.other(i));
        }
        return sample;
    }

    /** The lookaside list for a block. */
    private static long lookaside(DamageSample sample, long user) {
        ExpectedBlock table =
                sample.heap().blocks().stream()
                        .filter(block -> block.kind() == Kind.TABLE)
                        .findFirst()
                        .orElseThrow();
        long units = sample.block(user).size() / sample.work().unit();
        return table.userAddress()
                + units * sample.work().types().structure("_HEAP_LOOKASIDE").size();
    }

    /** H12: the block that was parked last is freed again. */
    @ParameterizedTest
    @MethodSource(OLD)
    void lookasideListThatGoesRound(String table) {
        DamageSample sample = parked(table);
        long last = sample.other(18);
        sample.corrupt(sample.other(0), sample.pointer(), last);
        Anomaly anomaly = sample.only("nt.double-free", sample.block(last).address());
        assertThat(anomaly.summary()).contains(Addresses.hex(last) + " twice: freed twice");
    }

    /** H12. */
    @ParameterizedTest
    @MethodSource(OLD)
    void lookasideListThatIsTooLong(String table) {
        DamageSample sample = parked(table);
        long list = lookaside(sample, sample.other(0));
        sample.corrupt(list, "_HEAP_LOOKASIDE", "MaximumDepth", 2);
        Anomaly anomaly = sample.only("nt.lookaside", list);
        assertThat(anomaly.expected()).isEqualTo("at most 2");
        assertThat(anomaly.actual()).isEqualTo("3");
    }

    /** H12: the block that was parked first leads to where no segment of the heap is. */
    @ParameterizedTest
    @MethodSource(OLD)
    void lookasideListThatLeavesTheHeap(String table) {
        DamageSample sample = parked(table);
        sample.corrupt(sample.other(0), sample.pointer(), 0x4141_4140);
        sample.only("nt.lookaside", sample.other(0));
    }

    /** H12: the same with an address at which there is memory. */
    @ParameterizedTest
    @MethodSource(OLD)
    void lookasideListThatLeadsIntoOtherMemory(String table) {
        DamageSample sample = parked(table);
        long peb = sample.work().process().peb() + 0x100;
        sample.corrupt(sample.other(0), sample.pointer(), peb);
        sample.only("nt.lookaside", sample.other(0));
    }

    /** H12: the only block of a list was parked on the list for another size. */
    @ParameterizedTest
    @MethodSource(OLD)
    void lookasideListOfAnotherSize(String table) {
        DamageSample sample = parked(table);
        long user = sample.other(1);
        long list = lookaside(sample, user);
        int bytes = sample.work().types().structure("_HEAP_LOOKASIDE").size();
        long head = sample.pointerAt(list);
        long rest = sample.pointerAt(list + sample.pointer());
        sample.corrupt(list, sample.pointer(), 0);
        sample.corrupt(list + sample.pointer(), sample.pointer(), 0);
        long other = list + 40L * bytes;
        sample.corrupt(other, sample.pointer(), head);
        sample.corrupt(other + sample.pointer(), sample.pointer(), rest);
        long block = sample.block(user).address();
        sample.only("nt.lookaside", block, block);
    }

    /** H13. */
    @ParameterizedTest
    @MethodSource(ALL)
    void virtualBlockLargerThanItsReservation(String table) {
        DamageSample sample = new DamageSample(table);
        long node = sample.virtual().address();
        sample.corrupt(node, NODE, "CommitSize", 0x7000_0000);
        sample.only("nt.virtual-block", node, node);
    }

    /** H1: the system lists the heap; the signature of its first segment is damaged. */
    @ParameterizedTest
    @MethodSource(ALL)
    void noSegmentSignature(String table) {
        DamageSample sample = new DamageSample(table);
        String field = sample.isOld() ? "Signature" : "SegmentSignature";
        long at = sample.segment(0) + sample.offset("_HEAP_SEGMENT", field);
        sample.corrupt(at, Integer.BYTES, 0xffee_41ee);
        sample.only("nt.segment", at);
    }

    /** H1: text over both signatures, and nothing else of the heap. */
    @ParameterizedTest
    @MethodSource(ALL)
    void neitherSignature(String table) {
        DamageSample sample = new DamageSample(table);
        String field = sample.isOld() ? "Signature" : "SegmentSignature";
        long segment = sample.segment(0) + sample.offset("_HEAP_SEGMENT", field);
        sample.corrupt(segment, Integer.BYTES, 0x4141_4141);
        sample.corrupt(sample.head("Signature"), Integer.BYTES, 0x4141_4141);
        Recorder found = sample.decode();
        assertThat(found.rules()).containsExactly("nt.heap", "nt.segment");
        sample.assertOthersFound(found);
    }

    /** H1: four bytes of Encoding are overwritten, or all of it; the entries tell what it was. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void wrongEncoding(String table) {
        for (int bytes : new int[] {Integer.BYTES, Long.BYTES}) {
            DamageSample sample = new DamageSample(table);
            long at = sample.head("Encoding") + sample.work().unit() - Long.BYTES;
            var cursor = sample.work().process().space().cursor();
            assertThat(cursor.seek(at, Long.BYTES)).isTrue();
            String encoding = Addresses.hex(cursor.u64(0));
            sample.corrupt(at, bytes, 0x4141_4141_4141_4141L);
            Anomaly anomaly = sample.only("nt.heap", at);
            assertThat(anomaly.expected()).isEqualTo(encoding);
        }
    }

    /** H1: the bit that says that headers are encoded is lost. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void wrongEncodeFlagMask(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.head("EncodeFlagMask"), Integer.BYTES, 0);
        sample.only("nt.heap", sample.head("EncodeFlagMask"));
    }

    /** What is listed without signatures and does not hold entries is no heap. */
    @ParameterizedTest
    @MethodSource(ALL)
    void neitherSignatureNorEntries(String table) {
        DamageSample sample = new DamageSample(table);
        sample.corrupt(sample.head("Signature"), Integer.BYTES, 0);
        long pages = sample.segment(0) + sample.offset("_HEAP_SEGMENT", "NumberOfPages");
        sample.corrupt(pages, Integer.BYTES, 1);
        HeapRoot root = new NtHeapDecoder().locate(sample.work().context()).getFirst();
        assertThat(root.status()).isEqualTo(Status.FOREIGN);
        assertThat(root.address()).isEqualTo(sample.heap().address());
    }

    private static long busyBlock(DamageSample sample) {
        return sample.virtual().address() + sample.offset(NODE, "BusyBlock");
    }

    /** H13. */
    @ParameterizedTest
    @MethodSource(ALL)
    void virtualBlockThatIsNotFlagged(String table) {
        DamageSample sample = new DamageSample(table);
        sample.heap().overwrite(busyBlock(sample), "Flags", 1, true);
        sample.only("nt.virtual-block", sample.virtual().address());
    }

    /** H13: its unused bytes are fewer than its header has. */
    @ParameterizedTest
    @MethodSource(ALL)
    void virtualBlockWithoutUnusedBytes(String table) {
        DamageSample sample = new DamageSample(table);
        sample.heap().overwrite(busyBlock(sample), "Size", 3, true);
        long node = sample.virtual().address();
        sample.only("nt.virtual-block", node, node);
    }

    /** H2 of a virtual block. */
    @ParameterizedTest
    @MethodSource(ENCODED)
    void checksumOfAVirtualBlock(String table) {
        DamageSample sample = new DamageSample(table);
        sample.heap().overwrite(busyBlock(sample), "SmallTagIndex", 0x55, false);
        sample.only("nt.checksum", busyBlock(sample), sample.virtual().address());
    }

    /** H13. */
    @ParameterizedTest
    @MethodSource(ALL)
    void listOfVirtualBlocksThatIsBroken(String table) {
        DamageSample sample = new DamageSample(table);
        sample.heap().allocate(0x20_0000);
        long first = sample.virtual().address();
        sample.corrupt(first, "_LIST_ENTRY", "Blink", 0x1000);
        Anomaly anomaly = sample.only("nt.list", first + sample.pointer());
        assertThat(anomaly.expected()).isEqualTo(Addresses.hex(sample.head("VirtualAllocdBlocks")));
    }

    /** H13: both links of a block are overwritten; its neighbours on the list lead to it. */
    @ParameterizedTest
    @MethodSource(ALL)
    void virtualBlockWithoutLinks(String table) {
        DamageSample sample = new DamageSample(table);
        sample.heap().allocate(0x20_0000);
        long node = sample.virtual().address();
        sample.corrupt(node, sample.pointer(), 0x4141_4141);
        sample.corrupt(node + sample.pointer(), sample.pointer(), 0x4141_4141);
        sample.only("nt.list", node + sample.pointer());
    }

    private static long lock(DamageSample sample) {
        long lock = sample.pointerAt(sample.head("LockVariable"));
        sample.corrupt(lock, "_RTL_CRITICAL_SECTION", "LockCount", -2);
        sample.corrupt(lock, "_RTL_CRITICAL_SECTION", "OwningThread", 0x77c);
        return lock;
    }

    /** H14. */
    @ParameterizedTest
    @MethodSource(ALL)
    void lockIsHeld(String table) {
        DamageSample sample = new DamageSample(table);
        Anomaly anomaly = sample.only("nt.lock-held", lock(sample));
        assertThat(anomaly.summary()).contains("thread 0x77c");
    }

    /** H14: what the thread may be about to mend is a hint only. */
    @ParameterizedTest
    @MethodSource(ALL)
    void lockIsHeldAndListsAreInTransition(String table) {
        DamageSample sample = new DamageSample(table);
        lock(sample);
        sample.corrupt(sample.heap().address(), "_HEAP", "TotalFreeSize", 5);
        sample.corrupt(sample.links(5), "_LIST_ENTRY", "Flink", 0x4141_4141);
        Recorder found = sample.decode();
        assertThat(found.rules())
                .containsExactlyInAnyOrderElementsOf(
                        List.of("nt.lock-held", "nt.free-list-link", "nt.total-free-size"));
        assertThat(found.anomalies())
                .filteredOn(anomaly -> anomaly.rule().equals("nt.total-free-size"))
                .extracting(Anomaly::confidence)
                .containsExactly(Confidence.HINT);
        assertThat(found.errors()).extracting(Anomaly::rule).containsExactly("nt.free-list-link");
        sample.assertOthersFound(found);
    }
}
