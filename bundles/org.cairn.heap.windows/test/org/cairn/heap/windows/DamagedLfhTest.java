package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.LfhWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One thing broken in a low-fragmentation heap: exactly that is reported, once, at its place, and
 * the rest is found. Offsets are those of the published structures, written out.
 */
final class DamagedLfhTest {
    static final String XP = "winxp-sp3-x86";
    static final String XP64 = "win2003-sp2-x64";
    static final String VISTA = "winvista-sp2-x64";
    static final String WIN7 = "win7-sp1-x86";
    static final String WIN7_64 = "win7-sp1-x64";
    static final String WIN81 = "win81-x64";
    static final String WIN10 = "win10-22h2-19045-x64";
    static final String WIN10_86 = "win10-22h2-19045-x86";
    static final String WIN11 = "win11-22h2-22621-x64";

    /** The container that is damaged: it has some hundred blocks, busy ones and free ones. */
    private static final int VICTIM = 9;

    static Recorder decode(LfhWork work) {
        NtHeapDecoder decoder = new NtHeapDecoder();
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        return found;
    }

    private static LfhWriter victim(LfhWork work) {
        return work.containers().get(VICTIM);
    }

    static void corrupt(LfhWork work, long address, int bytes, long value) {
        byte[] content =
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array();
        work.process().corrupt(address, Arrays.copyOf(content, bytes));
    }

    static Anomaly only(Recorder found, String rule, long address) {
        assertThat(found.anomalies()).hasSize(1);
        Anomaly anomaly = found.anomalies().getFirst();
        assertThat(anomaly.rule()).isEqualTo(rule);
        assertThat(anomaly.address()).isEqualTo(address);
        assertThat(anomaly.evidence()).isNotEmpty();
        return anomaly;
    }

