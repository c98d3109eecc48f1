package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** One thing in a heap is wrong: it is reported once, and all other blocks are found. */
final class DamagedHeapTest {
    private static final String XP = "winxp-sp3-x86";
    private static final String WIN7 = "win7-sp1-x86";
    private static final String WIN10 = "win10-1903-18362-x64";

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    /** A heap of ten blocks of 0x100 bytes, of which every other one was freed. */
    private static final class Sample {
        private final Workload work;
        private final NtHeapWriter heap;
        private final List<ExpectedBlock> blocks = new ArrayList<>();

        Sample(String table) {
            work = new Workload(table);
            heap = work.heap(HeapOptions.GROWABLE);
            List<Long> users = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                users.add(heap.allocate(0x100));
            }
            for (int i = 1; i < 10; i += 2) {
                heap.free(users.get(i));
            }
            for (long user : users) {
                blocks.add(block(user));
            }
        }

        private ExpectedBlock block(long user) {
            return heap.blocks().stream()
                    .filter(block -> block.userAddress() == user)
                    .findFirst()
                    .orElseThrow();
        }

        /** The n-th block: even ones are busy, odd ones are free. */
        ExpectedBlock block(int n) {
            return blocks.get(n);
        }

        long links(int n) {
            return block(n).address() + work.unit();
        }

