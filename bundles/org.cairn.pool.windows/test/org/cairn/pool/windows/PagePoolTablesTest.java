package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpException;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Progress;
import org.cairn.memory.Structure;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.SyntheticPool.Block;
import org.cairn.testkit.SyntheticPool.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tag tables of kernels that walk pages: since Vista one for each processor, each with a part
 * of the sums, and the expansion; and the parameters of a bug check.
 */
class PagePoolTablesTest {
    private static final int SLOTS = 0x100;
    private static final int TABLES = 0xa_0000;
    private static final int TABLE_BYTES = 0x8000;
    private static final int VARIABLES = 0x9_0000;
    private static final int VISTA = 6000;
    private static final int BAD_POOL_HEADER = 0x19;

    private record Sum(long count, long bytes) {
        Sum plus(Sum other) {
            return new Sum(count + other.count, bytes + other.bytes);
        }
    }

    /** The pools of a machine with tag tables. */
    static final class Tables {
        final PoolMachine made;
        final Structure entry;
        final int pointer;
        final Map<String, Long> variables = new HashMap<>();
        final Map<Boolean, Map<String, OwnerTotal>> written =
                Map.of(false, new TreeMap<>(), true, new TreeMap<>());
        String lastTag = "";
        long lastEntry;

        Tables(String table) {
            made = new PoolMachine(table).fill();
            entry = made.types.structure("_POOL_TRACKER_TABLE");
            pointer = made.types.id().architecture().pointerSize();
            for (int at = 0; at < 3 * TABLE_BYTES; at += 0x1000) {
                made.machine.kernelValue(at(TABLES + at), 1, 0);
            }
            write();
        }

        long at(int offset) {
            return made.machine.kernelBase() + offset;
        }

        private void write() {
            Map<String, Map<Boolean, Sum>> sums = new TreeMap<>();
            for (Block block : made.pool.blocks()) {
                if (block.state() == State.BUSY || block.state() == State.CHARGED) {
                    sums.computeIfAbsent(block.tag(), _ -> new HashMap<>())
                            .merge(block.paged(), new Sum(1, block.size()), Sum::plus);
                }
            }
            boolean split = made.types.id().build() >= VISTA;
            int slot = 0;
            for (Map.Entry<String, Map<Boolean, Sum>> tag : sums.entrySet()) {
                for (Map.Entry<Boolean, Sum> sum : tag.getValue().entrySet()) {
                    Sum all = sum.getValue();
                    boolean first = slot < SLOTS;
                    int table = first ? 0 : 2;
                    int own = first ? slot : slot - SLOTS;
                    long part = split && first ? 7 : 0;
                    put(
                            table,
                            own,
                            tag.getKey(),
                            sum.getKey(),
                            all.count() + part,
                            all.bytes() + part);
                    if (part > 0) {
                        put(1, own, tag.getKey(), sum.getKey(), -part, -part);
                    }
                    slot++;
                }
            }
            variable("PoolTrackTable", at(TABLES));
            variable("PoolTrackTableSize", SLOTS);
            variable("PoolTrackTableExpansion", at(TABLES + 2 * TABLE_BYTES));
            variable("PoolTrackTableExpansionSize", 2 * SLOTS);
            made.machine.kernelValue(at(VARIABLES + 0x800), pointer, at(TABLES));
            made.machine.kernelValue(
                    at(VARIABLES + 0x800) + pointer, pointer, at(TABLES + TABLE_BYTES));
            made.machine.kernelValue(at(VARIABLES + 0x800) + 2L * pointer, pointer, 0);
            variables.put("ExPoolTagTables", at(VARIABLES + 0x800));
        }

