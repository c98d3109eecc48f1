package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpProcessor;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Architecture;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.windows.WindowsSystem;
import org.cairn.testkit.SegmentHeapBlock;
import org.cairn.testkit.SegmentHeapOptions;
import org.cairn.testkit.SegmentHeapWriter;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.testkit.SyntheticSession;
import org.cairn.testkit.SyntheticSession.State;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Pools of sessions, which lie at the same addresses in the page tables of their processes. */
class SessionPoolTest {
    private static final int PAGE = 0x1000;
    private static final int PAGES = 6;
    private static final int ROOM = 32;
    private static final int FIRST_SESSION = 1;

    /** Kernels of 7 SP1 and 10 2004 whose symbols are known. */
    private static final String PDB_7 = "339E74133576439CBCDF7E0229DA3773";

    private static final long TRACK_TABLE_7 = 2_168_744;

    /** A machine with two sessions of two processes and of one. */
    private static final class Sessions {
        final TypeTable types;
        final boolean wide;
        final SyntheticMachine machine;
        final List<SyntheticSession> sessions = new ArrayList<>();
        final long pool;

        Sessions(String table) {
            types = new ShippedTypes().named(table).orElseThrow();
            wide = types.id().architecture() == Architecture.X64;
            machine = new SyntheticMachine(types, wide ? PagingMode.X64 : PagingMode.PAE, 16);
            machine.kernelModule("\\SystemRoot\\ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
            long space = wide ? 0xffff_f900_0000_0000L : 0xbf80_0000L;
            pool = wide ? 0xffff_f900_c000_0000L : 0xbc00_0000L;
            for (int i = 0; i < 2; i++) {
                sessions.add(new SyntheticSession(types, FIRST_SESSION + i, space, 40L + i));
            }
            process(300, 0);
            process(304, 0);
            process(308, 1);
        }

        private void process(long id, int session) {
            SyntheticProcess image = new SyntheticProcess(types, 0x7f_0000L, id, id);
            image.corrupt(0x7f_0000L, "_PEB", "SessionId", FIRST_SESSION + session);
            machine.process(image, id, "csrss.exe", 3);
            machine.session(id, sessions.get(session));
        }

        /** Pools of pages. */
        Sessions pages() {
            for (SyntheticSession session : sessions) {
                session.fill(pool, PAGES, ROOM);
                if (types.structure("_MM_SESSION_SPACE").find("PoolTrackBigPages").isPresent()) {
                    session.big(pool + PAGES * PAGE, 2 * PAGE, "GsBg");
                }
                session.finish();
            }
            return this;
        }

        List<DecodeContext> contexts() {
            Dump dump =
                    Dump.builder("test")
                            .memory(MemoryKind.PHYSICAL, machine.physical())
                            .processors(
                                    List.of(
                                            new DumpProcessor(
                                                    0, Map.of(), Optional.of(machine.tables()))))
                            .build();
            TypeChoice choice = new TypeChoice(new ShippedTypes(), Optional.empty());
            SystemImage system =
                    new WindowsSystem().recognise(dump, choice, Progress.NONE).orElseThrow();
            return system.processes().stream()
                    .map(process -> new DecodeContext(system, process, choice, Progress.NONE))
                    .toList();
        }

        /** The roots of all processes, by the identity of the process. */
        static Map<Long, List<HeapRoot>> roots(List<DecodeContext> contexts) {
            Map<Long, List<HeapRoot>> roots = new HashMap<>();
            for (DecodeContext context : contexts) {
                List<HeapRoot> found = new SessionPoolDecoder().locate(context);
                if (!found.isEmpty()) {
                    roots.put(context.process().id(), found);
                }
            }
            return roots;
        }
    }

    private static DecodeContext of(List<DecodeContext> contexts, long id) {
        return contexts.stream()
                .filter(context -> context.process().id() == id)
                .filter(context -> !context.process().isKernel())
                .findFirst()
                .orElseThrow();
    }

    private static Recorder decode(List<DecodeContext> contexts, long id, int root) {
        DecodeContext context = of(contexts, id);
        SessionPoolDecoder decoder = new SessionPoolDecoder();
        Recorder recorder = new Recorder();
        decoder.decode(decoder.locate(context).get(root), context, recorder);
        return recorder;
    }

