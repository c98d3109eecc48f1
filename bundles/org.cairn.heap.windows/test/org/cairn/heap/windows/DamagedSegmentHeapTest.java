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
import org.cairn.memory.Structure;
import org.cairn.testkit.NtHeapWriter.Range;
import org.cairn.testkit.SegmentHeapBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** One thing in a segment heap is wrong: it is reported once, and nearly all blocks are found. */
final class DamagedSegmentHeapTest {
    /** S1. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void wrongSignatureOfAPageSegment(String table) {
        SegmentWork work = work(table);
        Range segment = work.heap().segments().getFirst();
        long at = segment.start() + offset(work, "_HEAP_PAGE_SEGMENT", "Signature");
        work.process().corrupt(at, (byte) 0x11, (byte) 0x22, (byte) 0x33);
        Recorder found = assertOnly(work, "sh.segment-signature", at);
        assertThat(found.gaps()).isEmpty();
    }

    /** S2: the size of a range. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void wrongSizeOfARange(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock subsegment = block(work, "VS subsegment", BlockState.METADATA);
        long at = work.heap().descriptor(subsegment.address());
        work.process().corrupt(at, "_HEAP_PAGE_RANGE_DESCRIPTOR", "UnitSize", 9);
        Recorder found = assertOnly(work, "sh.range", at);
        assertThat(found.gaps()).isEmpty();
    }

    /** S2: the distance of a unit from the first one of its range. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void wrongOffsetOfAUnit(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock subsegment = block(work, "VS subsegment", BlockState.METADATA);
        long at = work.heap().descriptor(subsegment.address() + 0x5000);
        work.process().corrupt(at, "_HEAP_PAGE_RANGE_DESCRIPTOR", "UnitOffset", 0x77);
        Recorder found = assertOnly(work, "sh.range", at);
        assertThat(found.gaps()).isEmpty();
    }

    /** S2: flags that no range has. What stands in the range tells what it is. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void unknownFlagsOfARange(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock subsegment = block(work, "VS subsegment", BlockState.METADATA);
        long at = work.heap().descriptor(subsegment.address());
        String field = table.equals(X86) ? "RangeFlagBits" : "RangeFlags";
        work.process().corrupt(at, "_HEAP_PAGE_RANGE_DESCRIPTOR", field, 0x9);
        Recorder found = assertOnly(work, "sh.range", at);
        assertThat(found.gaps()).isEmpty();
    }

    /** S2: a free range that reaches over the one behind it. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void freeRangeThatIsTooLong(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock subsegment =
                work.heap().blocks().stream()
                        .filter(block -> block.kind().equals("VS subsegment"))
                        .filter(block -> work.heap().range(block.address()) == block.address())
                        .filter(block -> freeBefore(work, block.address()) != 0)
                        .findFirst()
                        .orElseThrow();
        long range = freeBefore(work, subsegment.address());
        long at = work.heap().descriptor(range);
        long units = subsegment.address() - range >> 12;
        work.process().corrupt(at, "_HEAP_PAGE_RANGE_DESCRIPTOR", "UnitSize", units + 0x10);
        Recorder found = assertOnly(work, "sh.range", at);
        assertThat(found.gaps()).isEmpty();
    }

    /** The free range that ends where another one begins, or 0. */
    private static long freeBefore(SegmentWork work, long start) {
        return work.heap().blocks().stream()
                .filter(block -> block.kind().equals("back end"))
                .filter(block -> block.state() == BlockState.FREE)
                .filter(block -> block.address() + block.size() == start)
                .mapToLong(block -> work.heap().range(block.address()))
                .findFirst()
                .orElse(0);
    }

    /** S2: sizes and flags that a free range cannot have; the tree of free ranges knows it. */
    @ParameterizedTest
    @CsvSource({
        X86 + ", UnitSize, 0",
        X64 + ", UnitSize, 0",
        WIN11 + ", UnitSize, 0",
        X64 + ", RangeFlags, 0xff",
        WIN11 + ", RangeFlags, 0xff"
    })
    void freeRangeThatMakesNoSense(String table, String field, String value) {
        SegmentWork work = work(table);
        SegmentHeapBlock free =
                work.heap().blocks().stream()
                        .filter(block -> block.kind().equals("back end"))
                        .filter(block -> block.state() == BlockState.FREE)
                        .filter(block -> work.heap().range(block.address()) == block.address())
                        .findFirst()
                        .orElseThrow();
        long at = work.heap().descriptor(free.address());
        work.process().corrupt(at, "_HEAP_PAGE_RANGE_DESCRIPTOR", field, Integer.decode(value));
        Recorder found = assertOnly(work, "sh.range", at);
        assertThat(found.at(free.address()).state()).isEqualTo(BlockState.FREE);
        assertThat(found.gaps()).isEmpty();
    }

