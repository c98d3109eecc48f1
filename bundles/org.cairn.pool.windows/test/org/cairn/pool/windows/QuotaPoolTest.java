package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticPool;
import org.cairn.testkit.SyntheticPool.Block;
import org.cairn.testkit.SyntheticPool.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/**
 * The pointer to the process that is charged for a block, and the stamp that takes its place in
 * parked blocks from 8 to 1809: what is wrong is told once, at the pointer, and no block is lost.
 */
class QuotaPoolTest {
    private static final int PAGE = 0x1000;
    private static final int WINDOWS_8 = 9200;
    private static final int DRIVER_LIST = 0x9_4000;

    static List<String> tables() {
        return List.of(
                PoolMachine.WINDOWS_2000,
                "winxp-sp3-x86",
                "win2003-sp2-x64",
                "winvista-sp2-x86",
                "win7-sp1-x86",
                "win7-sp1-x64",
                "win81-x64",
                "win10-1607-14393-x86",
                "win10-1607-14393-x64",
                "win10-1809-17763-x64");
    }

    static List<String> stamped() {
        return List.of(
                "win81-x86",
                "win81-x64",
                "win10-1607-14393-x86",
                "win10-1607-14393-x64",
                "win10-1809-17763-x64");
    }

    private static Block find(PoolMachine made, State state) {
        return made.pool.blocks().stream()
                .filter(block -> !block.paged() && block.state() == state)
                .filter(block -> block.address() - made.nonPaged > 2 * PAGE)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isWide(PoolMachine made) {
        return made.types.id().architecture().pointerSize() == Long.BYTES;
    }

    /** Charges another process; where the pointer is. */
    private static long charge(PoolMachine made, Block block, long process) {
        int pointer = isWide(made) ? Long.BYTES : Integer.BYTES;
        boolean combined = isWide(made) && made.types.id().build() >= WINDOWS_8;
        long at =
                isWide(made)
                        ? block.address() + Long.BYTES
                        : block.address() + block.size() - pointer;
        long stored = combined ? process ^ SyntheticPool.COOKIE ^ block.address() : process;
        made.machine.kernelValue(at, pointer, stored);
        return at;
    }

    private static Anomaly only(PoolMachine made, String rule) {
        List<Recorder> decoded = made.decode();
        Recorder found = decoded.getFirst();
        assertThat(found.rules()).containsExactly(rule);
        assertThat(found.faults).isEmpty();
        assertThat(decoded.get(1).rules()).isEmpty();
        assertThat(made.pool.blocks())
                .filteredOn(block -> !block.paged())
                .allMatch(
                        block ->
                                found.at(block.address())
                                        .filter(at -> at.size() == block.size())
                                        .isPresent());
        return found.anomalies.getFirst();
    }

    /** What was written over the pointer; an address of the kernel without memory; no process. */
    @ParameterizedTest
    @MethodSource("tables")
    void chargedToNoProcess(String table) {
        for (int i = 0; i < 3; i++) {
            PoolMachine made = new PoolMachine(table).fill();
            Block block = find(made, State.CHARGED);
            long beyond = isWide(made) ? 0xffff_8123_4567_8000L : 0xc123_4000L;
            long process = new long[] {0x4141_4141, beyond, made.nonPaged + PAGE}[i];
            long at = charge(made, block, process);
            Anomaly anomaly = only(made, "pool.process-billed");
            assertThat(anomaly.address()).isEqualTo(at);
            assertThat(anomaly.confidence())
                    .isEqualTo(isWide(made) ? Confidence.STRONG : Confidence.HINT);
            assertThat(anomaly.actual()).isEqualTo("0x" + Long.toHexString(process));
            assertThat(anomaly.summary())
                    .contains(Long.toHexString(block.address()))
                    .contains(block.tag());
        }
    }

    /** A process that has ended is in no list, but its object is there while blocks are charged. */
    @ParameterizedTest
    @MethodSource("tables")
    void chargedToAProcessThatHasEnded(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        charge(made, find(made, State.CHARGED), made.machine.unlisted(0x77c, "gone.exe", true));
        assertThat(made.decode()).allMatch(found -> found.rules().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void chargedToNobody(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        charge(made, find(made, State.CHARGED), 0);
        assertThat(made.decode()).allMatch(found -> found.rules().isEmpty());
    }

    /** Without lists nobody knows the cookie, and so no process. */
    @ParameterizedTest
    @ValueSource(strings = {"win81-x64", "win10-1607-14393-x64"})
    void nobodyKnowsTheProcessWithoutTheCookie(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        made.machine.debuggerField("KiProcessorBlock", 0);
        Block block = find(made, State.CHARGED);
        charge(made, block, 0x4141_4141);
        List<Recorder> decoded = made.decode();
        assertThat(decoded).allMatch(found -> found.rules().isEmpty());
        Block parked = find(made, State.STAMPED);
        assertThat(decoded.getFirst().at(parked.address()).orElseThrow().state())
                .isEqualTo(BlockState.BUSY);
    }

    /** When hardly any pointer leads to a process, they are not what they are taken for. */
    @ParameterizedTest
    @MethodSource("tables")
    void manyWrongOnesAreNoDamage(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        made.pool.blocks().stream()
                .filter(block -> !block.paged() && block.state() == State.CHARGED)
                .forEach(block -> charge(made, block, 0x4141_4141));
        assertThat(made.decode()).allMatch(found -> found.rules().isEmpty());
    }

    /** P4: the list leads to the block, so it is parked, whatever its stamp says. */
    @ParameterizedTest
    @MethodSource("stamped")
    void brokenStampOfAListedBlock(String table) {
        for (State state : List.of(State.LOOKASIDE, State.DEFERRED)) {
            PoolMachine made = new PoolMachine(table).fill();
            Block block = find(made, state);
            long at = stamp(block);
            made.machine.kernelValue(at, 4, 0x4141_4141);
            Anomaly anomaly = only(made, "pool.stamp");
            assertThat(anomaly.address()).isEqualTo(at);
            long mask = isWide(made) ? -1L : 0xffff_ffffL;
            assertThat(anomaly.expected())
                    .isEqualTo(
                            "0x"
                                    + Long.toHexString(
                                            (SyntheticPool.COOKIE ^ block.address()) & mask));
            assertThat(made.decode().getFirst().at(block.address()).orElseThrow().state())
                    .isEqualTo(BlockState.FREE);
        }
    }

    /** Behind eight bytes of header: the process on x64, the first word of the data on x86. */
    private static long stamp(Block block) {
        return block.address() + Long.BYTES;
    }

    /** A driver's lookaside list holds blocks that the pool never got back: they have no stamp. */
    @ParameterizedTest
    @ValueSource(strings = {"win81-x64", "win10-1607-14393-x64"})
    void blocksOnADriversListHaveNone(String table) {
        PagePoolTablesTest.Tables tables = new PagePoolTablesTest.Tables(table);
        PoolMachine made = tables.made;
        Block block = find(made, State.STAMPED);
        made.machine.kernelValue(stamp(block), Long.BYTES, 0);
        Structure list = made.types.structure("_GENERAL_LOOKASIDE");
        long head = tables.at(DRIVER_LIST);
        long entry = head + PAGE + list.offset("ListEntry");
        made.machine.kernelValue(head, Long.BYTES, entry);
        made.machine.kernelValue(head + Long.BYTES, Long.BYTES, entry);
        made.machine.kernelValue(entry, Long.BYTES, head);
        made.machine.kernelValue(entry + Long.BYTES, Long.BYTES, head);
        made.machine.kernelValue(head + PAGE, 2, 1);
        made.machine.kernelValue(
                head + PAGE + Long.BYTES, Long.BYTES, block.address() + block.headerBytes() | 1);
        tables.variables.put("ExNPagedLookasideListHead", head);
        List<Recorder> decoded = tables.decode(Optional.empty());
        assertThat(decoded).allMatch(found -> found.rules().isEmpty());
        assertThat(decoded.getFirst().at(block.address()).orElseThrow().state())
                .isEqualTo(BlockState.FREE);
    }
}
