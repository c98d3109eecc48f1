package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.testkit.SyntheticPool;
import org.cairn.testkit.SyntheticPool.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Decodes the pools of synthetic machines exactly. */
class PagePoolDecoderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                PoolMachine.WINDOWS_2000,
                "winxp-sp3-x86",
                "win2003-sp0-x86",
                "win2003-sp2-x86",
                "win2003-sp2-x64",
                "winvista-sp2-x86",
                "winvista-sp2-x64",
                "win7-sp1-x86",
                "win7-sp1-x64",
                "win81-x64",
                "win81-x86",
                "win10-1607-14393-x86",
                "win10-1607-14393-x64",
                "win10-1809-17763-x64"
            })
    void findsEachBlock(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        List<Recorder> decoded = made.decode();
        assertThat(decoded).hasSize(2);
        for (boolean paged : new boolean[] {false, true}) {
            Recorder found = decoded.get(paged ? 1 : 0);
            assertThat(found.faults).isEmpty();
            assertThat(found.isComplete()).isTrue();
            assertThat(difference(lines(found), lines(made, paged))).isEmpty();
            assertThat(found.blocks()).isNotEmpty();
            assertThat(found.rules()).isEmpty();
        }
    }

    private static Set<String> difference(Set<String> found, Set<String> expected) {
        Set<String> difference = new TreeSet<>();
        found.stream().filter(line -> !expected.contains(line)).forEach(difference::add);
        expected.stream()
                .filter(line -> !found.contains(line))
                .forEach(line -> difference.add(line + " is missing"));
        return difference;
    }

    /** Blocks as text, those of the pool only. */
    private static Set<String> lines(Recorder found) {
        Set<String> lines = new TreeSet<>();
        for (Recorder.Block block : found.blocks()) {
            boolean cached = (block.flags() & BlockSink.CACHED) != 0;
            if (block.state() != BlockState.METADATA) {
                lines.add(
                        line(
                                block.address(),
                                block.size(),
                                block.state(),
                                cached,
                                block.state() == BlockState.FREE && !cached ? "" : block.tag()));
            }
        }
        return lines;
    }

    private static Set<String> lines(PoolMachine made, boolean paged) {
        Set<String> lines = new TreeSet<>();
        for (SyntheticPool.Block block : made.pool.blocks()) {
            if (block.paged() == paged) {
                boolean onList =
                        block.state() == State.LOOKASIDE
                                || block.state() == State.DEFERRED
                                || block.state() == State.STAMPED;
                boolean parked = onList && !made.old;
                boolean free = block.state() == State.FREE;
                lines.add(
                        line(
                                block.address(),
                                block.size(),
                                free || parked ? BlockState.FREE : BlockState.BUSY,
                                parked,
                                free ? "" : block.tag()));
            }
        }
        return lines;
    }

    private static String line(
            long address, long size, BlockState state, boolean cached, String tag) {
        return Long.toHexString(address) + " " + size + " " + state + " " + cached + " " + tag;
    }

    /** The process is in the header on x64, at the end of the block on x86. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "winxp-sp3-x86",
                "win7-sp1-x64",
                "win10-1607-14393-x86",
                "win10-1607-14393-x64"
            })
    void namesTheChargedProcess(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        DecodeContext context = made.context();
        PagePoolDecoder decoder = new PagePoolDecoder();
        HeapRoot root = decoder.locate(context).getFirst();
        long process = made.machine.systemProcess();
        for (SyntheticPool.Block block : made.pool.blocks()) {
            if (block.state() == State.CHARGED) {
                assertThat(decoder.describe(root, block.address(), context))
                        .anyMatch(
                                field ->
                                        field.name().equals("ProcessBilled")
                                                && field.value()
                                                        .equals(
                                                                "0x"
                                                                        + Long.toHexString(process)
                                                                        + " System"));
            }
        }
        assertThat(Arrays.stream(State.values()).filter(state -> has(made, state)).count())
                .isGreaterThanOrEqualTo(5);
    }

    private static boolean has(PoolMachine made, State state) {
        return made.pool.blocks().stream().anyMatch(block -> block.state() == state);
    }

    @Test
    void findsNoPoolsInProcesses() {
        PoolMachine made = new PoolMachine("win7-sp1-x64").fill();
        DecodeContext kernel = made.context();
        DecodeContext system =
                new DecodeContext(
                        kernel.system(),
                        kernel.system().processes().get(1),
                        kernel.types(),
                        kernel.progress());
        assertThat(new PagePoolDecoder().locate(system)).isEmpty();
    }
}
