package org.cairn.testkit;

import org.cairn.dump.DumpThread;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Run;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;
import org.cairn.testkit.internal.DebuggerWriter;
import org.cairn.testkit.internal.DescriptorWriter;
import org.cairn.testkit.internal.ImageWriter;
import org.cairn.testkit.internal.PagedMemory;
import org.cairn.testkit.internal.ThreadLayout;
import org.cairn.types.TypeTable;
import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
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
    private static final int PROCESS_OBJECT = 3;
    private static final int THREAD_OBJECT = 6;
    private static final int WAIT_LIST = 8;
    private static final int WAITING = 5;
    private static final long READ_WRITE = 4 << 5;
    private static final long PROTOTYPE_BIT = 1 << 10;
    private static final long TRANSITION_BIT = 1 << 11;
    private static final long DECOMMIT = 0x200;
    private static final int IMAGE_SIZE = 0x0100_0000;
    private static final int BUILD_LAB = 0x1800;
    private static final int OBJECT_SPACING = 0x2000;
    private static final int PAGE = PagedMemory.PAGE;
    private static final String PAGED_POOL = "MmPagedPoolStart";

    /** What x86 without PAE counts prototypes from. */
    private static final long PAGED_POOL_START = 0x8123_4000L;

    private static final long KERNEL_HALF = 0x8000_0000L;

    /** The first build whose prototypes of 4 bytes may lie anywhere in the kernel's half. */
    private static final int VISTA = 6000;

    private final TypeTable types;
    private final Architecture architecture;
    private final boolean wide;
    private final ThreadLayout threads;
    private final int pointer;
    private final PagingMode mode;
    private final PagedMemory memory;
    private final Structure process;
    private final Structure kernelProcess;
    private final long base;
    private final List<Member> members = new ArrayList<>();
    private final Map<Long, @Nullable SyntheticProcess> narrows = new HashMap<>();
    private final List<Edit> edits = new ArrayList<>();
    private final List<Long> moduleEntries = new ArrayList<>();
    private final Map<String, Long> debuggerFields = new HashMap<>();
    private Map<String, Long> variables =
            Map.of(
                    "PsLoadedModuleList",
                    0x2000L,
                    "PsActiveProcessHead",
                    0x2040L,
                    "KdDebuggerDataBlock",
                    0x3000L,
                    PAGED_POOL,
                    0x2080L);
    private Optional<long[]> secrets = Optional.empty();
    private String guid = "00112233445566778899AABBCCDDEEFF";
    private int age = 1;
    private boolean withoutDebuggerData;
    private boolean written;
    private long pool;
    private long prototypes;

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

    private record Member(
            long id,
            long parent,
            String name,
            Optional<SyntheticProcess> process,
            long address,
            boolean listed,
            boolean exited,
            int handles) {}

    /**
     * Starts a machine.
     *
     * @param types layouts of its system
     * @param mode of its page tables
     * @param megabytes of its memory
     */
    public SyntheticMachine(TypeTable types, PagingMode mode, int megabytes) {
        this.types = types;
        this.mode = mode;
        architecture = types.id().architecture();
        pointer = architecture.pointerSize();
        wide = pointer == Long.BYTES;
        threads = wide ? ThreadLayout.WIDE : ThreadLayout.NARROW;
        memory = new PagedMemory(mode, megabytes << 20);
        process = types.structure("_EPROCESS");
        kernelProcess = types.structure("_KPROCESS");
        base = wide ? 0xffff_f802_1a20_0000L : 0x82a0_0000L;
        pool = wide ? 0xffff_a80b_1234_0000L : 0x8450_0000L;
        prototypes = take(PAGE);
        memory.mapKernel(prototypes);
        member(4, 0, "System", Optional.empty(), true, false, 3);
    }

    /** Where the kernel's image is. */
    public long kernelBase() {
        return base;
    }

    /** The address of a variable of the kernel. */
    public long variable(String name) {
        return base + variables.getOrDefault(name, 0L);
    }

    /**
     * Puts the variables where the kernel of a PDB has them.
     *
     * @param identity GUID, 32 hexadecimal digits
     * @param pdbAge its age
     * @param addresses of variables, relative to the image
     */
    public void kernelOf(String identity, int pdbAge, Map<String, Long> addresses) {
        guid = identity;
        age = pdbAge;
        variables = Map.copyOf(addresses);
    }

    /**
     * Encodes {@code _KDDEBUGGER_DATA64}, as kernels since Windows 8 do while they run.
     *
     * @param never value of {@code KiWaitNever}
     * @param always value of {@code KiWaitAlways}
     */
    public void encode(long never, long always) {
        secrets = Optional.of(new long[] {never, always});
    }

    /** Leaves {@code _KDDEBUGGER_DATA64} out. */
    public void withoutDebuggerData() {
        withoutDebuggerData = true;
    }

    /**
     * Names an address in {@code _KDDEBUGGER_DATA64}.
     *
     * @param field as {@code wdbgexts.h} spells it
     * @param address of a variable of the kernel
     */
    public void debuggerField(String field, long address) {
        debuggerFields.put(field, address);
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
        return member(id, 4, name, Optional.of(image), true, false, handles);
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
        long table = base + 0x4000;
        long handler = base + 0x5010;
        int gate = wide ? 16 : 8;
        for (int i = 0; i < 32; i++) {
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
        return member(id, 4, name, Optional.empty(), false, exited, 0);
    }

    private long member(
            long id,
            long parent,
            String name,
            Optional<SyntheticProcess> image,
            boolean listed,
            boolean exited,
            int handles) {
        long address = take(OBJECT_SPACING) + 0x80;
        members.add(new Member(id, parent, name, image, address, listed, exited, handles));
        return address;
    }

    private long take(int size) {
        long address = pool;
        pool += size + PAGE - 1 & -PAGE;
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
        long entry = take(PAGE);
        Structure layout = types.structure("_LDR_DATA_TABLE_ENTRY");
        memory.put(entry, layout, "DllBase", address);
        memory.put(entry, layout, "SizeOfImage", size);
        text(entry + layout.offset("FullDllName"), entry + 0x400, name);
        moduleEntries.add(entry);
    }

    private void text(long string, long buffer, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_16LE);
        Structure layout = types.structure("_UNICODE_STRING");
        memory.put(string, layout, "Length", bytes.length);
        memory.put(string, layout, "Buffer", buffer);
        memory.put(buffer, bytes);
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
        image();
        sharedUserData();
        heads();
        for (Member member : members) {
            object(member);
        }
        members.stream().filter(member -> member.process().isPresent()).forEach(this::threads);
        debuggerData();
        members.stream().filter(member -> member.id() != 4).forEach(this::space);
    }

    private void image() {
        int[] version = {10, 0, types.id().build(), 1};
        memory.put(
                base,
                ImageWriter.page(
                        architecture,
                        IMAGE_SIZE,
                        new ImageWriter.Identity(
                                "ntoskrnl.exe",
                                0x5f00_1234,
                                0x00a1_b2c3,
                                "ntkrnlmp.pdb",
                                mixed(HexFormat.of().parseHex(guid)),
                                age,
                                version)));
        memory.put(
                base + BUILD_LAB,
                (types.id().build() + ".1.testkit\0").getBytes(StandardCharsets.US_ASCII));
    }

    /** A GUID's text has its first three parts with the highest byte first. */
    private static byte[] mixed(byte[] text) {
        byte[] bytes = text.clone();
        int[] order = {3, 2, 1, 0, 5, 4, 7, 6};
        for (int i = 0; i < order.length; i++) {
            bytes[i] = text[order[i]];
        }
        return bytes;
    }

    private void sharedUserData() {
        long address = wide ? 0xffff_f780_0000_0000L : 0xffdf_0000L;
        int build = types.id().build();
        memory.put(address + 0x30, "C:\\Windows\0".getBytes(StandardCharsets.UTF_16LE));
        boolean ten = build >= 10_000;
        int[] version = build >= 9_600 ? new int[] {6, 3} : new int[] {6, 1};
        memory.put(address + 0x260, 4, ten ? 0xf000_0000L | build : 0);
        memory.put(address + 0x26c, 4, ten ? 10 : build < 6000 ? 5 : version[0]);
        memory.put(address + 0x270, 4, ten ? 0 : build < 6000 ? build == 2600 ? 1 : 2 : version[1]);
    }

    private void heads() {
        link(
                variable("PsActiveProcessHead"),
                members.stream()
                        .filter(Member::listed)
                        .map(member -> member.address() + process.offset("ActiveProcessLinks"))
                        .toList());
        int links = types.structure("_LDR_DATA_TABLE_ENTRY").offset("InLoadOrderLinks");
        link(
                variable("PsLoadedModuleList"),
                moduleEntries.stream().map(entry -> entry + links).toList());
    }

    /** Makes a ring of list entries. */
    private void link(long head, List<Long> entries) {
        List<Long> ring = new ArrayList<>(entries);
        ring.add(0, head);
        for (int i = 0; i < ring.size(); i++) {
            long after = ring.get((i + 1) % ring.size());
            memory.put(ring.get(i), pointer, after);
            memory.put(after + pointer, pointer, ring.get(i));
        }
    }

    private void object(Member member) {
        long address = member.address();
        memory.put(address, 1, PROCESS_OBJECT);
        memory.put(address + 2, 1, kernelProcess.size() / Integer.BYTES & 0xff);
        link(address + WAIT_LIST, List.of());
        link(address + kernelProcess.offset("ThreadListHead"), List.of());
        link(address + process.offset("ThreadListHead"), List.of());
        memory.put(address + process.offset("UniqueProcessId"), pointer, member.id());
        memory.put(
                address + process.offset("InheritedFromUniqueProcessId"), pointer, member.parent());
        memory.put(
                address + process.offset("ImageFileName"),
                (member.name() + '\0').getBytes(StandardCharsets.US_ASCII));
        memory.put(address + process.offset("ExitTime"), 8, member.exited() ? 0x1d9_0000_0000L : 0);
        memory.put(address + process.offset("CommitCharge"), pointer, 25);
        memory.put(
                address + kernelProcess.offset("DirectoryTableBase"),
                pointer,
                member.id() == 4 ? memory.kernelRoot() : PAGE);
        if (!member.listed()) {
            long first = members.getFirst().address() + process.offset("ActiveProcessLinks");
            memory.put(address + process.offset("ActiveProcessLinks"), pointer, first);
            memory.put(address + process.offset("ActiveProcessLinks") + pointer, pointer, first);
        }
        handles(member);
        member.process()
                .ifPresent(
                        image ->
                                new DescriptorWriter(types, memory, this::take)
                                        .write(address, image.memory().regions()));
        SyntheticProcess narrow = narrows.get(member.id());
        if (narrow != null) {
            Field field =
                    process.find("WoW64Process").orElseGet(() -> process.field("Wow64Process"));
            long part = take(PAGE);
            memory.put(address, field, part);
            memory.put(part, pointer, narrow.peb());
        }
    }

    private void handles(Member member) {
        Structure layout = types.structure("_HANDLE_TABLE");
        long table = take(PAGE);
        memory.put(member.address() + process.offset("ObjectTable"), pointer, table);
        Optional<Field> count = layout.find("HandleCount");
        if (count.isPresent()) {
            memory.put(table, count.get(), member.handles());
            return;
        }
        long entries = take(PAGE);
        memory.put(table, layout, "TableCode", entries);
        for (int i = 0; i < PAGE / (2 * pointer); i++) {
            boolean used = i > 0 && i <= member.handles();
            memory.put(entries + (long) i * 2 * pointer, pointer, used ? base + i : 0);
            memory.put(entries + (long) i * 2 * pointer + pointer, pointer, 0x1f_ffff);
        }
    }

    private void threads(Member member) {
        List<Long> links = new ArrayList<>();
        for (DumpThread thread : member.process().orElseThrow().image().threads()) {
            long address = take(OBJECT_SPACING) + 0x80;
            memory.put(address, 1, THREAD_OBJECT);
            memory.put(address + threads.process(), pointer, member.address());
            memory.put(address + threads.teb(), pointer, thread.teb());
            memory.put(address + threads.state(), 1, WAITING);
            memory.put(address + threads.id(), pointer, member.id());
            memory.put(address + threads.id() + pointer, pointer, thread.id());
            links.add(address + threads.links());
        }
        link(member.address() + kernelProcess.offset("ThreadListHead"), links);
    }

    private void debuggerData() {
        if (withoutDebuggerData) {
            return;
        }
        long block = variable("KdDebuggerDataBlock");
        DebuggerWriter writer = new DebuggerWriter(memory, block);
        writer.address("KernBase", extended(base));
        writer.address("PsLoadedModuleList", extended(variable("PsLoadedModuleList")));
        writer.address("PsActiveProcessHead", extended(variable("PsActiveProcessHead")));
        writer.address("NtBuildLab", extended(base + BUILD_LAB));
        if (variables.containsKey(PAGED_POOL)) {
            writer.address(PAGED_POOL, extended(variable(PAGED_POOL)));
            memory.put(variable(PAGED_POOL), pointer, PAGED_POOL_START);
        }
        debuggerFields.forEach((field, address) -> writer.address(field, extended(address)));
        writer.sizes(process.size(), threads);
        if (secrets.isPresent()) {
            long encoded = variable("KdpDataBlockEncoded");
            long[] values = secrets.get();
            memory.put(encoded, 1, 1);
            memory.put(variable("KiWaitNever"), Long.BYTES, values[0]);
            memory.put(variable("KiWaitAlways"), Long.BYTES, values[1]);
            writer.encode(encoded, values[0], values[1]);
        }
    }

    /** What a 32-bit kernel writes into a field of 64 bits. */
    private long extended(long address) {
        return wide ? address : (int) address;
    }

    private void space(Member member) {
        long root = memory.processRoot();
        memory.put(member.address() + kernelProcess.offset("DirectoryTableBase"), pointer, root);
        member.process()
                .ifPresent(
                        image -> {
                            memory.put(
                                    member.address() + process.offset("Peb"), pointer, image.peb());
                            copy(root, image.space());
                        });
        SyntheticProcess narrow = narrows.get(member.id());
        if (narrow != null) {
            copy(root, narrow.space());
        }
        edits.stream()
                .filter(edit -> edit.process() == member.id())
                .forEach(edit -> invalidate(root, edit));
    }

    private void invalidate(long root, Edit edit) {
        long frame = memory.entryOf(root, edit.address()) & 0x0000_ffff_ffff_f000L;
        boolean narrow = mode.entrySize() == Integer.BYTES;
        long inPageFile = READ_WRITE | 0x1234L << (narrow ? 12 : 32);
        long entry =
                switch (edit.invalid()) {
                    case TRANSITION -> frame | READ_WRITE | TRANSITION_BIT;
                    case PROTOTYPE -> prototype(frame | 0x63);
                    case PROTOTYPE_IN_TRANSITION -> prototype(frame | READ_WRITE | TRANSITION_BIT);
                    case PROTOTYPE_OF_FILE ->
                            prototype((narrow ? 0x5678_0000L : 0x1234L << 48) | PROTOTYPE_BIT);
                    case PROTOTYPE_IN_PAGE_FILE -> prototype(inPageFile);
                    case PROTOTYPE_OF_ZEROS -> prototype(READ_WRITE);
                    case PROTOTYPE_NOT_COMMITTED -> prototype(0);
                    case PROTOTYPE_BY_DESCRIPTOR ->
                            -1L << (narrow ? 12 : 32) | READ_WRITE | PROTOTYPE_BIT;
                    case PAGE_FILE -> inPageFile;
                    case DEMAND_ZERO -> READ_WRITE;
                    case DECOMMITTED -> DECOMMIT;
                };
        memory.entryOf(root, edit.address(), entry);
    }

    /** Writes a prototype entry, and makes one that refers to it. */
    private long prototype(long entry) {
        long address = prototypes;
        prototypes += mode.entrySize();
        memory.put(address, mode.entrySize(), entry);
        return PROTOTYPE_BIT
                | switch (mode) {
                    case X64, X64_LA57 -> address << 16;
                    case PAE -> address << 32;
                    case X86, X86_PSE ->
                            types.id().build() < VISTA
                                    ? narrow(address - PAGED_POOL_START, 7)
                                    : narrow(address - KERNEL_HALF, 8);
                };
    }

    /** The two parts of a distance in an entry of 4 bytes. */
    private static long narrow(long distance, int lowBits) {
        long index = distance / Integer.BYTES;
        return (index & (1 << lowBits) - 1) << 1 | index >>> lowBits << 11;
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