    /** S2: a block of whole units that says free, but is in no tree. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void rangeInUseThatSaysFree(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock range = block(work, "back end", BlockState.BUSY);
        long at = work.heap().descriptor(range.address());
        String field = table.equals(X86) ? "RangeFlagBits" : "RangeFlags";
        work.process().corrupt(at, "_HEAP_PAGE_RANGE_DESCRIPTOR", field, 0);
        Recorder found = assertOnly(work, "sh.range", at);
        assertThat(found.at(range.address()).state()).isEqualTo(BlockState.BUSY);
        assertThat(found.gaps()).isEmpty();
    }

    /** S3. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void wrongSignatureOfAVsSubsegment(String table) {
        SegmentWork work = work(table);
        long at = block(work, "VS subsegment", BlockState.METADATA).address();
        work.process().corrupt(at, "_HEAP_VS_SUBSEGMENT", "Signature", 0x1234);
        Recorder found =
                assertOnly(
                        work,
                        "sh.vs-signature",
                        at + offset(work, "_HEAP_VS_SUBSEGMENT", "Signature"));
        assertThat(found.gaps()).isEmpty();
    }

    /** S4: an overrun into the header of the next chunk. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void overwrittenHeaderOfAChunk(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock chunk = block(work, "VS", BlockState.BUSY);
        work.process().corrupt(chunk.address(), "overrun".getBytes());
        Recorder found = assertOnly(work, "sh.vs-chunk", chunk.address());
        assertThat(found.at(chunk.address()).size()).isEqualTo(chunk.size());
        assertThat(found.at(chunk.address()).has(BlockSink.INFERRED)).isTrue();
    }

    /** S4: the same where the chunk is free: the tree of free chunks says so. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void overwrittenHeaderOfAFreeChunk(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock chunk =
                work.heap().blocks().stream()
                        .filter(block -> block.kind().equals("VS"))
                        .filter(block -> block.state() == BlockState.FREE)
                        .filter(block -> block.address() % 0x1_0000 > 0x100)
                        .filter(block -> (block.address() + block.size()) % 0x1_0000 != 0)
                        .findFirst()
                        .orElseThrow();
        byte[] noise = {0x55, 0x55, 0x55, 0x55};
        work.process().corrupt(chunk.address() + (work.isWide() ? 4 : 0), noise);
        Recorder found = assertOnly(work, "sh.vs-chunk", chunk.address());
        assertThat(found.at(chunk.address()).state()).isEqualTo(BlockState.FREE);
    }

    /** S5: the offsets that all blocks of a subsegment depend on. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void wrongOffsetsOfAnLfhSubsegment(String table) {
        SegmentWork work = work(table);
        long at = smallSubsegment(work);
        int field = offset(work, "_HEAP_LFH_SUBSEGMENT", "BlockOffsets");
        work.process().corrupt(at + field, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f);
        Recorder found = assertOnly(work, "sh.lfh-offsets", at + field);
        assertThat(found.gaps()).hasSize(1);
    }

    /** S5: one of the other fields that the place of blocks depends on: it is told itself. */
    @ParameterizedTest
    @CsvSource({
        X86 + ", CommitStateOffset, 0xf000",
        X64 + ", CommitStateOffset, 0xf000",
        WIN11 + ", CommitStateOffset, 0xf000",
        X86 + ", BlockCount, 0x2022",
        X64 + ", BlockCount, 0x2022",
        WIN11 + ", BlockCount, 0x2022",
        X64 + ", BlockCount, 0"
    })
    void wrongFieldBesideTheOffsets(String table, String field, String value) {
        SegmentWork work = work(table);
        long at = smallSubsegment(work);
        Structure layout = work.types().structure("_HEAP_LFH_SUBSEGMENT");
        work.process().corrupt(at, layout.name(), field, Integer.decode(value));
        Recorder found = assertOnly(work, "sh.lfh-offsets", at + layout.offset(field));
        assertThat(found.gaps()).isEmpty();
    }

    /** S5: the number of free blocks. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void wrongNumberOfFreeBlocks(String table) {
        SegmentWork work = work(table);
        long at = smallSubsegment(work);
        Structure layout = work.types().structure("_HEAP_LFH_SUBSEGMENT");
        work.process().corrupt(at, layout.name(), "FreeCount", 0x3333);
        Recorder found = assertOnly(work, "sh.lfh-free-count", at + layout.offset("FreeCount"));
        assertThat(found.gaps()).isEmpty();
    }

    /** The subsegment with the fewest blocks that has a page range of its own. */
    private static long smallSubsegment(SegmentWork work) {
        long best = 0;
        long fewest = Long.MAX_VALUE;
        List<SegmentHeapBlock> blocks = work.heap().blocks();
        for (SegmentHeapBlock header : blocks) {
            if (header.kind().equals("LFH subsegment")
                    && header.address() % 0x1000 == 0
                    && work.heap().range(header.address()) == header.address()) {
                long count =
                        blocks.stream()
                                .filter(block -> block.kind().equals("LFH"))
                                .filter(block -> block.address() > header.address())
                                .filter(block -> block.address() < header.address() + 0x8000)
                                .count();
                if (count < fewest) {
                    fewest = count;
                    best = header.address();
                }
            }
        }
        return best;
    }

