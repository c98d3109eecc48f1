package org.cairn.system.windows.internal;

import org.cairn.dump.DumpThread;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Structure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Walks {@code _KPROCESS.ThreadListHead}: the threads of a process. */
final class ThreadList {
    static final int MAX_THREADS = 1 << 16;

    /** {@code KTHREAD_STATE}, in the order of its values. */
    private static final List<String> STATES =
            List.of(
                    "initialized",
                    "ready",
                    "running",
                    "standby",
                    "terminated",
                    "waiting",
                    "transition",
                    "deferred ready",
                    "gate wait",
                    "waiting for process in swap");

    private final Kernel kernel;
    private final ThreadTypes types;
    private final Values values;
    private final Values user;

    /**
     * Prepares for a process.
     *
     * @param space of the process, which its thread environment blocks are in
     */
    ThreadList(Kernel kernel, ThreadTypes types, AddressSpace space) {
        this.kernel = kernel;
        this.types = types;
        this.values = new Values(kernel.space());
        this.user = new Values(space);
    }

    /** The threads up to the first that is not in the dump. */
    List<DumpThread> of(ProcessObject process) {
        List<DumpThread> threads = new ArrayList<>();
        long head = process.address() + kernel.types().kernelProcess().offset("ThreadListHead");
        int pointer = kernel.pointerSize();
        Set<Long> seen = new HashSet<>();
        long link = values.integer(head, pointer);
        while (link != head && link != 0 && seen.add(link) && threads.size() < MAX_THREADS) {
            long thread = link - types.links();
            if ((values.integer(thread, 1) & KernelTypes.TYPE) != KernelTypes.THREAD_OBJECT) {
                break;
            }
            threads.add(thread(thread));
            link = values.integer(link, pointer);
        }
        return threads;
    }

    private DumpThread thread(long thread) {
        int pointer = kernel.pointerSize();
        Structure tib = pointer == Long.BYTES ? ProcessTypes.NT_TIB64 : ProcessTypes.NT_TIB32;
        long teb = values.integer(thread + types.teb(), pointer);
        long base = teb == 0 ? 0 : user.get(teb, tib.field("StackBase"));
        long limit = teb == 0 ? 0 : user.get(teb, tib.field("StackLimit"));
        boolean stack = limit != 0 && Long.compareUnsigned(limit, base) < 0;
        int state = (int) values.integer(thread + types.state(), 1);
        long start = pointerAt(thread, types.userStart());
        return new DumpThread(
                values.integer(thread + types.id(), pointer),
                teb,
                stack ? limit : 0,
                stack ? base - limit : 0,
                0,
                0,
                0,
                0,
                thread,
                start != 0 ? start : pointerAt(thread, types.start()),
                state < STATES.size() ? STATES.get(state) : Integer.toString(state));
    }

    private long pointerAt(long thread, int offset) {
        return offset < 0 ? 0 : values.integer(thread + offset, kernel.pointerSize());
    }
}
