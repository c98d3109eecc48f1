package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cairn.heap.windows.SegmentDamage.WIN11;
import static org.cairn.heap.windows.SegmentDamage.X64;
import static org.cairn.heap.windows.SegmentDamage.X86;
import static org.cairn.heap.windows.SegmentDamage.assertOnly;
import static org.cairn.heap.windows.SegmentDamage.block;
import static org.cairn.heap.windows.SegmentDamage.blocks;
import static org.cairn.heap.windows.SegmentDamage.offset;
import static org.cairn.heap.windows.SegmentDamage.work;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.HeapRoot;
import org.cairn.testkit.SegmentHeapBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;

/**
 * One thing in the heads, lists and trees of a segment heap is wrong: it is reported once, and
 * nearly all blocks are found.
 */
final class DamagedSegmentHeapListsTest {
    private static byte[] bytes(SegmentWork work, long address, int count) {
        var cursor = work.process().space().cursor();
        assertThat(cursor.seek(address, count)).isTrue();
        return cursor.bytes(0, count);
    }

    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11, "ntdll-win10-1607-x64", "win10-1809-17763.5933-x64"})
    void noHeapSignature(String table) {
        SegmentWork work = work(table);
        long at = work.heap().address() + (work.isWide() ? 0x10 : 8);
        work.process().corrupt(at, (byte) 0x11, (byte) 0x22);
        HeapRoot root = new SegmentHeapDecoder().locate(work.context()).getFirst();
        assertThat(root.address()).isEqualTo(work.heap().address());
        assertThat(root.status()).isEqualTo(HeapRoot.Status.PRESENT);
        assertThat(root.origin()).contains("not by the signature");
        Recorder found = assertOnly(work, "sh.heap", at);
        assertThat(found.gaps()).isEmpty();
    }

    /** An address that the system lists, where neither signature nor contexts are. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void listedHeapThatNothingConfirms(String table) {
        SegmentWork work = work(table);
        work.process().corrupt(work.heap().address(), new byte[0x200]);
        assertThat(new SegmentHeapDecoder().locate(work.context()))
                .extracting(HeapRoot::address)
                .doesNotContain(work.heap().address());
    }

    /** The context of units of 64 KiB contradicts itself: the usual units are assumed. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void contextThatContradictsItself(String table) {
        SegmentWork work = work(table);
        SegmentHeapDecoder decoder = new SegmentHeapDecoder();
        HeapRoot root = decoder.locate(work.context()).getFirst();
        int context = work.types().structure("_HEAP_SEG_CONTEXT").size();
        long at =
                work.heap().address()
                        + offset(work, "_SEGMENT_HEAP", "SegContexts")
                        + context
                        + offset(work, "_HEAP_SEG_CONTEXT", "SegmentMask");
        work.process().corrupt(at, (byte) 0x77, (byte) 0x77);
        Recorder found = new Recorder();
        decoder.decode(root, work.context(), found);
        assertOnly(found, work, "sh.heap", at);
        assertThat(found.gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void listOfPageSegments(String table) {
        SegmentWork work = work(table);
        long node = work.heap().segments().getFirst().start();
        work.process().corrupt(node, "_LIST_ENTRY", "Flink", 0x4141_4141);
        Recorder found = assertOnly(work, "sh.list", node);
        assertThat(found.gaps()).isEmpty();
    }

    /** A block in whole pages with more unused bytes than bytes. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void unusedBytesOfARange(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock range = block(work, "back end", BlockState.BUSY);
        long at = work.heap().descriptor(range.address());
        work.process().corrupt(at, "_HEAP_PAGE_RANGE_DESCRIPTOR", "UnusedBytes", 0x7fff_ffff);
        assertOnly(work, "sh.unused-bytes", at);
    }

    /** The word at the end of a chunk that is shorter than what 13 bits can say. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void unusedBytesOfAChunk(String table) {
        SegmentWork work = work(table);
        long word = word(work, "VS");
        work.process().corrupt(word, (byte) 0xff, (byte) 0x1f);
        assertOnly(work, "sh.unused-bytes", word);
    }

    /** An overrun into the chunk's own last word, whose bit 13 then says LFH subsegment. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void endWordThatClaimsASubsegment(String table) {
        SegmentWork work = work(table);
        long word = word(work, "VS");
        SegmentHeapBlock chunk =
                work.heap().blocks().stream()
                        .filter(block -> block.address() + block.size() == word + Short.BYTES)
                        .findFirst()
                        .orElseThrow();
        long end = chunk.userAddress() + chunk.userSize();
        byte[] overrun = new byte[(int) (word + Short.BYTES - end)];
        Arrays.fill(overrun, (byte) 0x65);
        work.process().corrupt(end, overrun);
        Recorder found = assertOnly(work, "sh.unused-bytes", word);
        assertThat(found.at(chunk.address()).size()).isEqualTo(chunk.size());
        assertThat(found.at(chunk.address()).state()).isEqualTo(BlockState.BUSY);
        assertThat(found.at(chunk.address()).has(BlockSink.INFERRED)).isTrue();
        assertThat(found.gaps()).isEmpty();
    }

    /** Wrong offsets in a subsegment inside a chunk: the rest of its header still confirms it. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void offsetsOfASubsegmentInAChunk(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock header =
                work.heap().blocks().stream()
                        .filter(block -> block.kind().equals("LFH subsegment"))
                        .filter(block -> block.address() % 0x1000 != 0 && !endsLfh(work, block))
                        .findFirst()
                        .orElseThrow();
        long at =
                header.address()
                        + work.unit()
                        + offset(work, "_HEAP_LFH_SUBSEGMENT", "BlockOffsets");
        work.process().corrupt(at, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f);
        Recorder found = assertOnly(work, "sh.lfh-offsets", at);
        assertThat(found.gaps()).hasSize(1);
    }

    /** Whether a part of an LFH subsegment lies behind its blocks. */
    private static boolean endsLfh(SegmentWork work, SegmentHeapBlock part) {
        return work.heap().blocks().stream()
                .filter(block -> block.kind().equals("LFH"))
                .anyMatch(block -> block.address() + block.size() == part.address());
    }

    /** The same, 14 bits, at the end of a block of the low-fragmentation heap. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void unusedBytesOfAnLfhBlock(String table) {
        SegmentWork work = work(table);
        long word = word(work, "LFH");
        work.process().corrupt(word, (byte) 0xff, (byte) 0x3f);
        assertOnly(work, "sh.unused-bytes", word);
    }

    /** The last two bytes of a short busy block with two unused bytes or more. */
    private static long word(SegmentWork work, String kind) {
        SegmentHeapBlock chosen =
                work.heap().blocks().stream()
                        .filter(block -> block.kind().equals(kind))
                        .filter(block -> block.state() == BlockState.BUSY && block.flags() == 0)
                        .filter(block -> block.size() < 0x1000)
                        .filter(
                                block ->
                                        block.address() + block.size()
                                                >= block.userAddress() + block.userSize() + 2)
                        .skip(20)
                        .findFirst()
                        .orElseThrow();
        return chosen.address() + chosen.size() - Short.BYTES;
    }

    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void chainOfDelayedFrees(String table) {
        SegmentWork work = work(table).delayed(1);
        SegmentHeapBlock delayed =
                work.heap().blocks().stream()
                        .filter(block -> block.kind().equals("VS") && block.flags() != 0)
                        .findFirst()
                        .orElseThrow();
        long entry = delayed.address() + work.unit();
        work.process().corrupt(entry, "_LIST_ENTRY", "Flink", 0x4141_4141);
        assertOnly(work, "sh.delay-free", entry);
    }

    /** The head says how many frees wait, but leads to none. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void headOfDelayedFrees(String table) {
        SegmentWork work = work(table).delayed(3);
        long head =
                work.heap().address()
                        + offset(work, "_SEGMENT_HEAP", "VsContext")
                        + offset(work, "_HEAP_VS_CONTEXT", "DelayFreeContext");
        int pointer = work.isWide() ? 8 : 4;
        work.process().corrupt(head + (work.isWide() ? 8 : 0), new byte[pointer]);
        Recorder found = assertOnly(work, "sh.delay-free", head);
        assertThat(found.anomalies().getFirst().expected()).isEqualTo("3");
    }

    /** S6: the header of a busy chunk says free, but the tree of free chunks does not know it. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void freeChunkThatIsInNoTree(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock chunk = block(work, "VS", BlockState.BUSY);
        // Allocated is bit 48 of Sizes on x64, bit 31 on x86.
        long at = chunk.address() + (work.isWide() ? 6 : 3);
        int bit = work.isWide() ? 1 : 0x80;
        work.process().corrupt(at, (byte) (bytes(work, at, 1)[0] ^ bit));
        Recorder found = assertOnly(work, "sh.free-tree", chunk.address());
        assertThat(found.at(chunk.address()).state()).isEqualTo(BlockState.FREE);
    }

    /** S6: the two nodes of large blocks stand in each other's place. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void treeOfLargeBlocksOutOfOrder(String table) {
        SegmentWork work = work(table);
        List<SegmentHeapBlock> large = blocks(work, "large");
        assertThat(large).hasSize(2);
        long first = work.heap().node(large.get(0).userAddress());
        long second = work.heap().node(large.get(1).userAddress());
        int from = offset(work, "_HEAP_LARGE_ALLOC_DATA", "VirtualAddress");
        int count = work.types().structure("_HEAP_LARGE_ALLOC_DATA").size() - from;
        byte[] one = bytes(work, first + from, count);
        byte[] two = bytes(work, second + from, count);
        work.process().corrupt(first + from, two);
        work.process().corrupt(second + from, one);
        Recorder found = assertOnly(work, "sh.tree", second);
        assertThat(found.blocks("large")).hasSize(2);
    }

    /** S7: a large block that is longer than its memory, as the dump describes it. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void largeBlockThatIsLongerThanItsMemory(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock block = blocks(work, "large").getLast();
        long committed = block.size() - 0x5000;
        work.process().memory().decommit(block.address() + committed, 0x5000);
        Recorder found = assertOnly(work, "sh.large", work.heap().node(block.userAddress()));
        assertThat(found.at(block.address()).size()).isEqualTo(committed);
        assertThat(found.at(block.address()).has(BlockSink.INFERRED)).isTrue();
    }

    /** S7: a large block whose memory was given back. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void largeBlockThatIsNotCommitted(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock block = block(work, "large", BlockState.BUSY);
        work.process().memory().decommit(block.address(), block.size());
        assertOnly(work, "sh.large", work.heap().node(block.userAddress()));
    }

    /** An overrun over header and links of a free chunk: the links are echoes. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void overrunOverTheLinksOfAFreeChunk(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock chunk = freeFork(work);
        byte[] overrun = new byte[2 * work.unit() + 3];
        Arrays.fill(overrun, (byte) 0x41);
        work.process().corrupt(chunk.address(), overrun);
        Recorder found = assertOnly(work, "sh.vs-chunk", chunk.address());
        assertThat(found.at(chunk.address()).state()).isEqualTo(BlockState.FREE);
    }

    /** The same with zeros: the chunks below it in the tree are cut off, which is no news. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void zerosOverHeaderAndChildrenOfAFreeChunk(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock chunk = freeFork(work);
        int parent =
                offset(work, "_HEAP_VS_CHUNK_FREE_HEADER", "Node")
                        + offset(work, "_RTL_BALANCED_NODE", "ParentValue");
        work.process().corrupt(chunk.address(), new byte[parent]);
        Recorder found = assertOnly(work, "sh.vs-chunk", chunk.address());
        assertThat(found.at(chunk.address()).state()).isEqualTo(BlockState.FREE);
    }

    /** A free chunk with chunks on both sides and with two children in the tree. */
    private static SegmentHeapBlock freeFork(SegmentWork work) {
        int node = offset(work, "_HEAP_VS_CHUNK_FREE_HEADER", "Node");
        int pointer = work.isWide() ? 8 : 4;
        byte[] none = new byte[pointer];
        return work.heap().blocks().stream()
                .filter(block -> block.kind().equals("VS"))
                .filter(block -> block.state() == BlockState.FREE)
                .filter(block -> block.address() % 0x1_0000 > 0x100)
                .filter(block -> (block.address() + block.size()) % 0x1_0000 != 0)
                .filter(block -> !Arrays.equals(bytes(work, block.address() + node, pointer), none))
                .filter(
                        block ->
                                !Arrays.equals(
                                        bytes(work, block.address() + node + pointer, pointer),
                                        none))
                .findFirst()
                .orElseThrow();
    }

    /** List, descriptors and tree of free ranges lead into one absent page: told once. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void absentPageOfDescriptors(String table) {
        SegmentWork work = work(table);
        work.process().omit(work.heap().segments().get(1).start(), 0x1000);
        assertThat(work.decode().rules()).containsExactly("sh.absent");
    }
}