    /** S6: a link back in the tree of large blocks. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void wrongLinkInTheTreeOfLargeBlocks(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock block = block(work, "large", BlockState.BUSY);
        long node = work.heap().node(block.userAddress());
        int field = offset(work, "_RTL_BALANCED_NODE", "ParentValue");
        work.process().corrupt(node, "_RTL_BALANCED_NODE", "ParentValue", 0x4141_4140);
        Recorder found = assertOnly(work, "sh.tree", node + field);
        assertThat(found.at(block.address()).size()).isEqualTo(block.size());
    }

    /** S6: a link back in the tree of free chunks. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void wrongLinkInTheTreeOfFreeChunks(String table) {
        SegmentWork work = work(table);
        SegmentHeapBlock chunk = block(work, "VS", BlockState.FREE);
        long node = chunk.address() + offset(work, "_HEAP_VS_CHUNK_FREE_HEADER", "Node");
        int field = offset(work, "_RTL_BALANCED_NODE", "ParentValue");
        work.process().corrupt(node, "_RTL_BALANCED_NODE", "ParentValue", 0x4141_4140);
        assertOnly(work, "sh.tree", node + field);
    }

    /** S7: a large block that reaches into the next one. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void largeBlocksThatOverlap(String table) {
        SegmentWork work = work(table);
        List<SegmentHeapBlock> large = blocks(work, "large");
        assertThat(large).hasSize(2);
        long node = work.heap().node(large.get(0).userAddress());
        long pages = (large.get(1).address() - large.get(0).address()) / 0x1000 + 5;
        work.process().corrupt(node, "_HEAP_LARGE_ALLOC_DATA", "AllocatedPages", pages);
        Recorder found = assertOnly(work, "sh.large", node);
        assertThat(found.at(large.get(0).address()).has(BlockSink.INFERRED)).isTrue();
    }

    /** S7: a large block of nothing. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void largeBlockOfNothing(String table) {
        SegmentWork work = work(table);
        long node = work.heap().node(block(work, "large", BlockState.BUSY).userAddress());
        work.process().corrupt(node, "_HEAP_LARGE_ALLOC_DATA", "AllocatedPages", 0);
        assertOnly(work, "sh.large", node);
    }

    /** S1 in the only page segment: chunks alone give the secret. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64, WIN11})
    void wrongSignatureOfTheOnlyPageSegment(String table) {
        SegmentWork work = single(table);
        long at = damageSignature(work);
        Recorder found = assertOnly(work, "sh.segment-signature", at);
        assertThat(found.gaps()).isEmpty();
    }

    /** A secret that cannot be found: it is said, and the blocks in question are a gap. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64})
    void saysWhenHeapKeyCannotBeFound(String table) {
        SegmentWork work = single(table);
        damageSignature(work);
        for (SegmentHeapBlock block : work.heap().blocks()) {
            if (block.kind().equals("VS subsegment") && block.address() % 0x1000 == 0) {
                work.process().corrupt(block.address() + block.size(), new byte[8]);
            }
        }
        Recorder found = work.decode();
        assertThat(found.rules()).containsExactly("sh.key");
        assertThat(found.anomalies().getFirst().summary()).contains("HeapKey could not be found");
        assertThat(found.anomalies().getFirst().actual()).contains("tried 0x");
        assertThat(found.gaps()).isNotEmpty();
        SegmentSums.assertWhole(found);
    }

    /** One subsegment, in which all blocks are used to the last byte, fits many keys. */
    @ParameterizedTest
    @ValueSource(strings = {X86, X64})
    void saysWhenLfhKeyCannotBeFound(String table) {
        SegmentWork work = new SegmentWork(table);
        for (int i = 0; i < 20; i++) {
            work.heap().allocate(0x120);
        }
        Recorder found = work.decode();
        assertThat(found.rules()).containsExactly("sh.key");
        assertThat(found.anomalies().getFirst().summary()).contains("LfhKey could not be found");
        assertThat(found.gaps()).hasSize(1);
        SegmentSums.assertWhole(found);
    }

    /** A heap with one page segment. */
    private static SegmentWork single(String table) {
        SegmentWork work = new SegmentWork(table);
        for (int i = 0; i < 400; i++) {
            work.heap().allocate(0x20 + i);
        }
        assertThat(work.heap().segments()).hasSize(1);
        return work;
    }

    private static long damageSignature(SegmentWork work) {
        Range segment = work.heap().segments().getFirst();
        long at = segment.start() + offset(work, "_HEAP_PAGE_SEGMENT", "Signature");
        work.process().corrupt(at, (byte) 0x11, (byte) 0x22, (byte) 0x33);
        return at;
    }
}