        private void put(int table, int slot, String tag, boolean paged, long count, long bytes) {
            long at = at(TABLES + table * TABLE_BYTES) + (long) slot * entry.size();
            String pool = paged ? "Paged" : "NonPaged";
            made.machine.kernelBytes(at, tag.getBytes(StandardCharsets.US_ASCII));
            long allocations = count > 0 ? count + 3 : 0;
            long frees = count > 0 ? 3 : -count;
            made.machine.kernelField(at, entry, pool + "Allocs", allocations);
            made.machine.kernelField(at, entry, pool + "Frees", frees);
            made.machine.kernelField(at, entry, pool + "Bytes", bytes);
            written.getOrDefault(paged, Map.of())
                    .merge(
                            tag,
                            new OwnerTotal(allocations, frees, count, bytes),
                            (one, other) ->
                                    new OwnerTotal(
                                            one.allocations() + other.allocations(),
                                            one.frees() + other.frees(),
                                            one.blocks() + other.blocks(),
                                            one.bytes() + other.bytes()));
            lastEntry = paged ? lastEntry : at;
            lastTag = paged ? lastTag : tag;
        }

        private void variable(String name, long value) {
            long address = at(VARIABLES) + variables.size() * (long) Long.BYTES;
            made.machine.kernelValue(address, pointer, value);
            variables.put(name, address);
        }

        List<Recorder> decode(Optional<DumpException> stop) {
            return PoolMachine.decode(new PagePoolDecoder(), context(stop));
        }

        DecodeContext context(Optional<DumpException> stop) {
            DecodeContext found = made.context();
            ProcessImage kernel = found.process();
            Map<String, Long> all = new HashMap<>(kernel.variables());
            long table = all.getOrDefault("PoolTrackTable", 0L);
            all.put("PoolBigPageTable", table + Long.BYTES);
            all.put("PoolBigPageTableSize", table + 2 * Long.BYTES);
            all.putAll(variables);
            ProcessImage named =
                    ProcessImage.builder(0, "", kernel.architecture(), kernel.space())
                            .kernel()
                            .facts(kernel.facts())
                            .variables(all)
                            .modules(kernel::modules)
                            .stop(stop)
                            .build();
            return new DecodeContext(found.system(), named, found.types(), Progress.NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "winxp-sp3-x86",
                "win2003-sp2-x86",
                "win2003-sp2-x64",
                "winvista-sp2-x86",
                "winvista-sp2-x64",
                "win7-sp1-x86",
                "win7-sp1-x64",
                "win81-x64",
                "win10-1607-14393-x86",
                "win10-1607-14393-x64",
                "win10-1809-17763-x64"
            })
    void sumsAgreeUntilOneIsWrong(String table) {
        List<Recorder> decoded = new Tables(table).decode(Optional.empty());
        assertThat(decoded.get(0).anomalies).isEmpty();
        assertThat(decoded.get(1).anomalies).isEmpty();

        Tables wrong = new Tables(table);
        wrong.made.machine.kernelField(wrong.lastEntry, wrong.entry, "NonPagedFrees", 2);
        List<Recorder> found = wrong.decode(Optional.empty());
        assertThat(found.get(0).rules()).containsExactly("pool.tag-total");
        assertThat(found.get(0).anomalies.getFirst().address()).isEqualTo(wrong.lastEntry);
        assertThat(found.get(1).rules()).isEmpty();
    }

