package org.cairn.system.windows.internal;

import org.cairn.memory.Structure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/**
 * Where the fields of a thread object lie. Type tables with {@code _ETHREAD} say so; where there is
 * none, {@code _KDDEBUGGER_DATA64} names some offsets and the threads themselves show the others.
 *
 * @param links offset of {@code _KTHREAD.ThreadListEntry}
 * @param teb offset of {@code _KTHREAD.Teb}
 * @param state offset of {@code _KTHREAD.State}
 * @param id offset of {@code _ETHREAD.Cid.UniqueThread}
 * @param start offset of {@code _ETHREAD.StartAddress}, -1 when unknown
 * @param userStart offset of {@code _ETHREAD.Win32StartAddress}, -1 when unknown
 * @param inferred whether some of them come from the threads themselves
 */
record ThreadTypes(
        int links, int teb, int state, int id, int start, int userStart, boolean inferred) {
    private static final int UNKNOWN = -1;

    /** Far above the size of all versions. */
    private static final int MAX_SIZE = 0x1000;

    private static final int LEAST_LINKS = 0x100;

    /** How many threads have to agree, if there are so many. */
    private static final int SAMPLE = 24;

    private static final long MAX_ID = 1L << 28;

    /** The layout of a kernel's threads, empty when nothing tells it. */
    static Optional<ThreadTypes> of(Kernel kernel, List<ProcessObject> processes) {
        Optional<Structure> kernelThread = kernel.types().table().find("_KTHREAD");
        Optional<Structure> thread = kernel.types().table().find("_ETHREAD");
        if (kernelThread.isPresent() && thread.isPresent()) {
            return known(kernelThread.get(), thread.get());
        }
        return kernel.debuggerData().flatMap(data -> inferred(kernel, processes, data));
    }

    private static Optional<ThreadTypes> known(Structure kernelThread, Structure thread) {
        boolean suffices =
                kernelThread.find("ThreadListEntry").isPresent()
                        && kernelThread.find("Teb").isPresent()
                        && kernelThread.find("State").isPresent()
                        && thread.find("Cid").isPresent();
        if (!suffices) {
            return Optional.empty();
        }
        ToIntFunction<String> offset =
                name -> thread.find(name).map(field -> field.offset()).orElse(UNKNOWN);
        int pair = thread.field("Cid").size();
        return Optional.of(
                new ThreadTypes(
                        kernelThread.offset("ThreadListEntry"),
                        kernelThread.offset("Teb"),
                        kernelThread.offset("State"),
                        thread.offset("Cid") + pair / 2,
                        offset.applyAsInt("StartAddress"),
                        offset.applyAsInt("Win32StartAddress"),
                        false));
    }

    private static Optional<ThreadTypes> inferred(
            Kernel kernel, List<ProcessObject> processes, DebuggerData data) {
        int process = (int) data.get("OffsetKThreadApcProcess");
        int teb = (int) data.get("OffsetKThreadTeb");
        int state = (int) data.get("OffsetKThreadState");
        if (process == 0 || teb == 0) {
            return Optional.empty();
        }
        Map<Long, ProcessObject> nodes = sample(kernel, processes);
        OptionalInt links = links(kernel, nodes, process);
        if (links.isEmpty()) {
            return Optional.empty();
        }
        int size = (int) data.get("SizeEThread");
        return id(kernel, nodes, links.getAsInt(), size == 0 ? MAX_SIZE : size)
                .map(
                        id ->
                                new ThreadTypes(
                                        links.getAsInt(), teb, state, id, UNKNOWN, UNKNOWN, true));
    }

    /** Members of the lists of threads, of several processes. */
    private static Map<Long, ProcessObject> sample(Kernel kernel, List<ProcessObject> processes) {
        Map<Long, ProcessObject> nodes = new LinkedHashMap<>();
        Values values = new Values(kernel.space());
        int pointer = kernel.pointerSize();
        for (ProcessObject process : processes) {
            long head = process.address() + kernel.types().kernelProcess().offset("ThreadListHead");
            long node = values.integer(head, pointer);
            if (node != head && node != 0 && nodes.size() < SAMPLE) {
                nodes.put(node, process);
            }
        }
        return nodes;
    }

    /** A thread begins with a dispatcher header and names its process where the block says. */
    private static OptionalInt links(Kernel kernel, Map<Long, ProcessObject> nodes, int process) {
        Values values = new Values(kernel.space());
        int pointer = kernel.pointerSize();
        for (int links = LEAST_LINKS; links < MAX_SIZE; links += pointer) {
            int candidate = links;
            long agree =
                    nodes.entrySet().stream()
                            .filter(
                                    entry ->
                                            isThread(
                                                    values,
                                                    entry.getKey() - candidate,
                                                    process,
                                                    entry.getValue(),
                                                    pointer))
                            .count();
            if (isMost(agree, nodes.size())) {
                return OptionalInt.of(links);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isThread(
            Values values, long thread, int process, ProcessObject owner, int pointer) {
        return (values.integer(thread, 1) & KernelTypes.TYPE) == KernelTypes.THREAD_OBJECT
                && values.integer(thread + process, pointer) == owner.address();
    }

    /** A thread may be attached to another process, or its memory may be missing. */
    private static boolean isMost(long agreeing, int all) {
        return agreeing > 0 && agreeing * 4 >= all * 3L;
    }

    /** {@code _CLIENT_ID} is the id of the process and that of the thread, different in each. */
    private static Optional<Integer> id(
            Kernel kernel, Map<Long, ProcessObject> nodes, int links, int size) {
        Values values = new Values(kernel.space());
        int pointer = kernel.pointerSize();
        for (int at = links + 2 * pointer; at < size; at += pointer) {
            List<Long> ids = new ArrayList<>();
            for (Map.Entry<Long, ProcessObject> entry : nodes.entrySet()) {
                long pair = entry.getKey() - links + at;
                long id = values.integer(pair + pointer, pointer);
                if (values.integer(pair, pointer) == entry.getValue().id()
                        && id > 0
                        && id < MAX_ID
                        && id % 4 == 0) {
                    ids.add(id);
                }
            }
            if (isMost(ids.size(), nodes.size()) && ids.stream().distinct().count() == ids.size()) {
                return Optional.of(at + pointer);
            }
        }
        return Optional.empty();
    }
}
