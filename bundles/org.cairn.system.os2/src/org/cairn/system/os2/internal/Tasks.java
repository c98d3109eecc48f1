package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.KernelThread;
import org.cairn.system.os2.LoadedModule;
import org.cairn.system.os2.StructureText;
import org.cairn.system.os2.ThreadStack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Processes and threads by the table of thread slots (OS/2 Debugging Handbook, ".P", "Thread
 * Control Block", "Per-Task Data Area").
 */
final class Tasks {
    /** Slots are numbered by 16 bits, and OS/2 has at most 4095 threads. */
    private static final int MOST_SLOTS = 1 << 12;

    private static final int LAST_STATE = 0xb;
    private static final int BLOCKED = 2;
    private static final int SELECTOR = 0xffff;

    private final AddressSpace space;
    private final KernelLayouts layouts;
    private final Structure thread;
    private final Structure process;
    private final MemoryCursor cursor;
    private final Map<Integer, Long> slots = new LinkedHashMap<>();
    private final Map<Long, Task> tasks = new LinkedHashMap<>();
    private final Optional<KernelLevel> level;

    /**
     * A process.
     *
     * @param ptda address of its data
     * @param pid its id
     * @param parent id of its parent
     * @param handle of its pseudo-object, 0 when it is not known
     * @param module handle of its program, 0 when it is not known
     * @param localTable address of its LDT, 0 when it has none
     */
    record Task(long ptda, int pid, int parent, int handle, int module, long localTable) {}

    Tasks(AddressSpace space, Sas sas, KernelLayouts layouts) {
        this.space = space;
        this.layouts = layouts;
        this.thread = layouts.get("TCB");
        this.process = layouts.get("PTDA");
        this.cursor = space.cursor();
        readSlots(sas.value("SAS_task_threadptrs"));
        level =
                slots.values().stream()
                        .flatMap(tcb -> KernelLevel.of(space, ptda(tcb), layouts).stream())
                        .findFirst();
        level.ifPresent(known -> slots.values().forEach(tcb -> task(ptda(tcb), known)));
    }

    /** A variable points to the array of pointers; a slot that is not in use has none. */
    private void readSlots(long variable) {
        long array = cursor.seek(variable, Integer.BYTES) ? cursor.u32(0) : 0;
        if (array == 0) {
            return;
        }
        MemoryCursor pointers = space.cursor();
        for (int slot = 0; slot < MOST_SLOTS; slot++) {
            if (!pointers.seek(array + (long) slot * Integer.BYTES, Integer.BYTES)) {
                return;
            }
            long tcb = pointers.u32(0);
            if (tcb != 0
                    && cursor.seek(tcb, thread.size())
                    && thread.field("TCBNumber").get(cursor) == slot) {
                slots.put(slot, tcb);
            }
        }
    }

    private long ptda(long tcb) {
        return cursor.seek(tcb, thread.size()) ? thread.field("TCBpPTDA").get(cursor) : 0;
    }

    private void task(long ptda, KernelLevel known) {
        Structure own = known.process(layouts);
        if (tasks.containsKey(ptda) || !cursor.seek(ptda, own.size())) {
            return;
        }
        tasks.put(
                ptda,
                new Task(
                        ptda,
                        (int) own.field("ptda_infoseg").get(cursor),
                        (int) own.field("ptda_ppid").get(cursor),
                        (int) own.field("ptda_handle").get(cursor),
                        (int) own.field("ptda_module").get(cursor),
                        own.field("ptda_ldtaddr").get(cursor)));
    }

    /** The processes of threads that a debugger listed. */
    static List<Task> of(List<KernelThread> threads) {
        Map<Integer, Task> tasks = new LinkedHashMap<>();
        for (KernelThread thread : threads) {
            if (thread.pid() != 0) {
                tasks.putIfAbsent(
                        thread.pid(),
                        new Task(thread.ptda(), thread.pid(), thread.parentPid(), 0, 0, 0));
            }
        }
        return List.copyOf(tasks.values());
    }

    /** The release and build, if the data of a process tells. */
    Optional<KernelLevel> level() {
        return level;
    }

    /** The processes, in the order of their first slots. */
    List<Task> processes() {
        return List.copyOf(tasks.values());
    }

    /** The process whose thread ran last, if the variable with its slot is there. */
    OptionalInt current(long taskNumber) {
        if (!cursor.seek(taskNumber, Short.BYTES)) {
            return OptionalInt.empty();
        }
        Long tcb = slots.getOrDefault(cursor.u16(0), 0L);
        Task task = tasks.getOrDefault(tcb == 0 ? 0 : ptda(tcb), NONE);
        return task.ptda() == 0 ? OptionalInt.empty() : OptionalInt.of(task.pid());
    }

    private static final Task NONE = new Task(0, 0, 0, 0, 0, 0);

    /** The threads, named by the modules of their processes. */
    List<KernelThread> threads(List<LoadedModule> modules) {
        Optional<Structure> state = stateLayout();
        List<KernelThread> threads = new ArrayList<>();
        slots.forEach((slot, tcb) -> threads.add(thread(slot, tcb, state, modules)));
        return threads;
    }

    /** The fix levels of a release move the fields; the layout with the likeliest states counts. */
    private Optional<Structure> stateLayout() {
        Structure best = null;
        long most = 0;
        for (String suffix : level.map(KernelLevel::threads).orElse(List.of())) {
            Structure layout = layouts.get("TCB" + suffix);
            long fitting = slots.values().stream().filter(tcb -> fits(tcb, layout)).count();
            if (fitting > most) {
                most = fitting;
                best = layout;
            }
        }
        return best == null ? Optional.empty() : Optional.of(best);
    }

    /** A thread has a state, and a block id when it is blocked. */
    private boolean fits(long tcb, Structure layout) {
        if (!cursor.seek(tcb, layout.size())) {
            return false;
        }
        long state = layout.field("TCBState").get(cursor);
        boolean waits = layout.field("TCBSleepID").get(cursor) != 0;
        return state > 0 && state <= LAST_STATE && (state == BLOCKED) == waits;
    }

    private KernelThread thread(
            int slot, long tcb, Optional<Structure> layout, List<LoadedModule> modules) {
        cursor.seek(tcb, thread.size());
        int ordinal = (int) thread.field("TCBOrdinal").get(cursor);
        long ptda = thread.field("TCBpPTDA").get(cursor);
        long tsd = thread.field("TCBptsd").get(cursor);
        Task task = tasks.getOrDefault(ptda, NONE);
        String state = "";
        int priority = 0;
        OptionalLong blockId = OptionalLong.empty();
        OptionalLong semaphore = OptionalLong.empty();
        if (layout.isPresent() && cursor.seek(tcb, layout.get().size())) {
            long number = layout.get().field("TCBState").get(cursor);
            state = StructureText.state(number);
            priority = (int) layout.get().field("TCBPriority").get(cursor);
            if (number == BLOCKED) {
                blockId = OptionalLong.of(layout.get().field("TCBSleepID").get(cursor));
                semaphore = OptionalLong.of(layout.get().field("TCB_SemInfo").get(cursor));
            }
        }
        return new KernelThread(
                slot,
                task.pid(),
                task.parent(),
                ordinal,
                state,
                priority,
                tsd,
                ptda,
                tcb,
                blockId,
                semaphore,
                name(task, modules),
                stack(tsd, tcb));
    }

    /** The registers in a thread's swappable data, when that is there and its own. */
    private Optional<ThreadStack> stack(long tsd, long tcb) {
        if (level.isEmpty() || tsd == 0) {
            return Optional.empty();
        }
        Structure data = level.get().threadData(layouts);
        // the fields are read one by one: the stack in front of them may be absent
        return dword(tsd + data.offset("TSDpTCB")) == tcb
                ? Optional.of(
                        new ThreadStack(
                                dword(tsd + data.offset("TSDUserESP")),
                                (int) dword(tsd + data.offset("TSDUserSS")) & SELECTOR,
                                dword(tsd + data.offset("TSDKernelESP"))))
                : Optional.empty();
    }

    private long dword(long address) {
        return cursor.seek(address, Integer.BYTES) ? cursor.u32(0) : 0;
    }

    /** The name of a process: that of its program, or the text to which its data points. */
    String name(Task task, List<LoadedModule> modules) {
        return modules.stream()
                .filter(module -> module.handle() == task.module())
                .findFirst()
                .map(LoadedModule::name)
                .orElseGet(() -> executable(task.ptda()));
    }

    private String executable(long ptda) {
        if (ptda == 0 || !cursor.seek(ptda, process.size())) {
            return "";
        }
        long name = process.field("pszExeName").get(cursor);
        return StructureText.textAt(space, name).orElse("");
    }
}