    /** What the tables say stands beside what was found. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x64"})
    void sumsAreInTheNotes(String table) {
        Tables made = new Tables(table);
        List<HeapRoot> roots = new PagePoolDecoder().locate(made.context(Optional.empty()));
        for (int pool = 0; pool < 2; pool++) {
            boolean paged = pool == 1;
            List<Block> live =
                    made.made.pool.blocks().stream()
                            .filter(block -> block.paged() == paged)
                            .filter(
                                    block ->
                                            block.state() == State.BUSY
                                                    || block.state() == State.CHARGED)
                            .toList();
            assertThat(roots.get(pool).note())
                    .contains(
                            String.format(
                                    Locale.ROOT,
                                    "the tag table has %,d blocks, %,d bytes in ",
                                    live.size(),
                                    live.stream().mapToLong(Block::size).sum()));
            assertThat(live.stream().mapToLong(Block::size).sum()).isGreaterThan(9_999);
        }
    }

    /** What the tables have of each tag, whose blocks are those that were made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "winxp-sp3-x86",
                "win2003-sp2-x64",
                "winvista-sp2-x86",
                "win7-sp1-x64",
                "win10-1607-14393-x86",
                "win10-1809-17763-x64"
            })
    void tellsTheTotalsOfEachTag(String table) {
        Tables made = new Tables(table);
        List<Recorder> decoded = made.decode(Optional.empty());
        for (int pool = 0; pool < 2; pool++) {
            boolean paged = pool == 1;
            Map<String, Long> live = new TreeMap<>();
            made.made.pool.blocks().stream()
                    .filter(block -> block.paged() == paged)
                    .filter(block -> block.state() == State.BUSY || block.state() == State.CHARGED)
                    .forEach(block -> live.merge(block.tag(), 1L, Long::sum));
            Recorder found = decoded.get(pool);
            assertThat(found.faults).isEmpty();
            assertThat(found.totals).isNotEmpty().isEqualTo(made.written.get(paged));
            assertThat(found.totals.keySet()).isEqualTo(live.keySet());
            assertThat(found.totals)
                    .allSatisfy(
                            (tag, total) -> assertThat(total.blocks()).isEqualTo(live.get(tag)));
        }
    }

    /** Counters of 32 bits begin again at 0; their difference is right all the same. */
    @Test
    void narrowCountersWrap() {
        Tables made = new Tables("winxp-sp3-x86");
        OwnerTotal total = made.written.getOrDefault(false, Map.of()).get(made.lastTag);
        assertThat(total).isNotNull();
        made.made.machine.kernelField(
                made.lastEntry, made.entry, "NonPagedFrees", 0x1_0000_0000L - 1);
        made.made.machine.kernelField(
                made.lastEntry, made.entry, "NonPagedAllocs", total.blocks() - 1);
        Recorder found = made.decode(Optional.empty()).getFirst();
        assertThat(found.rules()).isEmpty();
        assertThat(found.totals.get(made.lastTag))
                .isEqualTo(
                        new OwnerTotal(
                                total.blocks() - 1, 0xffff_ffffL, total.blocks(), total.bytes()));
    }

    /** A tag that no block has is told, too, but not in the pool in which it never had one. */
    @Test
    void tagsWithoutBlocksHaveTotals() {
        Tables made = new Tables("win7-sp1-x64");
        made.put(2, 2 * SLOTS - 1, "Gone", true, 4, 0x140);
        List<Recorder> decoded = made.decode(Optional.empty());
        assertThat(decoded.get(0).totals).doesNotContainKey("Gone");
        assertThat(decoded.get(1).totals).containsEntry("Gone", new OwnerTotal(7, 3, 4, 0x140));
    }

    /** The tables have both pools: they are read once to find the pools, and once to walk each. */
    @Test
    void readsTheTablesOnce() {
        Tasks tasks = new Tasks();
        DecodeContext context = tasks.of(new Tables("win7-sp1-x64").context(Optional.empty()));
        List<HeapRoot> roots = new PagePoolDecoder().locate(context);
        assertThat(roots).hasSize(2);
        assertThat(tasks.count("reading the tag tables")).isEqualTo(1);
        for (HeapRoot root : roots) {
            new PagePoolDecoder().decode(root, context, new Recorder());
        }
        assertThat(tasks.count("reading the tag tables")).isEqualTo(3);
    }

    /** P6: parameter 2 is the block, the others lie in none. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x64"})
    void tiesTheBugCheckToItsBlock(String table) {
        Tables made = new Tables(table);
        Block block =
                made.made.pool.blocks().stream()
                        .filter(other -> !other.paged() && other.state() == State.BUSY)
                        .findFirst()
                        .orElseThrow();
        DumpException stop =
                new DumpException(0, BAD_POOL_HEADER, 0, List.of(0x20L, block.address(), 0L, 0L));
        List<Recorder> found = made.decode(Optional.of(stop));
        assertThat(found.get(0).rules()).containsExactly("pool.bug-check");
        assertThat(found.get(0).anomalies.getFirst().address()).isEqualTo(block.address());
        assertThat(found.get(0).anomalies.getFirst().summary()).contains(block.tag());
        assertThat(found.get(1).rules()).isEmpty();
    }
}
