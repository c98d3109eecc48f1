package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticSegmentPool.Block;
import org.cairn.testkit.SyntheticSegmentPool.Heap;
import org.cairn.testkit.SyntheticSegmentPool.State;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The pools of kernels that have them in segment heaps, with all that the kernel keeps of them. */
class SegmentPoolMatrixTest {
    private static Set<String> lines(SegmentPoolMachine made, Heap heap) {
        Set<String> lines = new TreeSet<>();
        for (Block block : made.pool.blocks()) {
            if (block.heap().equals(heap)) {
                lines.add(
                        line(
                                block.inHeap().address(),
                                block.inHeap().size(),
                                block.user(),
                                block.end() - block.user(),
                                block.tag(),
                                block.state() == State.PARKED));
            }
        }
        return lines;
    }

    private static Set<String> lines(Recorder found) {
        Set<String> lines = new TreeSet<>();
        for (Recorder.Block block : found.blocks()) {
            boolean parked =
                    block.state() == BlockState.FREE
                            && (block.flags() & BlockSink.CACHED) != 0
                            && !block.tag().isEmpty();
            if (block.state() == BlockState.BUSY || parked) {
                lines.add(
                        line(
                                block.address(),
                                block.size(),
                                block.userAddress(),
                                block.userSize(),
                                block.tag(),
                                parked));
            }
        }
        return lines;
    }

    private static String line(
            long address, long size, long user, long userSize, String tag, boolean parked) {
        return Long.toHexString(address)
                + " "
                + size
                + ": "
                + Long.toHexString(user)
                + " "
                + userSize
                + " "
                + tag
                + (parked ? " parked" : "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "win10-1809-17763.5933-x64",
                "win10-1903-18362-x64",
                "win10-1903-18362-x86",
                "win10-2004-19041-x64",
                "win10-22h2-19045-x86",
                "win2022-20348.2529-x64",
                "win11-22h2-22621-x64"
            })
    void findsEachBlockOfEachHeap(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        DecodeContext context = made.context(Optional.empty());
        List<HeapRoot> roots = new SegmentPoolDecoder().locate(context);
        assertThat(roots)
                .extracting(HeapRoot::name)
                .containsExactlyElementsOf(made.pool.heaps().stream().map(Heap::name).toList());
        assertThat(roots)
                .extracting(HeapRoot::kind)
                .containsExactlyElementsOf(
                        made.pool.heaps().stream()
                                .map(
                                        heap ->
                                                heap.paged()
                                                        ? PagePoolDecoder.PAGED
                                                        : PagePoolDecoder.NONPAGED)
                                .toList());
        List<Recorder> decoded = PoolMachine.decode(new SegmentPoolDecoder(), context);
        for (int i = 0; i < roots.size(); i++) {
            Recorder found = decoded.get(i);
            assertThat(found.faults).isEmpty();
            Set<String> expected = lines(made, made.pool.heaps().get(i));
            assertThat(lines(found)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(found.anomalies).as(roots.get(i).name()).isEmpty();
            assertThat(found.blocks().size()).isGreaterThan(100);
        }
        assertThat(
                        Arrays.stream(State.values())
                                .filter(
                                        state ->
                                                made.pool.blocks().stream()
                                                        .anyMatch(block -> block.state() == state)))
                .containsExactly(State.values());
    }

    private static void only(
            String table,
            boolean paged,
            String rule,
            long at,
            Consumer<SegmentPoolMachine> damage) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        damage.accept(made);
        List<Recorder> decoded = made.decode();
        List<Heap> heaps = made.pool.heaps();
        int damaged = 0;
        for (int i = 0; i < heaps.size(); i++) {
            if (!decoded.get(i).rules().isEmpty()) {
                damaged++;
                assertThat(heaps.get(i).paged()).isEqualTo(paged);
                assertThat(decoded.get(i).rules()).containsExactly(rule);
                assertThat(decoded.get(i).anomalies.getFirst().address()).isEqualTo(at);
            }
        }
        assertThat(damaged).isEqualTo(1);
    }

    /**
     * P8 and P2: no type, or a tag that cannot be printed. That the sum differs follows from it.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "win10-1809-17763.5933-x64",
                "win10-2004-19041-x64",
                "win10-22h2-19045-x86",
                "win11-22h2-22621-x64"
            })
    void reportsAHeaderThatIsNone(String table) {
        SegmentPoolMachine model = new SegmentPoolMachine(table);
        Block block = model.find(State.PLAIN, true);
        for (byte[] bytes : List.of(new byte[8], new byte[] {0, 0, 4, 3, 7, 7, 7, 7})) {
            only(
                    table,
                    true,
                    "pool.segment-header",
                    block.header(),
                    made -> made.pool.corrupt(block.header(), bytes));
        }
    }

    /** P3: a block of paged pool in a heap of nonpaged pool. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "win10-1809-17763.5933-x64",
                "win10-2004-19041-x64",
                "win10-22h2-19045-x86",
                "win11-22h2-22621-x64"
            })
    void reportsABlockOfTheOtherPool(String table) {
        Block block = new SegmentPoolMachine(table).find(State.PLAIN, false);
        Structure header = new ShippedTypes().named(table).orElseThrow().structure("_POOL_HEADER");
        only(
                table,
                false,
                "pool.type",
                block.header(),
                made -> made.pool.memory().corrupt(block.header(), type(header, block, made)));
    }

    private static byte[] type(Structure header, Block block, SegmentPoolMachine made) {
        byte[] bytes = new byte[4];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        int unit = made.wide ? 16 : 8;
        header.field("BlockSize").set(segment, 0, (block.end() - block.header() + unit - 1) / unit);
        header.field("PoolType").set(segment, 0, 3);
        return bytes;
    }

    /**
     * The tag tables of the processors together have one block less: told at an entry of the tag.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "win10-1809-17763.5933-x64",
                "win10-2004-19041-x64",
                "win10-22h2-19045-x86",
                "win11-22h2-22621-x64"
            })
    void reportsAnotherSumOfATag(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        Block block = made.find(State.PLAIN, true);
        made.recount(block, -1);
        List<Recorder> decoded = made.decode();
        List<Anomaly> told =
                decoded.stream().flatMap(recorder -> recorder.anomalies.stream()).toList();
        assertThat(told)
                .singleElement()
                .satisfies(
                        anomaly -> {
                            assertThat(anomaly.rule()).isEqualTo("pool.tag-total");
                            assertThat(made.machine.kernelBytes(anomaly.address(), 4))
                                    .isEqualTo(block.tag().getBytes(StandardCharsets.US_ASCII));
                        });
    }

    /** Once to find the heaps, and once to compare each pool, not for each heap. */
    @Test
    void readsTheTagTablesOnce() {
        Tasks tasks = new Tasks();
        DecodeContext context =
                tasks.of(new SegmentPoolMachine("win10-2004-19041-x64").context(Optional.empty()));
        List<HeapRoot> roots = new SegmentPoolDecoder().locate(context);
        assertThat(roots).hasSize(8);
        assertThat(tasks.count("reading the tag tables")).isEqualTo(1);
        for (HeapRoot root : roots) {
            new SegmentPoolDecoder().decode(root, context, new Recorder());
        }
        assertThat(tasks.count("reading the tag tables")).isEqualTo(3);
    }
}
