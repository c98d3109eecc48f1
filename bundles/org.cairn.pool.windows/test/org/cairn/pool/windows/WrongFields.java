package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.testkit.SyntheticPool.Block;
import org.cairn.testkit.SyntheticPool.State;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Pools with tag tables of which one field is damaged, and what is told of them. */
abstract class WrongFields {
    static final int PAGE = 0x1000;

    static List<String> tables() {
        return List.of(
                "winxp-sp3-x86",
                "win2003-sp2-x64",
                "win7-sp1-x86",
                "win7-sp1-x64",
                "win10-1607-14393-x86",
                "win10-1607-14393-x64",
                "win10-1809-17763-x64");
    }

    List<String> explained = List.of();
    final PagePoolTablesTest.Tables[] machine = new PagePoolTablesTest.Tables[1];

    PoolMachine machine(String table) {
        machine[0] = new PagePoolTablesTest.Tables(table);
        return machine[0].made;
    }

    static Block find(PoolMachine made, Predicate<Block> wanted) {
        return made.pool.blocks().stream()
                .filter(block -> !block.paged() && block.headerBytes() > 0)
                .filter(block -> block.address() - made.nonPaged > 2 * PAGE)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    static boolean isInner(Block block) {
        long offset = block.address() & PAGE - 1;
        return offset > PAGE / 4 && offset + block.size() < PAGE * 3 / 4;
    }

    static boolean isBusy(Block block) {
        return block.state() == State.BUSY;
    }

    /** Decodes; all blocks but some are there with their size. */
    Anomaly only(String rule, long lost) {
        List<Recorder> decoded = machine[0].decode(Optional.empty());
        Recorder found = decoded.getFirst();
        assertThat(found.rules()).containsExactly(rule);
        assertThat(found.faults).isEmpty();
        assertThat(found.isComplete()).isTrue();
        assertThat(decoded.get(1).rules()).isEmpty();
        List<Block> missing =
                machine[0].made.pool.blocks().stream()
                        .filter(block -> !block.paged())
                        .filter(
                                block ->
                                        found.at(block.address())
                                                .filter(at -> at.size() == block.size())
                                                .isEmpty())
                        .toList();
        assertThat(missing).hasSize((int) lost);
        explained = found.notes;
        return found.anomalies.getFirst();
    }

    static void size(PoolMachine made, Block block, long change) {
        int unit = made.header().size();
        made.machine.kernelField(
                block.address(), made.header(), "BlockSize", block.size() / unit + change);
    }
}
