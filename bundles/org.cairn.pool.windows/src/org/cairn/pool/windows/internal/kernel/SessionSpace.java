package org.cairn.pool.windows.internal.kernel;

import org.cairn.heap.DecodeContext;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.system.ProcessImage;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code _MM_SESSION_SPACE}, to which {@code _EPROCESS.Session} leads: what a session has for
 * itself. Its memory is only in the page tables of its processes. Its fields take the role that
 * variables have for the pools of the system. Source: the structures in the public symbols.
 */
public final class SessionSpace {
    private static final String NAME = "_MM_SESSION_SPACE";

    /** What leads to the descriptor of the session's pool. */
    static final String DESCRIPTOR = "_MM_SESSION_SPACE.PagedPool";

    private static final String TRACK_TABLE = "ExpSessionPoolTrackTable";
    private static final String TRACK_TABLE_SIZE = "ExpSessionPoolTrackTableSize";

    /** What all sessions have in common with the system. */
    private static final List<String> COMMON = List.of("ExpPoolQuotaCookie", "RtlpHpHeapGlobals");

    private static final int SIGNATURE = 0xddee_ddee;

    /** What one entry of the highest page table maps. */
    private static final long MAX_RANGE = 1L << 39;

    /** So many entries of a tag table must be sound. */
    private static final int ASKED_ENTRIES = 16;

    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final long address;
    private final Structure type;

