package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockState;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Structure;
import org.cairn.testkit.SegmentHeapBlock;
import org.cairn.testkit.SyntheticSegmentPool.Block;
import org.cairn.testkit.SyntheticSegmentPool.Heap;
import org.cairn.testkit.SyntheticSegmentPool.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Damage of a segment heap that hides blocks of a pool, in pools with tag tables: it is told once;
 * that sums differ because of it is in the note.
 */
class SegmentPoolSumsTest {
    private static final String NOTE = "the tag table has other sums of ";

    static List<String> tables() {
        return List.of(
                "win10-1809-17763.5933-x64",
                "win10-2004-19041-x64",
                "win10-22h2-19045-x86",
                "win11-22h2-22621-x64");
    }

    /**
     * Decodes: one heap of the paged pool has one anomaly, or two; the first one tells the sums.
     */
    private static String told(SegmentPoolMachine made, long at, String... rules) {
        List<Recorder> decoded = made.decode();
        List<Heap> heaps = made.pool.heaps();
        assertThat(decoded).flatExtracting(Recorder::rules).containsExactly(rules);
        for (int i = 0; i < heaps.size(); i++) {
            Recorder found = decoded.get(i);
            assertThat(found.faults).isEmpty();
            if (!found.rules().isEmpty()) {
                assertThat(heaps.get(i).paged()).isTrue();
                assertThat(found.anomalies.getFirst().address()).isEqualTo(at);
            }
        }
        return decoded.stream()
                .flatMap(found -> found.notes.stream())
                .collect(Collectors.joining("\n"));
    }

    /** The first heap of the paged pool. */
    private static Heap paged(SegmentPoolMachine made) {
        return made.pool.heaps().stream().filter(Heap::paged).findFirst().orElseThrow();
    }

    private static List<SegmentHeapBlock> blocks(SegmentPoolMachine made, String kind) {
        return paged(made).writer().blocks().stream()
                .filter(block -> block.kind().equals(kind))
                .toList();
    }

    /** The first subsegment; one that a chunk holds begins behind the header of the chunk. */
    private static long subsegment(SegmentPoolMachine made) {
        long first = blocks(made, "LFH").getFirst().address();
        long start =
                blocks(made, "LFH subsegment").stream()
                        .filter(block -> block.address() + block.size() == first)
                        .findFirst()
                        .orElseThrow()
                        .address();
        boolean ofChunk = paged(made).writer().range(start) != start;
        return ofChunk ? start + (made.wide ? 16 : 8) : start;
    }

    /** The blocks of the pool in the first subsegment. */
    private static List<Block> inside(SegmentPoolMachine made) {
        List<SegmentHeapBlock> all = blocks(made, "LFH");
        int count = 1;
        while (count < all.size()
                && all.get(count).address()
                        == all.get(count - 1).address() + all.get(count - 1).size()) {
            count++;
        }
        List<SegmentHeapBlock> first = all.subList(0, count);
        return made.pool.blocks().stream().filter(block -> first.contains(block.inHeap())).toList();
    }

    /** S5: all blocks of a subsegment are lost. */
    @ParameterizedTest
    @MethodSource("tables")
    void lostSubsegment(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        long subsegment = subsegment(made);
        Structure layout = made.types.structure("_HEAP_LFH_SUBSEGMENT");
        long at = subsegment + layout.offset("BlockOffsets");
        made.pool.corrupt(at, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f);
        Set<String> tags = inside(made).stream().map(Block::tag).collect(Collectors.toSet());
        assertThat(tags).hasSizeGreaterThan(1);
        assertThat(told(made, at, "sh.lfh-offsets")).startsWith(NOTE + tags.size() + " tags, ");
    }

    /** The same, and a sum that is wrong besides: it is not told, but counted. */
    @ParameterizedTest
    @MethodSource("tables")
    void aSmallWrongSumNextToDamageIsInTheNote(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        long subsegment = subsegment(made);
        Structure layout = made.types.structure("_HEAP_LFH_SUBSEGMENT");
        long at = subsegment + layout.offset("BlockOffsets");
        made.pool.corrupt(at, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f);
        Set<String> tags = inside(made).stream().map(Block::tag).collect(Collectors.toSet());
        Block other = other(made, tags);
        made.recount(other, 1);
        assertThat(told(made, at, "sh.lfh-offsets"))
                .startsWith(NOTE + (tags.size() + 1) + " tags, ");
    }

    private static Block other(SegmentPoolMachine made, Set<String> tags) {
        return made.pool.blocks().stream()
                .filter(block -> block.heap().paged() && !tags.contains(block.tag()))
                .findFirst()
                .orElseThrow();
    }

