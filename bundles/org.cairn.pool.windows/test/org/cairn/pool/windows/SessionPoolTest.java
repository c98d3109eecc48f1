package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cairn.pool.windows.SessionMachine.decode;
import static org.cairn.pool.windows.SessionMachine.lines;
import static org.cairn.pool.windows.SessionMachine.of;
import static org.cairn.pool.windows.SessionMachine.roots;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.SyntheticSession;
import org.cairn.testkit.SyntheticSession.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/** Pools of sessions, which lie at the same addresses in the page tables of their processes. */
class SessionPoolTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "winxp-sp3-x86",
                "win2003-sp2-x86",
                "win2003-sp2-x64",
                "winvista-sp2-x86",
                "win7-sp1-x86",
                "win7-sp1-x64",
                "win81-x64",
                "win10-1607-14393-x86",
                "win10-1607-14393-x64",
                "win10-1809-17763-x64"
            })
    void tellsTheSessionsApart(String table) {
        SessionMachine made = new SessionMachine(table).pages();
        List<DecodeContext> contexts = made.contexts();
        Map<Long, List<HeapRoot>> roots = roots(contexts);
        assertThat(roots.keySet()).containsExactlyInAnyOrder(300L, 308L);
        assertThat(roots.get(300L)).extracting(HeapRoot::name).containsExactly("session pool 1");
        assertThat(roots.get(308L)).extracting(HeapRoot::name).containsExactly("session pool 2");
        for (int i = 0; i < 2; i++) {
            Recorder found = decode(contexts, i == 0 ? 300 : 308, 0);
            assertThat(found.faults).isEmpty();
            assertThat(found.isComplete()).isTrue();
            assertThat(found.rules()).isEmpty();
            assertThat(lines(found)).isEqualTo(lines(made.sessions.get(i)));
            assertThat(found.blocks().size()).isGreaterThan(50);
        }
        assertThat(lines(made.sessions.get(0))).isNotEqualTo(lines(made.sessions.get(1)));
    }

    /** The system's own pools do not have the session's blocks. */
    @Test
    void leavesTheSystemsPoolsAlone() {
        SessionMachine made = new SessionMachine("win7-sp1-x64").pages();
        List<DecodeContext> contexts = made.contexts();
        DecodeContext kernel =
                contexts.stream()
                        .filter(context -> context.process().isKernel())
                        .findFirst()
                        .orElseThrow();
        assertThat(new PagePoolDecoder().locate(kernel)).isEmpty();
        assertThat(new SessionPoolDecoder().locate(kernel)).isEmpty();
    }

    @Test
    void showsTheHeaderOfABlock() {
        SessionMachine made = new SessionMachine("win10-1607-14393-x64").pages();
        List<DecodeContext> contexts = made.contexts();
        DecodeContext context = of(contexts, 308);
        SessionPoolDecoder decoder = new SessionPoolDecoder();
        SyntheticSession.Block block =
                made.sessions.get(1).blocks().stream()
                        .filter(other -> other.state() == State.BUSY)
                        .findFirst()
                        .orElseThrow();
        assertThat(decoder.describe(decoder.locate(context).getFirst(), block.address(), context))
                .anyMatch(field -> field.value().equals("'" + block.tag() + "'"))
                .anyMatch(field -> field.value().equals("paged, session"));
    }

    @Test
    void tellsOfFailedAllocations() {
        SessionMachine made = new SessionMachine("win7-sp1-x64").pages();
        SyntheticSession session = made.sessions.get(0);
        long counters =
                session.address()
                        + made.types
                                .structure("_MM_SESSION_SPACE")
                                .offset("SessionPoolAllocationFailures");
        session.value(counters + 4, 4, 7);
        session.value(counters + 8, 4, 2);
        assertThat(roots(made.contexts()).get(300L).getFirst().note())
                .isEqualTo("9 allocations failed");
    }

    /** A process that has ended, or that is in no session, stands for none. */
    @Test
    void wantsAProcessOfTheSession() {
        SessionMachine made = new SessionMachine("win7-sp1-x64").pages();
        List<DecodeContext> contexts = made.contexts();
        ProcessImage system =
                contexts.stream()
                        .map(DecodeContext::process)
                        .filter(process -> process.id() == 4)
                        .findFirst()
                        .orElseThrow();
        assertThat(new SessionPoolDecoder().locate(of(contexts, system.id()))).isEmpty();
    }
}
