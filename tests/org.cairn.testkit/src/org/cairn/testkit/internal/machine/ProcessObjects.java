package org.cairn.testkit.internal.machine;

import org.cairn.dump.DumpThread;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.testkit.internal.DescriptorWriter;
import org.cairn.testkit.internal.PagedMemory;
import org.cairn.testkit.internal.ThreadLayout;
import org.cairn.types.TypeTable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes process objects of a synthetic kernel, with their handle tables, address descriptors and
 * threads.
 */
public final class ProcessObjects {
    private static final int PROCESS_OBJECT = 3;
    private static final int THREAD_OBJECT = 6;
    private static final int WAIT_LIST = 8;
    private static final int WAITING = 5;
    private static final int SPACING = 0x2000;
    private static final int HEADERS = 0x80;
    private static final int PAGE = PagedMemory.PAGE;
    private static final String LINKS = "ActiveProcessLinks";
    private static final String DIRECTORY_TABLE = "DirectoryTableBase";

    private final TypeTable types;
    private final PagedMemory memory;
    private final KernelPool pool;
    private final KernelImage kernel;
    private final int pointer;
    private final ThreadLayout threads;
    private final KernelLists lists;
    private final Structure process;
    private final Structure kernelProcess;

    /**
     * Prepares for a kernel.
     *
     * @param types its layouts
     * @param memory of the machine
     * @param pool gives room for objects
     * @param kernel in whose image the objects of handles are
     */
    public ProcessObjects(
            TypeTable types, PagedMemory memory, KernelPool pool, KernelImage kernel) {
        this.types = types;
        this.memory = memory;
        this.pool = pool;
        this.kernel = kernel;
        pointer = types.id().architecture().pointerSize();
        threads = pointer == Long.BYTES ? ThreadLayout.WIDE : ThreadLayout.NARROW;
        lists = new KernelLists(memory, pointer);
        process = types.structure("_EPROCESS");
        kernelProcess = types.structure("_KPROCESS");
    }

    /** Takes room for an object. */
    public long take() {
        return pool.take(SPACING) + HEADERS;
    }

    /** Bytes of a process object. */
    public int size() {
        return process.size();
    }

    /** How threads are laid out. */
    public ThreadLayout threadLayout() {
        return threads;
    }

    /**
     * Links the processes that are listed.
     *
     * @param head of the kernel's list
     * @param members all processes
     */
    public void list(long head, List<MachineProcess> members) {
        lists.link(
                head,
                members.stream()
                        .filter(MachineProcess::listed)
                        .map(member -> member.object() + process.offset(LINKS))
                        .toList());
    }

    /**
     * Writes an object, without memory of its own yet.
     *
     * @param member the process
     * @param first the first process of the kernel's list, to which one that is not listed refers
     */
    public void write(MachineProcess member, MachineProcess first) {
        long address = member.object();
        memory.put(address, 1, PROCESS_OBJECT);
        memory.put(address + 2, 1, kernelProcess.size() / Integer.BYTES & 0xff);
        lists.link(address + WAIT_LIST, List.of());
        lists.link(address + kernelProcess.offset("ThreadListHead"), List.of());
        lists.link(address + process.offset("ThreadListHead"), List.of());
        memory.put(address + process.offset("UniqueProcessId"), pointer, member.id());
        memory.put(
                address + process.offset("InheritedFromUniqueProcessId"), pointer, member.parent());
        memory.put(
                address + process.offset("ImageFileName"),
                (member.name() + '\0').getBytes(StandardCharsets.US_ASCII));
        memory.put(address + process.offset("ExitTime"), 8, member.exited() ? 0x1d9_0000_0000L : 0);
        memory.put(address + process.offset("CommitCharge"), pointer, 25);
        directoryTable(member, member.isSystem() ? memory.kernelRoot() : PAGE);
        if (!member.listed()) {
            long links = first.object() + process.offset(LINKS);
            memory.put(address + process.offset(LINKS), pointer, links);
            memory.put(address + process.offset(LINKS) + pointer, pointer, links);
        }
        handles(member);
        member.image()
                .ifPresent(
                        image ->
                                new DescriptorWriter(types, memory, pool::take)
                                        .write(address, image.memory().regions()));
    }

    /** Tells a process its page tables. */
    public void directoryTable(MachineProcess member, long root) {
        memory.put(member.object() + kernelProcess.offset(DIRECTORY_TABLE), pointer, root);
    }

    /** Tells a process its PEB. */
    public void peb(MachineProcess member, long peb) {
        memory.put(member.object() + process.offset("Peb"), pointer, peb);
    }

    /** Tells a process its session. */
    public void session(MachineProcess member, long session) {
        memory.put(member.object() + process.offset("Session"), pointer, session);
    }

    /** Tells a 64-bit process of its 32-bit part. */
    public void wow64(MachineProcess member, SyntheticProcess narrow) {
        Field field = process.find("WoW64Process").orElseGet(() -> process.field("Wow64Process"));
        long part = pool.take(PAGE);
        memory.put(member.object(), field, part);
        memory.put(part, pointer, narrow.peb());
    }

    private void handles(MachineProcess member) {
        Structure layout = types.structure("_HANDLE_TABLE");
        long table = pool.take(PAGE);
        memory.put(member.object() + process.offset("ObjectTable"), pointer, table);
        Optional<Field> count = layout.find("HandleCount");
        if (count.isPresent()) {
            memory.put(table, count.get(), member.handles());
            return;
        }
        long entries = pool.take(PAGE);
        memory.put(table, layout, "TableCode", entries);
        for (int i = 0; i < PAGE / (2 * pointer); i++) {
            boolean used = i > 0 && i <= member.handles();
            memory.put(entries + (long) i * 2 * pointer, pointer, used ? kernel.base() + i : 0);
            memory.put(entries + (long) i * 2 * pointer + pointer, pointer, 0x1f_ffff);
        }
    }

    /** Writes the threads of a process that has memory. */
    public void threads(MachineProcess member) {
        List<Long> links = new ArrayList<>();
        for (DumpThread thread : member.image().orElseThrow().image().threads()) {
            long address = take();
            memory.put(address, 1, THREAD_OBJECT);
            memory.put(address + threads.process(), pointer, member.object());
            memory.put(address + threads.teb(), pointer, thread.teb());
            memory.put(address + threads.state(), 1, WAITING);
            memory.put(address + threads.id(), pointer, member.id());
            memory.put(address + threads.id() + pointer, pointer, thread.id());
            links.add(address + threads.links());
        }
        lists.link(member.object() + kernelProcess.offset("ThreadListHead"), links);
    }
}