    private static Set<String> lines(Recorder found) {
        Set<String> lines = new TreeSet<>();
        for (Recorder.Block block : found.blocks()) {
            boolean cached = (block.flags() & BlockSink.CACHED) != 0;
            boolean free = block.state() == BlockState.FREE;
            lines.add(
                    Long.toHexString(block.address())
                            + " "
                            + block.size()
                            + (free ? cached ? " parked" : " free" : " busy ")
                            + (free ? "" : block.tag()));
        }
        return lines;
    }

    private static Set<String> lines(SyntheticSession made) {
        Set<String> lines = new TreeSet<>();
        for (SyntheticSession.Block block : made.blocks()) {
            lines.add(
                    Long.toHexString(block.address())
                            + " "
                            + block.size()
                            + switch (block.state()) {
                                case BUSY -> " busy " + block.tag();
                                case FREE -> " free";
                                case LOOKASIDE -> " parked";
                            });
        }
        return lines;
    }

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
        Sessions made = new Sessions(table).pages();
        List<DecodeContext> contexts = made.contexts();
        Map<Long, List<HeapRoot>> roots = Sessions.roots(contexts);
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
        Sessions made = new Sessions("win7-sp1-x64").pages();
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
        Sessions made = new Sessions("win10-1607-14393-x64").pages();
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

    /** P1, P3 and P4, each once; the other session is whole. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x64"})
    void reportsDamage(String table) {
        for (String rule : List.of("pool.previous-size", "pool.type", "pool.free-list")) {
            Sessions made = new Sessions(table).pages();
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
        Sessions made = new Sessions(table).pages();
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
        Sessions made = new Sessions("win7-sp1-x64").pages();
        SyntheticSession session = made.sessions.get(1);
        session.field(
                session.address(),
                made.types.structure("_MM_SESSION_SPACE"),
                "PagedPoolStart",
                0x1234);
        HeapRoot root = Sessions.roots(made.contexts()).get(308L).getFirst();
        assertThat(root.status()).isEqualTo(Status.FOREIGN);
        assertThat(root.name()).isEqualTo("session pool 2");
    }

    /** The same since segment heaps: what should be a heap has no signature. */
    @Test
    void saysThatAHeapIsForeign() {
        Sessions made = new Sessions("win10-2004-19041-x64");
        SegmentHeapWriter writer = segmentHeap(made, 0);
        segmentHeap(made, 1);
        long signature =
                writer.address() + made.types.structure("_SEGMENT_HEAP").offset("Signature");
        made.sessions.get(0).value(signature, 4, 0x1234);
        Structure state = made.types.structure("_EX_HEAP_SESSION_STATE");
        made.sessions
                .get(0)
                .field(made.sessions.get(0).address() + 0x4_0000, state, "SpecialPoolHeap", 0);
        Map<Long, List<HeapRoot>> roots = Sessions.roots(made.contexts());
        assertThat(roots.get(300L)).extracting(HeapRoot::status).containsExactly(Status.FOREIGN);
        assertThat(roots.get(308L))
                .extracting(HeapRoot::status)
                .containsExactly(Status.PRESENT, Status.PRESENT);
    }

    @Test
    void tellsOfFailedAllocations() {
        Sessions made = new Sessions("win7-sp1-x64").pages();
        SyntheticSession session = made.sessions.get(0);
        long counters =
                session.address()
                        + made.types
                                .structure("_MM_SESSION_SPACE")
                                .offset("SessionPoolAllocationFailures");
        session.value(counters + 4, 4, 7);
        session.value(counters + 8, 4, 2);
        assertThat(Sessions.roots(made.contexts()).get(300L).getFirst().note())
                .isEqualTo("9 allocations failed");
    }

    /** The sums of the session's own table: right in one session, one block short in the other. */
    @Test
    void comparesWithTheTagTableOfTheSession() {
        Sessions made = new Sessions("win7-sp1-24000-x64").pages();
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
        assertThat(decode(contexts, 300, 0).rules()).isEmpty();
        Recorder found = decode(contexts, 308, 0);
        assertThat(found.rules()).containsExactly("pool.tag-total");
        assertThat(found.anomalies.getFirst().address()).isEqualTo(table);
    }

