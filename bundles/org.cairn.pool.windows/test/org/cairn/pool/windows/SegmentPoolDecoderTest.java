package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpProcessor;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.testkit.SegmentHeapBlock;
import org.cairn.testkit.SegmentHeapOptions;
import org.cairn.testkit.SegmentHeapWriter;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pools on segment heaps, in the kernel of a synthetic machine. */
class SegmentPoolDecoderTest {
    private static final String PDB = "BBED7C2955FBE4522AAA23F4B8677AD9";
    private static final String PDB_17763 = "1806D020A6E46538D7AC3325FAC114D8";
    private static final String TABLE_17763 = "win10-1809-17763.5933-x64";

    /** Where the first of these kernels has ExPoolState. */
    private static final long STATE = 0xc5_4540;

    /** Where the second one has it. */
    private static final long STATE_17763 = 0x44_0200;

    private static final int LEAST_BIG = 0xfe0;
    private static final int CACHE_ALIGNED = 4;

    /** A kernel with two heaps of its own. */
    static final class Pools {
        final TypeTable types;
        final int pointer;
        final int unit;
        final SyntheticMachine machine;
        final SyntheticProcess heaps;
        final List<SegmentHeapWriter> pools = new ArrayList<>();
        final long nonPaged;

        Pools(String table, boolean symbols) {
            types = new ShippedTypes().named(table).orElseThrow();
            boolean wide = types.id().architecture() == Architecture.X64;
            pointer = wide ? Long.BYTES : Integer.BYTES;
            unit = 2 * pointer;
            machine = new SyntheticMachine(types, wide ? PagingMode.X64 : PagingMode.PAE, 24);
            machine.kernelModule("\\SystemRoot\\ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
            heaps = new SyntheticProcess(types, 0x7f_0000L, 0, 5);
            nonPaged = wide ? 0xffff_c080_0000_0000L : 0x8800_0000L;
            for (int i = 0; i < 2; i++) {
                pools.add(
                        heaps.segmentHeap(
                                nonPaged + i * 0x0400_0000L, SegmentHeapOptions.of(types)));
            }
            for (SegmentHeapWriter pool : pools) {
                allocate(pool);
            }
            if (symbols) {
                state();
            }
        }

        private void allocate(SegmentHeapWriter pool) {
            List<Long> users = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                users.add(pool.allocate(unit + 8 + (i * 37L) % 700));
            }
            for (int i = 0; i < 300; i++) {
                users.add(pool.allocate(0x61 + i % 13));
                users.add(pool.allocate(0x1a1 + i % 13));
            }
            users.add(pool.allocate(0x3000));
            for (int i = 0; i < users.size(); i += 7) {
                pool.free(users.get(i));
            }
        }

        /** What the symbols of the kernel lead to. */
        private void state() {
            boolean first = !types.id().name().equals(TABLE_17763);
            long at = first ? STATE : STATE_17763;
            machine.kernelOf(
                    first ? PDB : PDB_17763,
                    1,
                    Map.of(
                            "PsLoadedModuleList", first ? 0xc2_a2b0L : 0x41_a8d0L,
                            "PsActiveProcessHead", first ? 0xc1_e060L : 0x40_e3a0L,
                            "KdDebuggerDataBlock", first ? 0xc0_0b20L : 0x3f_ea80L,
                            "ExPoolState", at));
            Structure state = types.structure("_EX_POOL_HEAP_MANAGER_STATE");
            Structure node = types.structure("_EX_HEAP_POOL_NODE");
            long address = machine.kernelBase() + at;
            machine.kernelField(address, state, "NumberOfPools", 1);
            long heap = address + state.offset("PoolNode") + node.offset("Heaps");
            machine.kernelValue(heap, pointer, pools.get(0).address());
            machine.kernelValue(heap + 2L * pointer, pointer, pools.get(1).address());
        }

        /** Busy blocks that have a header. */
        List<SegmentHeapBlock> small(int pool) {
            return pools.get(pool).blocks().stream()
                    .filter(block -> block.state() == BlockState.BUSY)
                    .filter(block -> block.userSize() < LEAST_BIG)
                    .toList();
        }

        static String tag(SegmentHeapBlock block) {
            return "Sg" + (char) ('a' + block.address() / 16 % 26) + block.size() / 16 % 10;
        }

        DecodeContext context() {
            return context(
                    () -> {
                        // nothing else
                    });
        }

        DecodeContext context(Runnable change) {
            for (int i = 0; i < pools.size(); i++) {
                for (SegmentHeapBlock block : small(i)) {
                    header(block.userAddress(), 0, block.userSize(), i, tag(block));
                }
            }
            change.run();
            for (Run.Mapped run : heaps.space().mapped(nonPaged, nonPaged + 0x0fff_ffffL)) {
                machine.kernelBytes(run.start(), run.bytes().toArray(ValueLayout.JAVA_BYTE));
            }
            return PoolMachine.context(
                    Dump.builder("test")
                            .memory(MemoryKind.PHYSICAL, machine.physical())
                            .processors(
                                    List.of(
                                            new DumpProcessor(
                                                    0, Map.of(), Optional.of(machine.tables()))))
                            .build());
        }