    /** All blocks but some are found exactly, those too, but for what is broken. */
    static void assertOthersFound(Recorder found, LfhWork work, Long... except) {
        Set<Long> broken = Set.of(except);
        List<ExpectedBlock> blocks = work.heap().blocks();
        for (ExpectedBlock block : blocks) {
            if (!broken.contains(block.address())) {
                assertThat(withoutFound(found.at(block.address())))
                        .isEqualTo(NtHeapDecoderTest.expected(block));
            }
        }
        assertThat(found.blocks()).hasSize(blocks.size());
        assertThat(found.gaps()).isEmpty();
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

    private static int free(LfhWriter container) {
        int index = container.count() / 2;
        while (container.isBusy(index)) {
            index++;
        }
        return index;
    }

    private static int busy(LfhWriter container) {
        int index = container.count() / 2;
        while (!container.isBusy(index)) {
            index++;
        }
        return index;
    }

    static int pointer(LfhWork work) {
        return work.isWide() ? 8 : 4;
    }

    /** Where the first word of a block's header is. */
    private static long word(LfhWork work, LfhWriter container, int index) {
        return container.block(index) + (work.isWide() ? 8 : 0);
    }

    /** L1: Signature. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void signature(String table) {
        LfhWork work = new LfhWork(table);
        int offset = !work.hasFrontOfItsOwn() ? 3 * pointer(work) : work.isWide() ? 0x14 : 0xc;
        long address = victim(work).userBlocks() + offset;
        corrupt(work, address, 4, 0x6f6f6f6f);
        Recorder found = decode(work);
        Anomaly anomaly = only(found, "nt.lfh-user-blocks", address);
        assertThat(anomaly.expected()).isEqualTo("0xf0e0d0c0");
        assertThat(anomaly.actual()).isEqualTo("0x6f6f6f6f");
        assertOthersFound(found, work);
    }

    /** L1: SubSegment leads to another one. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void subsegmentOfAnother(String table) {
        LfhWork work = new LfhWork(table);
        long address = victim(work).userBlocks();
        corrupt(work, address, pointer(work), work.containers().get(3).subsegment());
        Recorder found = decode(work);
        only(found, "nt.lfh-user-blocks", address);
        assertOthersFound(found, work);
    }

    /** L1: the subsegment does not lead back. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void subsegmentDoesNotLeadBack(String table) {
        LfhWork work = new LfhWork(table);
        long address = victim(work).subsegment() + pointer(work);
        corrupt(work, address, pointer(work), 0x12340);
        Recorder found = decode(work);
        only(found, "nt.lfh-user-blocks", address);
        assertOthersFound(found, work);
    }

    /** L2: EncodedOffsets. */
    @ParameterizedTest
    @ValueSource(strings = {WIN81, WIN10, WIN10_86, WIN11})
    void encodedOffsets(String table) {
        LfhWork work = new LfhWork(table);
        long address = victim(work).userBlocks() + (work.isWide() ? 0x18 : 0x10);
        corrupt(work, address, 4, 0x41414141);
        Recorder found = decode(work);
        only(found, "nt.lfh-offsets", address);
        assertOthersFound(found, work);
    }

    /** L2: BlockSize. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void blockSize(String table) {
        LfhWork work = new LfhWork(table);
        int offset =
                work.hasFrontOfItsOwn() ? work.isWide() ? 0x24 : 0x14 : work.isWide() ? 0x18 : 0x10;
        long address = victim(work).subsegment() + offset;
        corrupt(work, address, 2, 0x1234);
        Recorder found = decode(work);
        only(found, "nt.lfh-offsets", address);
        assertOthersFound(found, work);
    }

    /** L3: Depth. */
    @ParameterizedTest
    @ValueSource(strings = {XP, XP64, VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void depth(String table) {
        LfhWork work = new LfhWork(table);
        int offset =
                work.hasFrontOfItsOwn() ? work.isWide() ? 0x20 : 0x10 : work.isWide() ? 0x10 : 0x8;
        long address = victim(work).subsegment() + offset;
        corrupt(work, address, 2, work.isOld() ? 0x700 : 3);
        Recorder found = decode(work);
        only(found, "nt.lfh-depth", address);
        assertThat(found.blocks("LFH")).hasSameSizeAs(lfh(work));
        if (!work.isOld()) {
            assertOthersFound(found, work);
        }
    }

    /** L4: Buffer of the bitmap. */
    @ParameterizedTest
    @ValueSource(strings = {WIN81, WIN10, WIN10_86, WIN11})
    void bitmapBuffer(String table) {
        LfhWork work = new LfhWork(table);
        long bitmap = victim(work).userBlocks() + (work.isWide() ? 0x20 : 0x14);
        corrupt(work, bitmap + pointer(work), pointer(work), 0x4141_4140L);
        Recorder found = decode(work);
        only(found, "nt.lfh-bitmap", bitmap + pointer(work));
        assertOthersFound(found, work);
    }

    /** L4: size of the bitmap. */
    @ParameterizedTest
    @ValueSource(strings = {WIN81, WIN10, WIN10_86, WIN11})
    void bitmapSize(String table) {
        LfhWork work = new LfhWork(table);
        long bitmap = victim(work).userBlocks() + (work.isWide() ? 0x20 : 0x14);
        corrupt(work, bitmap, pointer(work), 0x41414141L);
        Recorder found = decode(work);
        only(found, "nt.lfh-bitmap", bitmap);
        assertOthersFound(found, work);
    }

    /** L5: a free block whose header says busy, such as one freed twice and given out between. */
    @ParameterizedTest
    @ValueSource(strings = {WIN81, WIN10, WIN10_86, WIN11})
    void busyHeaderOfAFreeBlock(String table) {
        LfhWork work = new LfhWork(table);
        LfhWriter victim = victim(work);
        int index = free(victim);
        long address = word(work, victim, index) + 7;
        corrupt(work, address, 1, 0x90);
        Recorder found = decode(work);
        Anomaly anomaly = only(found, "nt.lfh-state", address);
        assertThat(anomaly.expected()).contains("bitmap says free");
        assertOthersFound(found, work, victim.block(index));
        assertThat(found.at(victim.block(index)).has(BlockSink.INFERRED)).isTrue();
    }

    /** L5: a bit of the bitmap. */
    @ParameterizedTest
    @ValueSource(strings = {WIN81, WIN10, WIN10_86, WIN11})
    void bitOfTheBitmap(String table) {
        LfhWork work = new LfhWork(table);
        LfhWriter victim = victim(work);
        int index = busy(victim);
        int others = 0;
        for (int bit = 0; bit < 8; bit++) {
            int other = index / 8 * 8 + bit;
            boolean set = other >= victim.count() || victim.isBusy(other);
            others |= set && other != index ? 1 << bit : 0;
        }
        long data = victim.userBlocks() + (work.isWide() ? 0x30 : 0x1c);
        corrupt(work, data + index / 8, 1, others);
        Recorder found = decode(work);
        Anomaly anomaly = only(found, "nt.lfh-state", word(work, victim, index) + 7);
        assertThat(anomaly.expected()).contains("bitmap says free");
        assertOthersFound(found, work, victim.block(index));
    }

    /** Vista and 7 have the state in the header only. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64})
    void headerOfAnotherKind(String table) {
        LfhWork work = new LfhWork(table);
        LfhWriter victim = victim(work);
        int index = busy(victim);
        long address = word(work, victim, index) + 7;
        corrupt(work, address, 1, 0x10);
        Recorder found = decode(work);
        only(found, "nt.lfh-state", address);
        assertOthersFound(found, work, victim.block(index));
    }

    /** L6: the header's word. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void headerWord(String table) {
        LfhWork work = new LfhWork(table);
        LfhWriter victim = victim(work);
        int index = busy(victim);
        long address = word(work, victim, index);
        corrupt(work, address, 4, 0x44434241);
        Recorder found = decode(work);
        Anomaly anomaly = only(found, "nt.lfh-header", victim.block(index));
        assertThat(anomaly.actual()).isEqualTo("0x44434241");
        assertOthersFound(found, work, victim.block(index));
        assertThat(found.at(victim.block(index)).state()).isEqualTo(BlockState.BUSY);
    }

    /** L6: an overrun that covers the headers of several blocks is one cause. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void overrunOfSeveralBlocks(String table) {
        LfhWork work = new LfhWork(table);
        LfhWriter victim = victim(work);
        int index = victim.count() / 2;
        int length = (int) (victim.block(index + 3) - victim.block(index) + 16);
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        work.process().corrupt(victim.block(index), text);
        Recorder found = decode(work);
        Anomaly anomaly = only(found, "nt.lfh-header", victim.block(index));
        assertThat(anomaly.summary()).endsWith("and those of the 3 behind it");
        assertOthersFound(
                found,
                work,
                victim.block(index - 1),
                victim.block(index),
                victim.block(index + 1),
                victim.block(index + 2),
                victim.block(index + 3));
    }

    /** The front end names another heap: its zones are not believed, its containers suffice. */
    @ParameterizedTest
    @ValueSource(strings = {WIN81, WIN10, WIN10_86, WIN11})
    void frontEndOfAnotherHeap(String table) {
        LfhWork work = new LfhWork(table);
        long address = victim(work).front() + (work.isWide() ? 0x18 : 0xc);
        corrupt(work, address, pointer(work), 0x7777_0000L);
        Recorder found = decode(work);
        only(found, "nt.lfh-heap", address);
        assertOthersFound(found, work);
    }

    /** The header of a container's entry in the back end. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void entryOfAContainer(String table) {
        LfhWork work = new LfhWork(table);
        long entry = victim(work).userBlocks() - 2L * pointer(work);
        work.heap().overwrite(entry, "SmallTagIndex", 0x55, false);
        Recorder found = decode(work);
        only(found, "nt.checksum", entry);
        assertOthersFound(found, work);
    }

    /** Without enough agreement nothing is guessed: what was tried is said. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN10, WIN10_86})
    void keyThatCannotBeRecovered(String table) {
        LfhWork work = new LfhWork(table);
        int salt = 1;
        for (LfhWriter container : work.containers()) {
            for (int i = 0; i < container.count(); i++) {
                corrupt(work, word(work, container, i), 4, salt++ * 0x9e3779b97f4a7c15L);
            }
        }
        Recorder found = decode(work);
        assertThat(found.rules()).containsExactly("nt.lfh-key");
        assertThat(found.anomalies().getFirst().actual())
                .contains("shift of 4", "shift of 3", "containers: ");
        assertOthersFound(found, work);
    }

    private static List<ExpectedBlock> lfh(LfhWork work) {
        return work.heap().blocks().stream()
                .filter(
                        block ->
                                block.kind() == ExpectedBlock.Kind.LFH_BUSY
                                        || block.kind() == ExpectedBlock.Kind.LFH_FREE)
                .toList();
    }
}
