package org.cairn.testkit;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Run;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;
import org.cairn.testkit.internal.PagedMemory;
import org.cairn.testkit.internal.machine.DebuggerData;
import org.cairn.testkit.internal.machine.InvalidPages;
import org.cairn.testkit.internal.machine.KernelImage;
import org.cairn.testkit.internal.machine.KernelModules;
import org.cairn.testkit.internal.machine.KernelPool;
import org.cairn.testkit.internal.machine.MachineProcess;
import org.cairn.testkit.internal.machine.ProcessObjects;
import org.cairn.types.TypeTable;
import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A synthetic machine with Windows: physical memory with page tables, a kernel and processes, in
 * the layout of one type table. The kernel has its image's first page, {@code KUSER_SHARED_DATA},
 * {@code _KDDEBUGGER_DATA64}, the lists of processes and modules, and process and thread objects
 * with handle tables and address descriptors.
 */
public final class SyntheticMachine {
    private static final int PAGE = PagedMemory.PAGE;
    private static final int GATES = 32;

    private final PagingMode mode;
    private final boolean wide;
    private final PagedMemory memory;
    private final KernelImage kernel;
    private final DebuggerData debuggerData;
    private final KernelModules modules;
    private final ProcessObjects objects;
    private final InvalidPages invalidPages;
    private final List<MachineProcess> members = new ArrayList<>();
    private final Map<Long, @Nullable SyntheticProcess> narrows = new HashMap<>();
    private final Map<Long, @Nullable SyntheticSession> sessions = new HashMap<>();
    private final List<Edit> edits = new ArrayList<>();
    private boolean written;

    /** What a kernel does with the page-table entry of a page that is not valid. */
    public enum Invalid {
        /** Marks it as in transition: its frame still holds it. */
        TRANSITION,
        /** Refers to a prototype entry, which is valid. */
        PROTOTYPE,
        /** Refers to a prototype entry, which is in transition. */
        PROTOTYPE_IN_TRANSITION,
        /** Refers to a prototype entry, which refers to a file. */
        PROTOTYPE_OF_FILE,
        /** Refers to a prototype entry, which refers to a page file. */
        PROTOTYPE_IN_PAGE_FILE,
        /** Refers to a prototype entry, which nobody has touched. */
        PROTOTYPE_OF_ZEROS,
        /** Refers to a prototype entry, which is not committed. */
        PROTOTYPE_NOT_COMMITTED,
        /** Refers to a prototype entry that the address descriptor knows. */
        PROTOTYPE_BY_DESCRIPTOR,
        /** Refers to a page file. */
        PAGE_FILE,
        /** Is to become zeros when it is touched. */
        DEMAND_ZERO,
        /** Was committed. */
        DECOMMITTED
    }

    private record Edit(long process, long address, Invalid invalid) {}

    /**
     * Starts a machine.
     *
     * @param types layouts of its system
     * @param mode of its page tables
     * @param megabytes of its memory
     */
    public SyntheticMachine(TypeTable types, PagingMode mode, int megabytes) {
        this.mode = mode;
        int pointer = types.id().architecture().pointerSize();
        wide = pointer == Long.BYTES;
        memory = new PagedMemory(mode, megabytes << 20);
        KernelPool pool = new KernelPool(wide ? 0xffff_a80b_1234_0000L : 0x8450_0000L);
        kernel = new KernelImage(types.id(), memory);
        debuggerData = new DebuggerData(memory, kernel, pointer);
        modules = new KernelModules(types, memory, pool);
        objects = new ProcessObjects(types, memory, pool, kernel);
        invalidPages = new InvalidPages(memory, mode, types.id().build(), pool.take(PAGE));
        member(MachineProcess.SYSTEM, 0, "System", Optional.empty(), true, false, 3);
    }

    /** Where the kernel's image is. */
    public long kernelBase() {
        return kernel.base();
    }

    /** The address of the kernel's own process object. */
    public long systemProcess() {
        return members.getFirst().object();
    }

    /** The address of a variable of the kernel. */
    public long variable(String name) {
        return kernel.variable(name);
    }

    /**
     * Puts the variables where the kernel of a PDB has them.
     *
     * @param identity GUID, 32 hexadecimal digits
     * @param pdbAge its age
     * @param addresses of variables, relative to the image
     */
    public void kernelOf(String identity, int pdbAge, Map<String, Long> addresses) {
        kernel.of(identity, pdbAge, addresses);
    }

    /**
     * Encodes {@code _KDDEBUGGER_DATA64}, as kernels since Windows 8 do while they run.
     *
     * @param never value of {@code KiWaitNever}
     * @param always value of {@code KiWaitAlways}
     */
    public void encode(long never, long always) {
        debuggerData.encode(never, always);
    }

    /** Leaves {@code _KDDEBUGGER_DATA64} out. */
    public void withoutDebuggerData() {
        debuggerData.leaveOut();
    }

    /**
     * Names an address in {@code _KDDEBUGGER_DATA64}.
     *
     * @param field as {@code wdbgexts.h} spells it
     * @param address of a variable of the kernel
     */
    public void debuggerField(String field, long address) {
        debuggerData.field(field, address);
    }

    /**
     * Writes bytes of the kernel's memory, whose pages are mapped when they are needed.
     *
     * @param address where
     * @param content the bytes
     */
    public void kernelBytes(long address, byte... content) {
        memory.put(address, content);
    }

