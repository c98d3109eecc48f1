package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

/** One damaged entry of the big-page table is told; the other blocks of whole pages are found. */
class BigPageTableTest {
    /** Where the testkit has the table, and its number of entries. */
    private static final int TABLE = 0x6_0000;

    private static final int SLOTS = 64;
    private static final int PAGE = 0x1000;

    private static final String PAGES = "NumberOfPages";

    static Stream<Arguments> damages() {
        return Stream.of(
                        "winxp-sp3-x86",
                        "win2003-sp2-x64",
                        "winvista-sp2-x64",
                        "win7-sp1-x86",
                        "win7-sp1-x64",
                        "win10-1607-14393-x64")
                .flatMap(
                        table ->
                                Stream.of(
                                        Arguments.of(table, "size", 0L),
                                        Arguments.of(table, "Va", 0x7ff_0000L),
                                        Arguments.of(table, "Va", -0x7f_f000L + 8)));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void oneEntry(String table, String field, long value) {
        PoolMachine made = new PoolMachine(table).fill();
        Structure entry = made.types.structure("_POOL_TRACKER_BIG_PAGES");
        long big =
                made.pool.blocks().stream()
                        .filter(block -> block.tag().equals("BigN"))
                        .findFirst()
                        .orElseThrow()
                        .address();
        long slot = slotOf(made, entry, big);
        String size = entry.find(PAGES).isPresent() ? PAGES : "NumberOfBytes";
        String name = field.equals("Va") ? field : size;
        made.machine.kernelField(slot, entry, name, value);
        List<Recorder> decoded = made.decode();
        assertThat(decoded.get(0).rules()).containsExactly("pool.big-table");
        Anomaly anomaly = decoded.get(0).anomalies.getFirst();
        assertThat(anomaly.address()).isEqualTo(slot + entry.offset(name));
        assertThat(anomaly.summary()).contains("entry " + (slot - table(made)) / entry.size());
        assertThat(decoded.get(1).rules()).isEmpty();
        assertThat(decoded.get(1).blocks())
                .filteredOn(block -> block.tag().equals("BigP"))
                .hasSize(1);
    }

    /** Two entries for one block, and one for a part of it. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win2003-sp2-x64", "win7-sp1-x64"})
    void entriesThatOverlap(String table) {
        for (int distance : new int[] {0, PAGE}) {
            PoolMachine made = new PoolMachine(table).fill();
            Structure entry = made.types.structure("_POOL_TRACKER_BIG_PAGES");
            SyntheticPool.Block big =
                    made.pool.blocks().stream()
                            .filter(block -> block.tag().equals("BigN"))
                            .findFirst()
                            .orElseThrow();
            assertThat(big.size()).isGreaterThan(PAGE);
            long own = slotOf(made, entry, big.address());
            long empty = slotOf(made, entry, 0);
            made.machine.kernelBytes(empty, made.machine.kernelBytes(own, entry.size()));
            made.machine.kernelField(empty, entry, "Va", big.address() + distance);
            String size = entry.find(PAGES).isPresent() ? PAGES : "NumberOfBytes";
            if (distance > 0) {
                made.machine.kernelField(empty, entry, size, size.equals(PAGES) ? 1 : PAGE);
            }
            Recorder found = made.decode().getFirst();
            assertThat(found.rules()).containsExactly("pool.big-table");
            Anomaly anomaly = found.anomalies.getFirst();
            assertThat(anomaly.address())
                    .isEqualTo(
                            distance == 0
                                    ? Math.max(own, empty) + entry.offset("Va")
                                    : own + entry.offset(size));
            assertThat(anomaly.actual()).contains(distance == 0 ? "0x" : "bytes");
            assertThat(found.isComplete()).isTrue();
            assertThat(found.at(big.address()).orElseThrow().size())
                    .isEqualTo(distance == 0 ? big.size() : distance);
        }
    }

    /** A block of whole pages has no header: its entry is shown. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x64"})
    void anEntryIsShown(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Structure entry = made.types.structure("_POOL_TRACKER_BIG_PAGES");
        DecodeContext context = made.context();
        PagePoolDecoder decoder = new PagePoolDecoder();
        for (SyntheticPool.Block big : made.pool.blocks()) {
            if (big.headerBytes() == 0) {
                assertThat(
                                decoder.describe(
                                        decoder.locate(context).getFirst(), big.address(), context))
                        .filteredOn(field -> field.name().endsWith("BIG_PAGES.Key"))
                        .singleElement()
                        .satisfies(
                                field -> {
                                    assertThat(field.value()).contains(big.tag());
                                    assertThat(field.address())
                                            .isEqualTo(
                                                    slotOf(made, entry, big.address())
                                                            + entry.offset("Key"));
                                });
            }
        }
    }

    private static long table(PoolMachine made) {
        return made.machine.kernelBase() + TABLE;
    }

    private static long slotOf(PoolMachine made, Structure entry, long address) {
        int size = made.types.id().architecture().pointerSize();
        for (int i = 0; i < SLOTS; i++) {
            long at = table(made) + (long) i * entry.size();
            ByteBuffer va =
                    ByteBuffer.wrap(made.machine.kernelBytes(at + entry.offset("Va"), size))
                            .order(ByteOrder.LITTLE_ENDIAN);
            if ((size == Long.BYTES ? va.getLong() : va.getInt() & 0xffff_ffffL) == address) {
                return at;
            }
        }
        throw new AssertionError("no entry");
    }
}