    /** Since 1809 a session's pool is a segment heap, whose blocks begin with a pool header. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "win10-1809-17763-x64",
                "win10-1903-18362-x64",
                "win10-2004-19041-x64",
                "win10-2004-19041-x86"
            })
    void walksSegmentHeaps(String table) {
        Sessions made = new Sessions(table);
        List<SegmentHeapWriter> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            writers.add(segmentHeap(made, i));
        }
        List<DecodeContext> contexts = made.contexts();
        Map<Long, List<HeapRoot>> roots = Sessions.roots(contexts);
        assertThat(roots.keySet()).containsExactlyInAnyOrder(300L, 308L);
        for (int i = 0; i < 2; i++) {
            long id = i == 0 ? 300 : 308;
            assertThat(roots.get(id))
                    .extracting(HeapRoot::name)
                    .containsExactly(
                            "session pool " + (i + 1),
                            "session pool " + (i + 1) + ", special heap");
            assertThat(decode(contexts, id, 1).rules()).isEmpty();
            assertThat(
                            decode(contexts, id, 1).blocks().stream()
                                    .filter(block -> block.tag().equals("SsSp")))
                    .hasSize(20);
            assertThat(roots.get(id).getFirst().status()).isEqualTo(Status.PRESENT);
            Recorder found = decode(contexts, id, 0);
            assertThat(found.faults).isEmpty();
            assertThat(found.rules()).isEmpty();
            int unit = made.wide ? 16 : 8;
            List<SegmentHeapBlock> busy =
                    writers.get(i).blocks().stream()
                            .filter(block -> block.state() == BlockState.BUSY)
                            .toList();
            assertThat(busy.size()).isGreaterThan(100);
            for (SegmentHeapBlock block : busy) {
                Recorder.Block same = found.at(block.address()).orElseThrow();
                assertThat(same.tag()).isEqualTo("Ss0" + i);
                assertThat(same.userAddress()).isEqualTo(block.userAddress() + unit);
                assertThat(same.size()).isEqualTo(block.size());
            }
            assertThat(found.blocks().stream().filter(block -> block.tag().startsWith("Ss")))
                    .hasSize(busy.size());
        }
    }

    private static SegmentHeapWriter segmentHeap(Sessions made, int index) {
        SyntheticSession session = made.sessions.get(index);
        boolean both = made.types.id().name().equals("win10-1809-17763-x64");
        TypeTable types =
                both
                        ? new ShippedTypes().named("win10-1809-17763.5933-x64").orElseThrow()
                        : made.types;
        SyntheticProcess image = new SyntheticProcess(types, 0x7f_0000L, 0, 9 + index);
        SegmentHeapWriter writer = image.segmentHeap(made.pool, SegmentHeapOptions.of(types));
        List<Long> users = new ArrayList<>();
        for (int i = 0; i < 200 + 20 * index; i++) {
            users.add(writer.allocate(0x40 + i * 29L % 600));
        }
        for (int i = 0; i < users.size(); i += 5) {
            writer.free(users.get(i));
        }
        int unit = made.wide ? 16 : 8;
        Structure header = made.types.structure("_POOL_HEADER");
        headers(writer, image, header, "Ss0" + index, unit);
        SegmentHeapWriter special =
                image.segmentHeap(made.pool + 0x0200_0000L, SegmentHeapOptions.of(types));
        for (int i = 0; i < 20; i++) {
            special.allocate(0x70 + 64L * i);
        }
        headers(special, image, header, "SsSp", unit);
        for (Run.Mapped run : image.space().mapped(made.pool, made.pool + 0x0fff_ffffL)) {
            session.bytes(run.start(), run.bytes().toArray(ValueLayout.JAVA_BYTE));
        }
        Structure state = types.structure("_EX_HEAP_SESSION_STATE");
        long at = session.address() + 0x4_0000;
        session.field(at, state, "PagedHeap", writer.address());
        session.field(at, state, "SpecialPoolHeap", special.address());
        session.field(
                session.address(), made.types.structure("_MM_SESSION_SPACE"), "HeapState", at);
        session.finish();
        return writer;
    }

    private static void headers(
            SegmentHeapWriter writer,
            SyntheticProcess image,
            Structure header,
            String tag,
            int unit) {
        for (SegmentHeapBlock block : writer.blocks()) {
            if (block.state() == BlockState.BUSY) {
                byte[] bytes = new byte[unit];
                MemorySegment segment = MemorySegment.ofArray(bytes);
                header.field("BlockSize").set(segment, 0, (block.userSize() + unit - 1) / unit);
                header.field("PoolType").set(segment, 0, 0x23);
                System.arraycopy(tag.getBytes(StandardCharsets.US_ASCII), 0, bytes, 4, 4);
                image.corrupt(block.userAddress(), bytes);
            }
        }
    }

    /** A process that has ended, or that is in no session, stands for none. */
    @Test
    void wantsAProcessOfTheSession() {
        Sessions made = new Sessions("win7-sp1-x64").pages();
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