        void header(long at, int back, long size, int type, String tag) {
            byte[] bytes = new byte[2 * pointer];
            Structure layout = types.structure("_POOL_HEADER");
            MemorySegment segment = MemorySegment.ofArray(bytes);
            layout.field("PreviousSize").set(segment, 0, back);
            layout.field("BlockSize").set(segment, 0, (size + unit - 1) / unit);
            layout.field("PoolType").set(segment, 0, type | 2);
            System.arraycopy(tag.getBytes(StandardCharsets.US_ASCII), 0, bytes, 4, 4);
            heaps.corrupt(at, bytes);
        }
    }

    private static void assertFound(Pools made, int pool, Recorder found) {
        assertThat(found.faults).isEmpty();
        assertThat(found.rules()).isEmpty();
        List<String> wrong = new ArrayList<>();
        for (SegmentHeapBlock block : made.small(pool)) {
            Optional<Recorder.Block> same =
                    found.at(block.address())
                            .filter(at -> at.state() == BlockState.BUSY)
                            .filter(at -> at.size() == block.size())
                            .filter(at -> at.userAddress() == block.userAddress() + made.unit)
                            .filter(at -> at.userSize() == block.userSize() - made.unit)
                            .filter(at -> at.tag().equals(Pools.tag(block)));
            if (same.isEmpty()) {
                wrong.add(block + " is " + found.at(block.address()));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(found.blocks().stream().filter(block -> block.tag().startsWith("Sg")).count())
                .isEqualTo(made.small(pool).size())
                .isGreaterThan(300);
    }

    /** In 1809 both schemes are there: the state decides. */
    @ParameterizedTest
    @ValueSource(strings = {"win10-2004-19041-x64", TABLE_17763})
    void findsTheHeapsOfTheState(String table) {
        Pools made = new Pools(table, true);
        DecodeContext context = made.context();
        SegmentPoolDecoder decoder = new SegmentPoolDecoder();
        List<HeapRoot> roots = decoder.locate(context);
        assertThat(roots)
                .extracting(HeapRoot::kind)
                .containsExactly(PagePoolDecoder.NONPAGED, PagePoolDecoder.PAGED);
        assertThat(roots)
                .extracting(HeapRoot::name)
                .containsExactly("node 0, nonpaged", "node 0, paged");
        assertThat(new PagePoolDecoder().locate(context)).isEmpty();
        List<Recorder> decoded = PoolMachine.decode(decoder, context);
        assertFound(made, 0, decoded.get(0));
        assertFound(made, 1, decoded.get(1));
        SegmentHeapBlock block = made.small(1).get(5);
        assertThat(decoder.describe(roots.get(1), block.address(), context))
                .anyMatch(field -> field.value().equals("'" + Pools.tag(block) + "'"))
                .anyMatch(field -> field.value().equals("paged"));
    }

    /** Without symbols: by the signature of the heaps. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "win10-1903-18362-x64",
                "win10-2004-19041-x64",
                "win10-22h2-19045-x86",
                "win11-22h2-22621-x64"
            })
    void findsTheHeapsByTheirSignature(String table) {
        Pools made = new Pools(table, false);
        List<Recorder> decoded = PoolMachine.decode(new SegmentPoolDecoder(), made.context());
        assertThat(decoded).hasSize(2);
        assertFound(made, 0, decoded.get(0));
        assertFound(made, 1, decoded.get(1));
        for (int pool = 0; pool < 2; pool++) {
            String kinds = pool == 1 ? "paged " : "nonpaged ";
            assertThat(decoded.get(pool).blocks())
                    .filteredOn(block -> block.tag().startsWith("Sg"))
                    .extracting(Recorder.Block::kind)
                    .allMatch(kind -> kind.startsWith(kinds));
        }
    }

    /** P8: the pool's own header is damaged, the heap's is not. */
    @Test
    void reportsADamagedPoolHeader() {
        Pools made = new Pools("win10-2004-19041-x64", false);
        SegmentHeapBlock block = made.small(0).get(20);
        made.context();
        made.machine.kernelBytes(block.userAddress(), new byte[16]);
        Recorder found = PoolMachine.decode(new SegmentPoolDecoder(), again(made)).getFirst();
        assertThat(found.rules()).containsExactly("pool.segment-header");
        assertThat(found.anomalies.getFirst().address()).isEqualTo(block.userAddress());
    }

    private static DecodeContext again(Pools made) {
        return PoolMachine.context(
                Dump.builder("test")
                        .memory(MemoryKind.PHYSICAL, made.machine.physical())
                        .processors(
                                List.of(
                                        new DumpProcessor(
                                                0, Map.of(), Optional.of(made.machine.tables()))))
                        .build());
    }

    /** The table says that there are three blocks more of a tag than the heaps have. */
    @Test
    void comparesWithTheTagTable() {
        Pools made = new Pools("win10-2004-19041-x64", true);
        Structure entry = made.types.structure("_POOL_TRACKER_TABLE");
        long table = made.machine.kernelBase() + 0xd0_0000;
        made.machine.kernelValue(made.machine.kernelBase() + 0xc1_6828, 8, table);
        Map<String, Long> counts = new TreeMap<>();
        for (SegmentHeapBlock block : made.small(0)) {
            counts.merge(Pools.tag(block), 1L, Long::sum);
        }
        int slot = 0;
        for (Map.Entry<String, Long> tag : counts.entrySet()) {
            long at = table + (long) slot * entry.size();
            made.machine.kernelBytes(at, tag.getKey().getBytes(StandardCharsets.US_ASCII));
            made.machine.kernelField(at, entry, "NonPagedAllocs", tag.getValue() + 100);
            made.machine.kernelField(at, entry, "NonPagedFrees", slot == 5 ? 97 : 100);
            made.machine.kernelField(at, entry, "PagedBytes", 0);
            slot++;
        }
        List<Recorder> decoded = PoolMachine.decode(new SegmentPoolDecoder(), made.context());
        assertThat(decoded.getFirst().rules()).containsExactly("pool.tag-total");
        String tag = List.copyOf(counts.keySet()).get(5);
        assertThat(decoded.getFirst().anomalies.getFirst().summary()).contains("'" + tag + "'");
        assertThat(decoded.getFirst().anomalies.getFirst().expected())
                .startsWith(counts.getOrDefault(tag, 0L) + 3 + " blocks");
    }

    /** Blocks on a dynamic lookaside list look given out, but are free. */
    @Test
    void takesBlocksOnLookasideListsForFree() {
        assertThat(parked(1, 0).rules()).isEmpty();
    }

    /** A list that leads to its own block ends there. */
    @Test
    void followsNoCircle() {
        Recorder found = parked(0xffff, 1);
        assertThat(found.rules()).containsExactly("pool.parked-list");
    }

    /** The nonpaged pool with a block on a list, which leads nowhere or to itself. */
    private static Recorder parked(int depth, int next) {
        Pools made = new Pools("win10-2004-19041-x64", true);
        Structure state = made.types.structure("_EX_POOL_HEAP_MANAGER_STATE");
        Structure node = made.types.structure("_EX_HEAP_POOL_NODE");
        Structure list = made.types.structure("_RTL_DYNAMIC_LOOKASIDE");
        long head =
                made.machine.kernelBase()
                        + STATE
                        + state.offset("PoolNode")
                        + node.offset("Lookasides")
                        + list.offset("Buckets");
        SegmentHeapBlock block = made.small(0).get(30);
        long user = block.userAddress() + made.unit;
        made.machine.kernelValue(head, 2, depth);
        made.machine.kernelValue(head + 8, 8, user);
        byte[] link = new byte[Long.BYTES];
        MemorySegment.ofArray(link).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, next * user);
        made.heaps.corrupt(user, link);
        Recorder found = PoolMachine.decode(new SegmentPoolDecoder(), made.context()).getFirst();
        Recorder.Block parked = found.at(block.address()).orElseThrow();
        assertThat(parked.state()).isEqualTo(BlockState.FREE);
        assertThat(parked.flags() & BlockSink.CACHED).isNotZero();
        return found;
    }

    /** The user data of a cache-aligned block begins behind its second header. */
    @Test
    void joinsTheHeadersOfAlignedBlocks() {
        Pools made = new Pools("win10-2004-19041-x64", false);
        SegmentHeapBlock block =
                made.small(0).stream()
                        .filter(other -> other.userSize() > 0x100)
                        .findFirst()
                        .orElseThrow();
        DecodeContext context =
                made.context(
                        () -> {
                            long at = block.userAddress();
                            made.header(at, 0, block.userSize(), CACHE_ALIGNED, "Algn");
                            made.header(
                                    at + 0x30, 3, block.userSize() - 0x30, CACHE_ALIGNED, "Algn");
                        });
        Recorder found = PoolMachine.decode(new SegmentPoolDecoder(), context).getFirst();
        assertThat(found.at(block.address()).orElseThrow().userAddress())
                .isEqualTo(block.userAddress() + 0x40);
        assertThat(found.at(block.address()).orElseThrow().tag()).isEqualTo("Algn");
    }
}
