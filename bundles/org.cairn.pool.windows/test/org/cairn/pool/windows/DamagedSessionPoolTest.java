package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cairn.pool.windows.SessionMachine.PAGE;
import static org.cairn.pool.windows.SessionMachine.decode;
import static org.cairn.pool.windows.SessionMachine.roots;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticSession;
import org.cairn.testkit.SyntheticSession.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/** What is wrong in the pool of one session is told there, and only there. */
class DamagedSessionPoolTest {
    /** Kernels of 7 SP1 and 10 2004 whose symbols are known. */
    private static final String PDB_7 = "339E74133576439CBCDF7E0229DA3773";

    private static final long TRACK_TABLE_7 = 2_168_744;

    /** P1, P3 and P4, each once; the other session is whole. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x64"})
    void reportsDamage(String table) {
        for (String rule : List.of("pool.previous-size", "pool.type", "pool.free-list")) {
            SessionMachine made = new SessionMachine(table).pages();
            SyntheticSession damaged = made.sessions.get(0);
            boolean free = rule.equals("pool.free-list");
            SyntheticSession.Block block =
                    damaged.blocks().stream()
                            .filter(other -> other.state() == (free ? State.FREE : State.BUSY))
                            .filter(other -> (other.address() & PAGE - 1) > 0x200)
                            .findFirst()
                            .orElseThrow();
            Structure header = made.types.structure("_POOL_HEADER");
            int pointer = made.wide ? Long.BYTES : Integer.BYTES;
            long at =
                    switch (rule) {
                        case "pool.previous-size" -> {
                            damaged.field(block.address(), header, "PreviousSize", 1);
                            yield block.address();
                        }
                        case "pool.type" -> {
                            damaged.field(
                                    block.address(),
                                    header,
                                    "PoolType",
                                    made.types.id().build() < 6000 ? 1 : 2);
                            yield block.address();
                        }
                        default -> {
                            long back = block.address() + header.size() + pointer;
                            damaged.value(back, pointer, made.pool + 8);
                            yield back;
                        }
                    };
            List<DecodeContext> contexts = made.contexts();
            Recorder found = decode(contexts, 300, 0);
            assertThat(found.rules()).containsExactly(rule);
            assertThat(found.anomalies.getFirst().address()).isEqualTo(at);
            assertThat(decode(contexts, 308, 0).rules()).isEmpty();
        }
    }

    /** P4: the head of an empty lookaside list counts a block; nobody but the session tells it. */
    @ParameterizedTest
    @ValueSource(strings = {"winvista-sp2-x86", "win7-sp1-x64", "win10-1607-14393-x64"})
    void reportsAListThatEndsTooEarly(String table) {
        SessionMachine made = new SessionMachine(table).pages();
        SyntheticSession damaged = made.sessions.get(0);
        Structure space = made.types.structure("_MM_SESSION_SPACE");
        long head = damaged.address() + space.offset("Lookaside");
        damaged.value(made.wide ? head : head + Integer.BYTES, 2, 1);
        List<DecodeContext> contexts = made.contexts();
        Recorder found = decode(contexts, 300, 0);
        assertThat(found.rules()).containsExactly("pool.parked-list");
        assertThat(found.anomalies.getFirst().address()).isEqualTo(head);
        assertThat(decode(contexts, 308, 0).rules()).isEmpty();
    }

    /** What says that it is a session's structure but cannot be one is told, not decoded. */
    @Test
    void saysThatAStructureIsForeign() {
        SessionMachine made = new SessionMachine("win7-sp1-x64").pages();
        SyntheticSession session = made.sessions.get(1);
        session.field(
                session.address(),
                made.types.structure("_MM_SESSION_SPACE"),
                "PagedPoolStart",
                0x1234);
        HeapRoot root = roots(made.contexts()).get(308L).getFirst();
        assertThat(root.status()).isEqualTo(Status.FOREIGN);
        assertThat(root.name()).isEqualTo("session pool 2");
    }

    /** The sums of the session's own table: right in one session, one block short in the other. */
    @Test
    void comparesWithTheTagTableOfTheSession() {
        SessionMachine made = new SessionMachine("win7-sp1-24000-x64").pages();
        made.machine.kernelOf(
                PDB_7,
                1,
                Map.of(
                        "PsLoadedModuleList", 2_333_840L,
                        "PsActiveProcessHead", 2_210_112L,
                        "KdDebuggerDataBlock", 1_974_576L));
        long table = made.sessions.get(0).tagTable();
        assertThat(made.sessions.get(1).tagTable()).isEqualTo(table);
        made.machine.kernelValue(made.machine.kernelBase() + TRACK_TABLE_7, 8, table);
        Structure entry = made.types.structure("_POOL_TRACKER_TABLE");
        made.sessions.get(1).field(table, entry, "PagedFrees", 4);
        List<DecodeContext> contexts = made.contexts();
        Recorder right = decode(contexts, 300, 0);
        assertThat(right.rules()).isEmpty();
        assertThat(right.totals.values())
                .isNotEmpty()
                .allMatch(total -> total.frees() == 5)
                .allMatch(total -> total.allocations() == total.blocks() + 5);
        Recorder found = decode(contexts, 308, 0);
        assertThat(found.rules()).containsExactly("pool.tag-total");
        assertThat(found.totals.values()).filteredOn(total -> total.frees() == 4).hasSize(1);
        assertThat(found.anomalies.getFirst().address()).isEqualTo(table);
    }
}