    private SessionSpace(PoolKernel kernel, long address, Structure type) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.address = address;
        this.type = type;
    }

    /**
     * The session that a process stands for: the first process of a session whose memory is there
     * stands for it.
     *
     * @param context a process
     * @return empty when it stands for none
     */
    public static Optional<SessionSpace> of(DecodeContext context) {
        ProcessImage process = context.process();
        if (process.isKernel() || !hasSession(process)) {
            return Optional.empty();
        }
        return PoolKernel.seenBy(context)
                .filter(kernel -> isFirst(kernel, context))
                .flatMap(SessionSpace::of);
    }

    private static boolean hasSession(ProcessImage process) {
        return process.facts().object() != 0
                && process.facts().directoryTable() != 0
                && process.facts().session().isPresent()
                && !process.facts().exited();
    }

    /** Earlier processes of the session count only when they lead to its structure. */
    private static boolean isFirst(PoolKernel kernel, DecodeContext context) {
        List<Structure> types = types(kernel);
        OptionalInt session = context.process().facts().session();
        for (ProcessImage other : context.system().processes()) {
            if (other == context.process()) {
                return true;
            }
            if (hasSession(other) && other.facts().session().equals(session)) {
                KernelMemory memory =
                        new KernelMemory(other.space(), kernel.layout().pointerSize());
                long address = pointer(kernel, memory, other);
                if (types.stream().anyMatch(type -> isThere(memory, address, type))) {
                    return false;
                }
            }
        }
        return false;
    }

    private static boolean isThere(KernelMemory memory, long address, Structure type) {
        Field end = type.field("PagedPoolEnd");
        return address != 0 && memory.isPresent(address, end.offset() + end.size());
    }

    private static Optional<SessionSpace> of(PoolKernel kernel) {
        long address = pointer(kernel, kernel.memory(), kernel.context().process());
        List<SessionSpace> fits =
                types(kernel).stream()
                        .filter(type -> isThere(kernel.memory(), address, type))
                        .map(type -> new SessionSpace(kernel, address, type))
                        .toList();
        List<SessionSpace> sound = fits.stream().filter(SessionSpace::isSound).toList();
        return sound.stream()
                .filter(session -> session.value("PoolTrackBigPages") != 0)
                .findFirst()
                .or(() -> sound.stream().findFirst())
                .or(() -> fits.stream().findFirst());
    }

    /**
     * The structure in the tables of the build, of which some do not have it and some that of
     * another update; of builds that have segment heaps and no such table, that of the nearest one,
     * since what it leads to tells whether it is right.
     */
    private static List<Structure> types(PoolKernel kernel) {
        List<TypeTable> tables = new ArrayList<>(List.of(kernel.layout().table()));
        kernel.tables().stream()
                .filter(table -> table.id().build() == kernel.build())
                .forEach(tables::add);
        if (!kernel.walksPages()) {
            tables.addAll(kernel.tables());
        }
        return tables.stream().flatMap(table -> table.find(NAME).stream()).distinct().toList();
    }

    /** {@code _EPROCESS.Session}. */
    private static long pointer(PoolKernel kernel, KernelMemory memory, ProcessImage process) {
        return kernel.layout()
                .table()
                .find("_EPROCESS")
                .flatMap(object -> object.find("Session"))
                .map(field -> memory.get(process.facts().object(), field))
                .orElse(0L);
    }

    /** A field, 0 where the structure does not have it. */
    private long value(String field) {
        return type.find(field).map(known -> memory.get(address, known)).orElse(0L);
    }

    /** The number of the session, as its process has it. */
    public int id() {
        return kernel.context().process().facts().session().orElseThrow();
    }

    private boolean hasNumber() {
        return (int) value("SessionId") == id();
    }

    /**
     * Whether the structure is laid out as the table says: its number is that of the process's own
     * block, its pool has a range, and its big-page table a size.
     */
    public boolean isSound() {
        long slots = value("PoolTrackBigPagesSize");
        PoolRange range = range();
        return hasNumber()
                && Long.compareUnsigned(range.first(), range.last()) < 0
                && range.first() % PoolHeader.PAGE == 0
                && Long.bitCount(slots) <= 1
                && (slots == 0) == (value("PoolTrackBigPages") == 0)
                && range.last() - range.first() < MAX_RANGE
                && Long.compareUnsigned(range.first(), kernel.context().process().lastUserAddress())
                        > 0;
    }

    /** Whether the descriptor of the pool is one of paged pool. */
    public boolean hasDescriptor() {
        Optional<Field> pool = type.find("PagedPool");
        return pool.isPresent()
                && (memory.u32(address + pool.get().offset()) & ~TypeCode.SESSION)
                        == TypeCode.PAGED;
    }

    /** The range of the session's paged pool; a session has no other pool. */
    public PoolRange range() {
        return new PoolRange(
                value("PagedPoolStart"),
                value("PagedPoolEnd") - 1 | PoolHeader.PAGE - 1,
                "session pool");
    }

    /** The descriptor of the pool of pages; the structure itself where it has none. */
    public long descriptor() {
        return address + type.find("PagedPool").map(Field::offset).orElse(0);
    }

    /** How often an allocation failed, for each of the reasons that the kernel counts. */
    public long failures() {
        Optional<Field> counters = type.find("SessionPoolAllocationFailures");
        long sum = 0;
        for (int i = 0; counters.isPresent() && i < counters.get().size() / Integer.BYTES; i++) {
            sum +=
                    memory.u32(address + counters.get().offset() + (long) i * Integer.BYTES)
                            & 0xffff_ffffL;
        }
        return sum;
    }

    /**
     * The segment heaps of the session ({@code HeapState}), since 1809.
     *
     * @return empty when it has none
     */
    public List<PoolState.Heap> heaps() {
        List<PoolState.Heap> heaps = new ArrayList<>();
        long state = value("HeapState");
        if (state == 0 || !hasNumber()) {
            return heaps;
        }
        for (TypeTable table : kernel.tables()) {
            Optional<Structure> layout = table.find("_EX_HEAP_SESSION_STATE");
            Optional<Structure> heap = table.find("_SEGMENT_HEAP");
            if (layout.isPresent() && heap.isPresent()) {
                int signature = heap.get().offset("Signature");
                add(heaps, state, layout.get().field("PagedHeap"), signature, "");
                add(
                        heaps,
                        state,
                        layout.get().field("SpecialPoolHeap"),
                        signature,
                        ", special heap");
                return heaps;
            }
        }
        return heaps;
    }

    private void add(
            List<PoolState.Heap> heaps, long state, Field field, int signature, String name) {
        long heap = memory.get(state, field);
        if (heap != 0 && memory.u32(heap + signature) == SIGNATURE) {
            heaps.add(new PoolState.Heap(heap, true, name));
        }
    }

    /** The kernel with this session's descriptor, tables and lists in the place of the system's. */
    public PoolKernel pools() {
        Map<String, Long> variables = new HashMap<>();
        for (String common : COMMON) {
            kernel.address(common).ifPresent(known -> variables.put(common, known));
        }
        put(variables, DESCRIPTOR, "PagedPool");
        put(variables, "PoolBigPageTable", "PoolTrackBigPages");
        put(variables, "PoolBigPageTableSize", "PoolTrackBigPagesSize");
        put(variables, "PoolTrackTableExpansion", "PoolTrackTableExpansion");
        put(variables, "PoolTrackTableExpansionSize", "PoolTrackTableExpansionSize");
        if (hasTrackTable()) {
            variables.put("PoolTrackTable", kernel.address(TRACK_TABLE).orElseThrow());
            kernel.address(TRACK_TABLE_SIZE)
                    .ifPresent(size -> variables.put("PoolTrackTableSize", size));
        }
        return kernel.with(variables, lookasides());
    }

    private void put(Map<String, Long> variables, String role, String field) {
        type.find(field).ifPresent(known -> variables.put(role, address + known.offset()));
    }

    /**
     * Whether the variable of the tag table leads to one in this session's memory: that it does so
     * is not certain, so its first entries must have tags of printable characters, or none.
     */
    private boolean hasTrackTable() {
        Optional<Structure> entry = kernel.layout().tracker();
        if (kernel.address(TRACK_TABLE).isEmpty() || entry.isEmpty()) {
            return false;
        }
        long table = kernel.value(TRACK_TABLE);
        for (int i = 0; i < ASKED_ENTRIES; i++) {
            long at = table + (long) i * entry.get().size();
            int tag = (int) memory.get(at, entry.get().field("Key"));
            if (!memory.isPresent(at, entry.get().size())
                    || tag != 0 && !PoolTag.isPrintable(tag)) {
                return false;
            }
        }
        return true;
    }

    private List<Long> lookasides() {
        List<Long> lists = new ArrayList<>();
        Optional<Field> field = type.find("Lookaside");
        Optional<Structure> list = kernel.layout().lookaside();
        if (field.isPresent() && list.isPresent()) {
            for (int at = 0; at < field.get().size(); at += list.get().size()) {
                lists.add(address + field.get().offset() + at);
            }
        }
        return lists;
    }
}
