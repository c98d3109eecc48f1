package org.cairn.pool.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpProcessor;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.windows.WindowsSystem;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.testkit.SyntheticSession;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A machine with two sessions, of two processes and of one. */
final class SessionMachine {
    static final int PAGE = 0x1000;
    private static final int PAGES = 6;
    private static final int ROOM = 32;
    private static final int FIRST_SESSION = 1;

    final TypeTable types;
    final boolean wide;
    final SyntheticMachine machine;
    final List<SyntheticSession> sessions = new ArrayList<>();
    final long pool;

    SessionMachine(String table) {
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
    SessionMachine pages() {
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

    static DecodeContext of(List<DecodeContext> contexts, long id) {
        return contexts.stream()
                .filter(context -> context.process().id() == id)
                .filter(context -> !context.process().isKernel())
                .findFirst()
                .orElseThrow();
    }

    static Recorder decode(List<DecodeContext> contexts, long id, int root) {
        DecodeContext context = of(contexts, id);
        SessionPoolDecoder decoder = new SessionPoolDecoder();
        Recorder recorder = new Recorder();
        decoder.decode(decoder.locate(context).get(root), context, recorder);
        return recorder;
    }

    static Set<String> lines(Recorder found) {
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

    static Set<String> lines(SyntheticSession made) {
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
}