    /**
     * Reads bytes of the kernel's memory.
     *
     * @param address where
     * @param count their number, in one page
     * @return a copy
     */
    public byte[] kernelBytes(long address, int count) {
        return memory.bytes()
                .asSlice(memory.physical(address), count)
                .toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * Maps a page of the kernel to memory that follows this machine's.
     *
     * @param address of the page
     * @param frame its physical address
     */
    public void kernelPage(long address, long frame) {
        memory.mapKernel(address, frame);
    }

    /**
     * Writes an integer of the kernel's memory.
     *
     * @param address where
     * @param size 1 to 8 bytes
     * @param value the value
     */
    public void kernelValue(long address, int size, long value) {
        memory.put(address, size, value);
    }

    /**
     * Writes a field of a structure in the kernel's memory; the other bits of a bit field's unit
     * stay.
     *
     * @param address of the structure
     * @param structure its layout
     * @param field its name
     * @param value the value
     */
    public void kernelField(long address, Structure structure, String field, long value) {
        memory.put(address, structure, field, value);
    }

    /**
     * Adds a process with user memory.
     *
     * @param image its memory with PEB and TEBs
     * @param id process id
     * @param name image name
     * @param handles number of open handles
     * @return the address of its object
     */
    public long process(SyntheticProcess image, long id, String name, int handles) {
        return member(id, MachineProcess.SYSTEM, name, Optional.of(image), true, false, handles);
    }

    /**
     * Gives a 64-bit process a 32-bit part.
     *
     * @param id of a process that was added
     * @param narrow the 32-bit part, at other addresses than the 64-bit one
     */
    public void wow64(long id, SyntheticProcess narrow) {
        narrows.put(id, narrow);
    }

    /**
     * Puts a process into a session.
     *
     * @param id of a process that was added
     * @param session what only processes of the session see
     */
    public void session(long id, SyntheticSession session) {
        sessions.put(id, session);
    }

    /**
     * Makes a page of a process invalid.
     *
     * @param id of a process that was added
     * @param address of a page in its memory
     * @param invalid in which way
     */
    public void invalidate(long id, long address, Invalid invalid) {
        edits.add(new Edit(id, address, invalid));
    }

    /**
     * An interrupt descriptor table whose handlers lie in the kernel's image.
     *
     * @return its address
     */
    public long interruptTable() {
        long table = kernel.base() + 0x4000;
        long handler = kernel.base() + 0x5010;
        int gate = wide ? 16 : 8;
        for (int i = 0; i < GATES; i++) {
            memory.put(table + (long) i * gate, 2, handler);
            memory.put(table + (long) i * gate + 6, 2, handler >>> 16);
            if (wide) {
                memory.put(table + (long) i * gate + 8, 4, handler >>> 32);
            }
        }
        return table;
    }

    /**
     * Adds a process object that is in no list.
     *
     * @param id process id
     * @param name image name
     * @param exited whether it has an exit time
     * @return the address of its object
     */
    public long unlisted(long id, String name, boolean exited) {
        return member(id, MachineProcess.SYSTEM, name, Optional.empty(), false, exited, 0);
    }

    private long member(
            long id,
            long parent,
            String name,
            Optional<SyntheticProcess> image,
            boolean listed,
            boolean exited,
            int handles) {
        long address = objects.take();
        members.add(new MachineProcess(id, parent, name, image, address, listed, exited, handles));
        return address;
    }

    /**
     * Adds a module to the kernel's list.
     *
     * @param name its path
     * @param address where it is loaded; the kernel is the first
     * @param size of it
     */
    public void kernelModule(String name, long address, long size) {
        modules.add(name, address, size);
    }

    /**
     * The memory of the machine.
     *
     * @return physical address 0 is the first byte
     */
    public byte[] raw() {
        write();
        return memory.bytes().toArray(ValueLayout.JAVA_BYTE);
    }

    /** The memory of the machine as an address space. */
    public AddressSpace physical() {
        return SparseMemory.builder(Absence.NOT_CAPTURED)
                .bytes(0, MemorySegment.ofArray(raw()))
                .build();
    }

    /** The page tables of the kernel's own process. */
    public PageTables tables() {
        return new PageTables(mode, memory.kernelRoot());
    }

    private void write() {
        if (written) {
            return;
        }
        written = true;
        kernel.write();
        objects.list(kernel.variable("PsActiveProcessHead"), members);
        modules.list(kernel.variable("PsLoadedModuleList"));
        members.forEach(this::object);
        members.stream().filter(member -> member.image().isPresent()).forEach(objects::threads);
        debuggerData.write(objects.size(), objects.threadLayout());
        members.stream().filter(member -> !member.isSystem()).forEach(this::space);
    }

    private void object(MachineProcess member) {
        objects.write(member, members.getFirst());
        SyntheticProcess narrow = narrows.get(member.id());
        if (narrow != null) {
            objects.wow64(member, narrow);
        }
    }

    /** Gives a process page tables, with its memory in them. */
    private void space(MachineProcess member) {
        long root = memory.processRoot();
        objects.directoryTable(member, root);
        member.image()
                .ifPresent(
                        image -> {
                            objects.peb(member, image.peb());
                            copy(root, image.space());
                        });
        SyntheticProcess narrow = narrows.get(member.id());
        if (narrow != null) {
            copy(root, narrow.space());
        }
        SyntheticSession session = sessions.get(member.id());
        if (session != null) {
            objects.session(member, session.address());
            session.map(memory, root);
        }
        edits.stream()
                .filter(edit -> edit.process() == member.id())
                .forEach(edit -> invalidPages.invalidate(root, edit.address(), edit.invalid()));
    }

    private void copy(long root, AddressSpace space) {
        for (Run.Mapped run : space.mapped(0, -1L)) {
            for (long at = 0; at < run.bytes().byteSize(); at += PAGE) {
                long physical = memory.mapUser(root, run.start() + at);
                MemorySegment.copy(
                        run.bytes(),
                        at,
                        memory.bytes(),
                        physical,
                        Math.min(PAGE, run.bytes().byteSize() - at));
            }
        }
    }
}
