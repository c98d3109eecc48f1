package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.testkit.SyntheticPool.Block;
import org.cairn.testkit.SyntheticPool.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One entry of the tag table is damaged: that is told at the entry, and the sums of others stand.
 */
class TagTableTest extends WrongFields {
    /** A tag of nonpaged blocks alone, which one entry has. */
    private String tag() {
        byte[] key = machine[0].made.machine.kernelBytes(machine[0].lastEntry, 4);
        return new String(key, StandardCharsets.US_ASCII);
    }

    private long live() {
        String tag = tag();
        return machine[0].made.pool.blocks().stream()
                .filter(block -> block.tag().equals(tag) && !block.paged())
                .filter(block -> block.state() == State.BUSY || block.state() == State.CHARGED)
                .mapToLong(Block::size)
                .sum();
    }

    /** The blocks of the tag are in no table then, which the entry explains. */
    @ParameterizedTest
    @MethodSource("tables")
    void entryWithoutTag(String table) {
        for (long key : new long[] {0, -1}) {
            PoolMachine made = machine(table);
            String tag = tag();
            made.machine.kernelField(machine[0].lastEntry, machine[0].entry, "Key", key);
            Anomaly anomaly = only("pool.tag-table", 0);
            assertThat(anomaly.address()).isEqualTo(machine[0].lastEntry);
            assertThat(anomaly.severity()).isEqualTo(Severity.WARNING);
            assertThat(explained)
                    .singleElement()
                    .asString()
                    .startsWith("the tag table has other sums of 1 tag, ")
                    .contains("'" + tag + "' 0 blocks, 0 bytes instead of ");
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void sumsThatNoPoolCanHave(String table) {
        for (String field : List.of("NonPagedBytes", "NonPagedFrees")) {
            PoolMachine made = machine(table);
            long wrong = field.equals("NonPagedBytes") ? -1 : 0x7fff_ff00;
            made.machine.kernelField(machine[0].lastEntry, machine[0].entry, field, wrong);
            Anomaly anomaly = only("pool.tag-table", 0);
            assertThat(anomaly.address()).isEqualTo(machine[0].lastEntry);
            assertThat(anomaly.summary()).contains("'" + tag() + "'");
            assertThat(anomaly.actual()).contains("-");
            assertThat(explained).isEmpty();
        }
    }

    /** Blocks have a tag that the table has not. */
    @ParameterizedTest
    @MethodSource("tables")
    void tagInNoTable(String table) {
        PoolMachine made = machine(table);
        String tag = tag();
        long bytes = live();
        byte[] none = new byte[machine[0].entry.size()];
        made.machine.kernelBytes(machine[0].lastEntry, none);
        Anomaly anomaly = only("pool.tag-total", 0);
        assertThat(anomaly.summary()).contains("'" + tag + "'");
        assertThat(anomaly.expected()).isEqualTo("0 blocks, 0 bytes");
        assertThat(anomaly.actual()).endsWith(" " + String.format("%,d", bytes) + " bytes");
    }

    /** Nobody knows what is in the part of a table that is not there. */
    @ParameterizedTest
    @MethodSource("tables")
    void tablesThatAreNotThere(String table) {
        PoolMachine made = machine(table);
        made.machine.kernelBytes(machine[0].lastEntry, new byte[machine[0].entry.size()]);
        long size = machine[0].variables.get("PoolTrackTableExpansion");
        made.machine.kernelValue(size, pointer(), made.machine.kernelBase() + 0xf0_0000L);
        assertThat(machine[0].decode(Optional.empty()).getFirst().anomalies)
                .noneMatch(anomaly -> anomaly.expected().equals("0 blocks, 0 bytes"));
    }

    private int pointer() {
        return machine[0].pointer;
    }
}