        long head(String list) {
            return heap.address() + work.heapOffset(list);
        }
    }

    private Recorder decode(Sample sample) {
        DecodeContext context = sample.work.context();
        HeapRoot root = decoder.locate(context).getFirst();
        Recorder found = new Recorder();
        decoder.decode(root, context, found);
        return found;
    }

    /** All blocks but some are as they were. */
    private static void assertOthersFound(Recorder found, Sample sample, Long... except) {
        for (ExpectedBlock block : sample.heap.blocks()) {
            if (!List.of(except).contains(block.address())) {
                assertThat(found.at(block.address()).state()).isEqualTo(block.state());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN7, WIN10})
    void brokenChecksum(String table) {
        Sample sample = new Sample(table);
        ExpectedBlock block = sample.block(4);
        sample.heap.overwrite(block.address(), "SmallTagIndex", 0x55, false);
        Recorder found = decode(sample);
        assertThat(found.anomalies()).hasSize(1);
        Anomaly anomaly = found.anomalies().getFirst();
        assertThat(anomaly.rule()).isEqualTo("nt.checksum");
        assertThat(anomaly.address()).isEqualTo(block.address());
        assertThat(anomaly.actual()).isEqualTo("0x55");
        assertThat(anomaly.evidence()).hasSize(16 * 3 - 1);
        assertOthersFound(found, sample);
        assertThat(found.at(block.address()).has(BlockSink.INFERRED)).isTrue();
        assertThat(found.at(block.address()).size()).isEqualTo(block.size());
    }

    @Test
    void brokenHeaderOfAFreeEntryIsKnownFromItsList() {
        Sample sample = new Sample(WIN10);
        ExpectedBlock block = sample.block(5);
        sample.heap.overwrite(block.address(), "SmallTagIndex", 0x55, false);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.checksum");
        assertOthersFound(found, sample);
        assertThat(found.blocks(BlockState.FREE))
                .filteredOn(actual -> actual.has(BlockSink.INFERRED))
                .extracting(Recorder.Block::address)
                .containsExactly(block.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void sizeOfNothing(String table) {
        Sample sample = new Sample(table);
        ExpectedBlock block = sample.block(4);
        sample.heap.overwrite(block.address(), "Size", 0, true);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.size");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(block.address());
        assertOthersFound(found, sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void sizeBeyondTheEnd(String table) {
        Sample sample = new Sample(table);
        ExpectedBlock block = sample.block(4);
        sample.heap.overwrite(block.address(), "Size", 0xfff0, true);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.size");
        assertOthersFound(found, sample);
    }

    /** Without checksums the header that a wrong size leads to is not to blame. */
    @Test
    void sizeThatLeadsIntoAnotherBlock() {
        Sample sample = new Sample(XP);
        ExpectedBlock block = sample.block(4);
        sample.heap.overwrite(block.address(), "Size", 0x30, false);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.size");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(block.address());
        assertOthersFound(found, sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void wrongPreviousSize(String table) {
        Sample sample = new Sample(table);
        ExpectedBlock block = sample.block(4);
        sample.heap.overwrite(block.address(), "PreviousSize", 0x7, true);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.previous-size");
        Anomaly anomaly = found.anomalies().getFirst();
        assertThat(anomaly.address()).isEqualTo(block.address());
        assertThat(anomaly.actual()).isEqualTo("0x7");
        assertThat(anomaly.expected())
                .isEqualTo(
                        "PreviousSize 0x"
                                + Long.toHexString(sample.block(3).size() / sample.work.unit()));
        assertOthersFound(found, sample);
        assertThat(found.blocks().values()).allMatch(any -> !any.has(BlockSink.INFERRED));
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void wrongSegment(String table) {
        Sample sample = new Sample(table);
        boolean old = table.equals(XP);
        sample.heap.overwrite(
                sample.block(4).address(), old ? "SegmentIndex" : "SegmentOffset", 3, true);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.segment-offset");
        assertOthersFound(found, sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void moreUnusedBytesThanBytes(String table) {
        Sample sample = new Sample(table);
        long user = sample.heap.allocate(1);
        ExpectedBlock block = sample.block(user);
        sample.heap.overwrite(block.address(), "UnusedBytes", 0xfe, true);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.unused-bytes");
        assertOthersFound(found, sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void linkToNowhere(String table) {
        Sample sample = new Sample(table);
        sample.work.process().corrupt(sample.links(5), "_LIST_ENTRY", "Flink", 0x41414141);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.free-list-link");
        assertOthersFound(found, sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void wrongLinkBack(String table) {
        Sample sample = new Sample(table);
        sample.work.process().corrupt(sample.links(5), "_LIST_ENTRY", "Blink", sample.links(4));
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.free-list-link");
        assertOthersFound(found, sample);
    }

    /** The list is cut short behind its first entry, consistently. */
    @ParameterizedTest
    @ValueSource(strings = {WIN7, WIN10})
    void freeEntriesThatAreOnNoList(String table) {
        Sample sample = new Sample(table);
        long head = sample.head("FreeLists");
        sample.work.process().corrupt(sample.links(1), "_LIST_ENTRY", "Flink", head);
        sample.work.process().corrupt(sample.links(1), "_LIST_ENTRY", "Blink", head);
        sample.work.process().corrupt(head, "_LIST_ENTRY", "Flink", sample.links(1));
        sample.work.process().corrupt(head, "_LIST_ENTRY", "Blink", sample.links(1));
        Recorder found = decode(sample);
        long free =
                sample.heap.blocks().stream().filter(block -> block.kind() == Kind.FREE).count();
        assertThat(free).isEqualTo(5);
        assertThat(found.rules()).hasSize((int) free - 1).containsOnly("nt.free-not-listed");
        assertOthersFound(found, sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void listedEntryThatIsBusy(String table) {
        Sample sample = new Sample(table);
        ExpectedBlock block = sample.block(5);
        int flags = 1;
        sample.heap.overwrite(block.address(), "UnusedBytes", 0x10, true);
        sample.heap.overwrite(block.address(), "Flags", flags, true);
        Recorder found = decode(sample);
        assertThat(found.rules()).contains("nt.listed-not-free");
        assertThat(found.errors()).hasSize(1);
        assertThat(found.errors().getFirst().address()).isEqualTo(block.address());
        assertOthersFound(found, sample, block.address());
    }

    /** With this many free entries the list is not followed unless the links' sums differ. */
    @Test
    void wrongLinkAmongMany() {
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
        assertThat(found.rules()).containsExactly("nt.free-list-link");
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void wrongTotal(String table) {
        Sample sample = new Sample(table);
        sample.work.process().corrupt(sample.heap.address(), "_HEAP", "TotalFreeSize", 5);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.total-free-size");
        assertThat(found.anomalies().getFirst().expected()).isEqualTo("0x5 units");
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN7, WIN10})
    void wrongHeapOfASegment(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = work.busyHeap(2000);
        assertThat(heap.segments()).hasSizeGreaterThan(1);
        long segment = heap.segments().get(1).start();
        work.process().corrupt(segment, "_HEAP_SEGMENT", "Heap", 0x1000);
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        assertThat(found.rules()).containsExactly("nt.segment");
        assertThat(found.anomalies().getFirst().actual()).isEqualTo("0x1000");
        assertThat(found.blocks()).hasSize(heap.blocks().size());
    }

    @Test
    void lookasideListThatGoesRound() {
        Workload work = new Workload(XP);
        NtHeapWriter heap = work.busyHeap(2000);
        ExpectedBlock parked =
                heap.blocks().stream()
                        .filter(block -> block.kind() == Kind.LOOKASIDE)
                        .findFirst()
                        .orElseThrow();
        work.process().corrupt(parked.userAddress(), "_LIST_ENTRY", "Flink", parked.userAddress());
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        assertThat(found.rules()).containsExactly("nt.double-free");
        assertThat(found.blocks()).hasSize(heap.blocks().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void virtualBlockLargerThanItsReservation(String table) {
        Sample sample = new Sample(table);
        long user = sample.heap.allocate(0x20_0000);
        ExpectedBlock block = sample.block(user);
        assertThat(block.kind()).isEqualTo(Kind.VIRTUAL);
        sample.work
                .process()
                .corrupt(block.address(), "_HEAP_VIRTUAL_ALLOC_ENTRY", "CommitSize", 0x7000_0000);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.virtual-block");
        assertOthersFound(found, sample, block.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN7, WIN10})
    void uncommittedRangeOutsideOfItsSegment(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = work.heap(HeapOptions.GROWABLE);
        heap.allocate(0x100);
        ExpectedBlock guard =
                heap.blocks().stream()
                        .filter(block -> block.kind() == Kind.GUARD)
                        .findFirst()
                        .orElseThrow();
        work.process().corrupt(guard.userAddress(), "_HEAP_UCR_DESCRIPTOR", "Address", 0x10_0000);
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        assertThat(found.errors()).extracting(Anomaly::rule).containsExactly("nt.ucr");
        assertThat(found.blocks(BlockState.BUSY)).hasSize(1);
    }

    private static long blocksIndex(Sample sample) {
        return sample.work
                .process()
                .memory()
                .bytes(sample.head("BlocksIndex"), Long.BYTES)
                .get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    }

    private static long index(Sample sample) {
        sample.work.context();
        long word = blocksIndex(sample);
        return sample.work.isWide() ? word : word & 0xffff_ffffL;
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN7, WIN10})
    void wrongNumberInTheIndex(String table) {
        Sample sample = new Sample(table);
        long index = index(sample);
        sample.work.process().corrupt(index, "_HEAP_LIST_LOOKUP", "ItemCount", 77);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.free-index");
        Anomaly anomaly = found.anomalies().getFirst();
        assertThat(anomaly.address()).isEqualTo(index + offset(sample, "ItemCount"));
        assertThat(anomaly.expected()).isEqualTo("0x4d");
        assertOthersFound(found, sample);
    }

    private static int offset(Sample sample, String field) {
        return sample.work.types().structure("_HEAP_LIST_LOOKUP").offset(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN7, WIN10})
    void indexOfAnotherList(String table) {
        Sample sample = new Sample(table);
        long index = index(sample);
        sample.work.process().corrupt(index, "_HEAP_LIST_LOOKUP", "ListHead", 0x1000);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.free-index");
        assertThat(found.anomalies().getFirst().address())
                .isEqualTo(index + offset(sample, "ListHead"));
        assertOthersFound(found, sample);
    }

    /** The hint for the freed blocks' size leads to a busy block. */
    @ParameterizedTest
    @ValueSource(strings = {WIN7, WIN10})
    void hintThatLeadsToABusyBlock(String table) {
        Sample sample = new Sample(table);
        long index = index(sample);
        var lookup = sample.work.types().structure("_HEAP_LIST_LOOKUP");
        int words = table.equals(WIN7) ? 2 : 1;
        int pointer = sample.work.isWide() ? Long.BYTES : Integer.BYTES;
        long units = sample.block(1).size() / sample.work.unit();
        long hints = index + lookup.size() + 0x80 / Byte.SIZE;
        long slot = hints + units * words * pointer;
        byte[] busy = new byte[pointer];
        long value = sample.block(2).address() + sample.work.unit();
        for (int i = 0; i < pointer; i++) {
            busy[i] = (byte) (value >>> i * Byte.SIZE);
        }
        sample.work.process().corrupt(slot, busy);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.free-index");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(slot);
        assertOthersFound(found, sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void wrongNumberOfUncommittedPages(String table) {
        Sample sample = new Sample(table);
        long segment =
                table.equals(XP) ? sample.heap.blocks().get(1).address() : sample.heap.address();
        sample.work.process().corrupt(segment, "_HEAP_SEGMENT", "NumberOfUnCommittedPages", 3);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.counts");
        assertThat(found.anomalies().getFirst().expected()).isEqualTo("3");
        assertOthersFound(found, sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN7, WIN10})
    void wrongNumberOfSegments(String table) {
        Sample sample = new Sample(table);
        long counters = sample.head("Counters");
        sample.work.process().corrupt(counters, "_HEAP_COUNTERS", "TotalSegments", 4);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.counts");
        assertThat(found.anomalies().getFirst().actual()).isEqualTo("1");
        assertOthersFound(found, sample);
    }

    /** A thread holds the lock: what it may be about to mend is a hint only. */
    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void lockIsHeld(String table) {
        Sample sample = new Sample(table);
        sample.work.context();
        byte[] word =
                sample.work
                        .process()
                        .memory()
                        .bytes(sample.head("LockVariable"), sample.work.isWide() ? 8 : 4)
                        .toArray(ValueLayout.JAVA_BYTE);
        long lock = 0;
        for (int i = word.length - 1; i >= 0; i--) {
            lock = lock << Byte.SIZE | word[i] & 0xff;
        }
        sample.work.process().corrupt(lock, "_RTL_CRITICAL_SECTION", "LockCount", -2);
        sample.work.process().corrupt(lock, "_RTL_CRITICAL_SECTION", "OwningThread", 0x77c);
        sample.work.process().corrupt(sample.heap.address(), "_HEAP", "TotalFreeSize", 5);
        sample.work
                .process()
                .corrupt(sample.links(1), "_LIST_ENTRY", "Flink", sample.head("FreeLists"));
        Recorder found = decode(sample);
        assertThat(found.rules()).first().isEqualTo("nt.lock-held");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(lock);
        assertThat(found.anomalies().getFirst().summary()).contains("thread 0x77c");
        assertThat(found.anomalies())
                .filteredOn(anomaly -> anomaly.rule().equals("nt.total-free-size"))
                .extracting(Anomaly::confidence)
                .containsExactly(Confidence.HINT);
        assertThat(found.errors()).extracting(Anomaly::rule).containsOnly("nt.free-list-link");
        assertOthersFound(found, sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void listOfVirtualBlocksThatIsBroken(String table) {
        Sample sample = new Sample(table);
        ExpectedBlock first = sample.block(sample.heap.allocate(0x20_0000));
        sample.heap.allocate(0x20_0000);
        sample.work.process().corrupt(first.address(), "_LIST_ENTRY", "Blink", 0x1000);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.list");
        assertThat(found.anomalies().getFirst().expected())
                .isEqualTo(Addresses.hex(sample.head("VirtualAllocdBlocks")));
        assertOthersFound(found, sample);
    }

    @Test
    void bitmapOfFreeListsThatIsWrong() {
        Sample sample = new Sample(XP);
        long bitmap = sample.head("u");
        long units = sample.block(1).size() / sample.work.unit();
        sample.work.process().corrupt(bitmap + units / Byte.SIZE, (byte) 0);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.free-list-size");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(bitmap + units / Byte.SIZE);
        assertOthersFound(found, sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10})
    void noHeapSignature(String table) {
        Sample sample = new Sample(table);
        DecodeContext healthy = sample.work.context();
        HeapRoot root = decoder.locate(healthy).getFirst();
        sample.work.process().corrupt(sample.heap.address(), "_HEAP", "Signature", 0x1234);
        DecodeContext context = sample.work.context();
        Recorder found = new Recorder();
        decoder.decode(root, context, found);
        assertThat(found.rules()).containsExactly("nt.heap");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(sample.head("Signature"));
        assertOthersFound(found, sample);
    }

    /** Two freed blocks side by side whose headers were not joined. */
    @ParameterizedTest
    @ValueSource(strings = {WIN7, WIN10})
    void freeBlocksSideBySide(String table) {
        Sample sample = new Sample(table);
        sample.heap.overwrite(sample.block(4).address(), "Flags", 0, true);
        Recorder found = decode(sample);
        assertThat(found.rules()).contains("nt.adjacent-free");
        assertThat(found.errors()).isEmpty();
    }
}