    /** S5: a bit of the bitmap, which makes a block free. */
    @ParameterizedTest
    @MethodSource("tables")
    void blockThatIsFreeInTheBitmap(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        long subsegment = subsegment(made);
        Structure layout = made.types.structure("_HEAP_LFH_SUBSEGMENT");
        long bitmap = subsegment + layout.offset("BlockBitmap");
        Block first = inside(made).getFirst();
        SegmentHeapBlock start = blocks(made, "LFH").getFirst();
        long size = first.inHeap().size();
        long bit = (first.inHeap().address() - start.address()) / size * 2;
        long at = bitmap + bit / Byte.SIZE;
        byte old = made.bytes(at, 1)[0];
        assertThat(old & 1 << bit % Byte.SIZE).isNotZero();
        made.pool.corrupt(at, (byte) (old & ~(1 << bit % Byte.SIZE)));
        assertThat(told(made, subsegment + layout.offset("FreeCount"), "sh.lfh-free-count"))
                .startsWith(NOTE + "1 tag, ")
                .contains("'" + first.tag() + "'");
    }

    /** S2: a range of which nobody can tell what it is. */
    @ParameterizedTest
    @MethodSource("tables")
    void lostRange(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        SegmentHeapBlock vs = blocks(made, "VS subsegment").getFirst();
        made.pool.corrupt(
                vs.address(), new byte[made.types.structure("_HEAP_VS_SUBSEGMENT").size()]);
        long descriptor = paged(made).writer().descriptor(vs.address());
        String flags = made.wide ? "RangeFlags" : "RangeFlagBits";
        made.pool.memory().corrupt(descriptor, "_HEAP_PAGE_RANGE_DESCRIPTOR", flags, 0x9);
        assertThat(told(made, descriptor, "sh.range")).startsWith(NOTE).contains("; …");
    }

    /** The list that leads to the page segments is broken at its head: all are lost. */
    @ParameterizedTest
    @MethodSource("tables")
    void lostSegments(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        Structure heap = made.types.structure("_SEGMENT_HEAP");
        Structure context = made.types.structure("_HEAP_SEG_CONTEXT");
        long list =
                paged(made).writer().address()
                        + heap.offset("SegContexts")
                        + context.offset("SegmentListHead");
        made.pool.corrupt(list, new byte[] {0x41, 0x41, 0x41, 0x41});
        made.pool.corrupt(list + (made.wide ? 8 : 4), new byte[] {0x41, 0x41, 0x41, 0x41});
        assertThat(told(made, list, "sh.list")).startsWith(NOTE);
    }

    /** Another sum that is wrong by more is told next to damage. */
    @ParameterizedTest
    @MethodSource("tables")
    void otherSumsAreToldNextToDamage(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        Block block = made.find(State.PLAIN, true);
        made.pool.corrupt(block.header(), new byte[8]);
        made.recount(other(made, Set.of(block.tag())), 2);
        List<Recorder> decoded = made.decode();
        assertThat(decoded)
                .flatExtracting(Recorder::rules)
                .containsExactlyInAnyOrder("pool.segment-header", "pool.tag-total");
        assertThat(decoded)
                .flatExtracting(found -> found.notes)
                .singleElement()
                .asString()
                .startsWith(NOTE + "1 tag, ")
                .contains("'" + block.tag() + "'");
    }

    /** The first heap of a pool tells the totals of the pool, over all tables. */
    @ParameterizedTest
    @MethodSource("tables")
    void theFirstHeapTellsTheTotals(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        List<Recorder> decoded = made.decode();
        List<Heap> heaps = made.pool.heaps();
        for (boolean paged : new boolean[] {false, true}) {
            Map<String, Long> live = new TreeMap<>();
            made.pool.blocks().stream()
                    .filter(block -> block.heap().paged() == paged)
                    .filter(block -> block.state() != State.PARKED)
                    .forEach(block -> live.merge(block.tag(), 1L, Long::sum));
            List<Recorder> told = new ArrayList<>();
            for (int i = 0; i < heaps.size(); i++) {
                if (heaps.get(i).paged() == paged) {
                    told.add(decoded.get(i));
                }
            }
            assertThat(told.subList(1, told.size()))
                    .isNotEmpty()
                    .allMatch(other -> other.totals.isEmpty());
            Map<String, OwnerTotal> totals = told.getFirst().totals;
            assertThat(told.getFirst().faults).isEmpty();
            assertThat(totals.keySet()).isNotEmpty().isEqualTo(live.keySet());
            assertThat(totals)
                    .allSatisfy(
                            (tag, total) -> {
                                assertThat(total.blocks()).isEqualTo(live.get(tag));
                                assertThat(total.allocations() - total.frees())
                                        .isEqualTo(live.get(tag));
                            });
            assertThat(totals.values()).anyMatch(total -> total.frees() == 12);
        }
    }

    /** Nothing is in the note where nothing is wrong. */
    @ParameterizedTest
    @MethodSource("tables")
    void noNoteWithoutDamage(String table) {
        assertThat(new SegmentPoolMachine(table).decode())
                .allSatisfy(found -> assertThat(found.notes).isEmpty())
                .flatExtracting(Recorder::blocks)
                .anyMatch(block -> block.state() == BlockState.BUSY);
    }
}
