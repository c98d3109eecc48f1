package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.pool.windows.internal.kernel.Parked.Fault;
import org.cairn.testkit.SyntheticPool.Block;
import org.cairn.testkit.SyntheticPool.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;

/**
 * One link or depth of a list of parked blocks is wrong: that is told once, at the right place, and
 * no block is lost.
 */
class ParkedListTest extends WrongFields {
    /** Whether a link leads to another block. */
    private static boolean leads(PoolMachine made, long link) {
        byte[] bytes = made.machine.kernelBytes(link, 4);
        return (bytes[0] | bytes[1] | bytes[2] | bytes[3]) != 0;
    }

    /**
     * What follows is lost to the list and counts as busy, but the sums of tags do not tell it. A
     * list of deferred frees may end anywhere.
     */
    @ParameterizedTest
    @MethodSource("tables")
    void brokenListsOfParkedBlocks(String table) {
        for (State state : List.of(State.LOOKASIDE, State.DEFERRED)) {
            for (Fault fault : List.of(Fault.CIRCLE, Fault.NOWHERE, Fault.SHORT)) {
                if (fault != Fault.SHORT || state == State.LOOKASIDE) {
                    PoolMachine made = machine(table);
                    long link = link(made, find(made, other -> isFollowed(made, other, state)));
                    long wrong =
                            switch (fault) {
                                case CIRCLE -> link;
                                case NOWHERE -> 0x4141_4140;
                                default -> 0;
                            };
                    made.machine.kernelValue(link, pointer(made), wrong);
                    assertParked(link, fault);
                }
            }
        }
    }

    /** An overrun of the header and of the link behind it is told at the header. */
    @ParameterizedTest
    @MethodSource("tables")
    void headerAndLink(String table) {
        PoolMachine made = machine(table);
        Block block =
                find(made, other -> isInner(other) && isFollowed(made, other, State.LOOKASIDE));
        long end = link(made, block) + pointer(made);
        for (long at = block.address(); at < end; at++) {
            made.machine.kernelValue(at, 1, 0x41);
        }
        assertThat(only("pool.chain", 1).address()).isEqualTo(block.address());
    }

    private static int pointer(PoolMachine made) {
        return made.types.id().architecture().pointerSize();
    }

    /** Where a parked block has its link. */
    private static long link(PoolMachine made, Block block) {
        boolean second = pointer(made) == 4 && made.types.id().build() >= 9200;
        return block.address() + made.header().size() + (second ? 4 : 0);
    }

    private static boolean isFollowed(PoolMachine made, Block block, State state) {
        return block.state() == state && leads(made, link(made, block));
    }

    private void assertParked(long link, Fault fault) {
        Anomaly anomaly = only("pool.parked-list", 0);
        assertThat(anomaly.address()).isEqualTo(link);
        assertThat(anomaly.summary()).endsWith(fault.text());
        assertThat(anomaly.severity()).isEqualTo(Severity.ERROR);
        assertThat(anomaly.confidence()).isEqualTo(Confidence.STRONG);
    }

    /** The last block of a lookaside list, of which there are two or more. */
    private static Block last(PoolMachine made) {
        return find(
                made,
                other ->
                        other.state() == State.LOOKASIDE
                                && !leads(made, link(made, other))
                                && made.pool.blocks().stream()
                                        .anyMatch(
                                                before ->
                                                        isFollowed(made, before, State.LOOKASIDE)
                                                                && !before.paged()
                                                                && before.size() == other.size()));
    }

    /** The list has as many blocks as its head says, but the last one leads on. */
    @ParameterizedTest
    @MethodSource("tables")
    void listThatDoesNotEndWithItsDepth(String table) {
        PoolMachine made = machine(table);
        long link = link(made, last(made));
        made.machine.kernelValue(link, pointer(made), link);
        assertParked(link, Fault.CIRCLE);

        PoolMachine other = machine(table);
        link = link(other, last(other));
        other.machine.kernelValue(link, pointer(other), 0x4141_4140);
        assertParked(link, Fault.NOWHERE);

        PoolMachine more = machine(table);
        Block last = last(more);
        Block same = find(more, block -> isBusy(block) && block.size() == last.size());
        more.machine.kernelValue(link(more, same), pointer(more), 0);
        link = link(more, last);
        more.machine.kernelValue(link, pointer(more), link(more, same));
        assertParked(link, Fault.LONG);
        assertBusy(same);
    }

    /** The depth of a head is 0, but it leads to blocks. */
    @ParameterizedTest
    @MethodSource("tables")
    void headThatCountsNoBlocks(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isFollowed(made, other, State.LOOKASIDE));
        long head = made.pool.head(block);
        int offset = pointer(made) == 4 ? 4 : 0;
        made.machine.kernelValue(head + offset, 2, 0);
        assertParked(head, Fault.LONG);
    }

    /** A link leads to a block that is in use: its own data are no links, and it stays in use. */
    @ParameterizedTest
    @MethodSource("tables")
    void listThatLeadsToALiveBlockOfAnotherSize(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isFollowed(made, other, State.LOOKASIDE));
        Block live =
                find(
                        made,
                        other -> isBusy(other) && isInner(other) && other.size() != block.size());
        long link = link(made, block);
        made.machine.kernelValue(link, pointer(made), link(made, live));
        assertParked(link, Fault.SIZE);
        assertBusy(live);
    }

    /** The block is the first of the list of its own size, too. */
    @ParameterizedTest
    @MethodSource("tables")
    void listThatLeadsIntoAnother(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isFollowed(made, other, State.LOOKASIDE));
        Block parked =
                find(
                        made,
                        other -> other.state() == State.LOOKASIDE && other.size() != block.size());
        long link = link(made, block);
        made.machine.kernelValue(link, pointer(made), link(made, parked));
        assertParked(link, Fault.SIZE);
    }

    /** A list leads to a block whose header is damaged: that alone is told. */
    @ParameterizedTest
    @MethodSource("tables")
    void sizeOfAParkedBlock(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isInner(other) && other.state() == State.LOOKASIDE);
        size(made, block, 1);
        assertThat(only("pool.chain", 0).address()).isEqualTo(block.address());
    }

    private void assertBusy(Block block) {
        Recorder found = machine[0].decode(Optional.empty()).getFirst();
        assertThat(found.at(block.address()).orElseThrow().state()).isEqualTo(BlockState.BUSY);
    }
}
