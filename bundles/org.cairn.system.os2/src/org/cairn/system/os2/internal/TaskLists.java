package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.system.Columns;
import org.cairn.system.Listing;
import org.cairn.system.os2.BlockId;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.KernelThread;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.ThreadStack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Lists of processes and threads ({@code .p}) and of what blocked threads wait for ({@code .pb}).
 */
final class TaskLists {
    private static final Columns<KernelThread> THREADS =
            Columns.of(KernelThread.class)
                    .hex("slot", KernelThread::slot)
                    .someNumber("pid", thread -> known(thread, thread.pid()))
                    .someNumber("parent_pid", thread -> known(thread, thread.parentPid()))
                    .someNumber("tid", thread -> known(thread, thread.ordinal()))
                    .text("state", KernelThread::state)
                    .someHex("priority", thread -> known(thread, thread.priority()))
                    .someHex("tsd", thread -> known(thread, thread.tsd()))
                    .someHex("ptda", thread -> known(thread, thread.ptda()))
                    .someHex("tcb", thread -> known(thread, thread.tcb()))
                    .text("user_stack", t -> t.stack().map(ThreadStack::user).orElse(""))
                    .someHex("kernel_esp", TaskLists::kernelPointer)
                    .text("name", KernelThread::name);

    private static final Columns<Wait> WAITS =
            Columns.of(Wait.class)
                    .hex("slot", wait -> wait.thread.slot())
                    .someNumber("pid", wait -> known(wait.thread, wait.thread.pid()))
                    .text("name", wait -> wait.thread.name())
                    .hex("block_id", wait -> wait.id.value())
                    .text("kind", wait -> wait.id.kind())
                    .text("meaning", wait -> wait.id.text())
                    .someHex("address", wait -> wait.id.address());

    private final Os2Kernel kernel;
    private final WaitPlaces places;
    private final List<Tasks.Task> tasks;
    private final Map<Long, List<KernelThread>> threads;

    /** A thread and what it waits for. */
    private record Wait(KernelThread thread, BlockId id) {}

    TaskLists(Os2Kernel kernel, AddressSpace space, List<Tasks.Task> tasks, KernelLayouts layouts) {
        this.kernel = kernel;
        this.places = new WaitPlaces(kernel, space, layouts);
        this.tasks = tasks;
        this.threads = kernel.threads().stream().collect(Collectors.groupingBy(KernelThread::ptda));
    }

    private static OptionalLong kernelPointer(KernelThread thread) {
        return thread.stack().isPresent()
                ? OptionalLong.of(thread.stack().get().kernelPointer())
                : OptionalLong.empty();
    }

    Listing processes() {
        return Columns.of(Tasks.Task.class)
                .number("pid", Tasks.Task::pid)
                .number("parent_pid", Tasks.Task::parent)
                .hex("ptda", Tasks.Task::ptda)
                .someHex("hptda", task -> known(task.handle()))
                .someHex("hmte", task -> known(task.module()))
                .someHex("ldt", task -> known(task.localTable()))
                .count("thread_count", task -> threads(task).size())
                .text(
                        "name",
                        task ->
                                threads(task).stream()
                                        .map(KernelThread::name)
                                        .findFirst()
                                        .orElse(""))
                .list("process", tasks);
    }

    private List<KernelThread> threads(Tasks.Task task) {
        return threads.getOrDefault(task.ptda(), List.of());
    }

    /** A list of what threads wait for tells nothing else of them. */
    private static OptionalLong known(KernelThread thread, long value) {
        return thread.tcb() == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static OptionalLong known(long value) {
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    Listing threads() {
        return THREADS.list("thread", kernel.threads());
    }

    Listing blocked() {
        return blocked(_ -> true);
    }

    /** The threads that wait with a block id, or for what lies at an address. */
    Listing blockedOn(long value) {
        return blocked(
                id ->
                        id.value() == value
                                || id.address().isPresent() && id.address().getAsLong() == value);
    }

    private Listing blocked(Predicate<BlockId> which) {
        List<Wait> waits = new ArrayList<>();
        for (KernelThread thread : kernel.threads()) {
            BlockId.of(thread, kernel)
                    .filter(which)
                    .map(places::explain)
                    .ifPresent(id -> waits.add(new Wait(thread, id)));
        }
        return WAITS.list("blocked", waits);
    }
}
