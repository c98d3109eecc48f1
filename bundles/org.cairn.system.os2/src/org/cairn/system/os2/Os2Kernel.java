package org.cairn.system.os2;

import org.cairn.dump.DumpSelector;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an OS/2 kernel beyond its memory: records of arenas and objects, modules,
 * threads and selectors, read from the memory of a machine or from what a debugger printed.
 * Immutable. Lists may be incomplete, those of a transcript mostly are.
 */
public final class Os2Kernel {
    /** A kernel of which nothing is known. */
    public static final Os2Kernel UNKNOWN = new Builder().build();

    private final ObjectNames names = new ObjectNames(this);
    private final String level;
    private final boolean allStrict;
    private final boolean complete;
    private final List<KernelHeap> heaps;
    private final List<ArenaRecord> arenas;
    private final Map<Integer, @Nullable ObjectRecord> objects = new HashMap<>();
    private final Map<Integer, @Nullable LoadedModule> modulesByHandle = new HashMap<>();
    private final List<ObjectRecord> objectList;
    private final List<ContextRecord> contexts;
    private final List<AliasRecord> aliases;
    private final List<LoadedModule> modules;
    private final List<KernelThread> threads;
    private final List<DumpSelector> selectors;

    private Os2Kernel(Builder builder) {
        level = builder.level;
        allStrict = builder.allStrict;
        complete = builder.complete;
        heaps = List.copyOf(builder.heaps);
        arenas = List.copyOf(builder.arenas);
        objectList = List.copyOf(builder.objects);
        contexts = List.copyOf(builder.contexts);
        aliases = List.copyOf(builder.aliases);
        modules = List.copyOf(builder.modules);
        threads = List.copyOf(builder.threads);
        selectors = List.copyOf(builder.selectors);
        objectList.forEach(object -> objects.putIfAbsent(object.handle(), object));
        modules.forEach(module -> modulesByHandle.putIfAbsent(module.handle(), module));
    }

    /**
     * The release of the kernel.
     *
     * @return such as {@code Warp 4}, or an empty text
     */
    public String level() {
        return level;
    }

    /**
     * Whether the kernel is a debug kernel, whose structures are larger.
     *
     * @return false for RETAIL and HSTRICT kernels, and when it is not known
     */
    public boolean isAllStrict() {
        return allStrict;
    }

    /**
     * Whether the lists come from the kernel's own tables.
     *
     * @return false when they are what a debugger happened to print
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * The heaps to which the anchor segment leads.
     *
     * @return by number; several numbers may stand for one heap
     */
    public List<KernelHeap> heaps() {
        return heaps;
    }

    /**
     * The arena records.
     *
     * @return those in use, by handle
     */
    public List<ArenaRecord> arenas() {
        return arenas;
    }

    /**
     * The object records.
     *
     * @return those in use, by handle
     */
    public List<ObjectRecord> objects() {
        return objectList;
    }

    /**
     * The context records.
     *
     * @return those in use, by handle
     */
    public List<ContextRecord> contexts() {
        return contexts;
    }

    /**
     * The alias records.
     *
     * @return those in use, by handle
     */
    public List<AliasRecord> aliases() {
        return aliases;
    }

    /**
     * The modules.
     *
     * @return in the order of the kernel's list, the one that was loaded last first
     */
    public List<LoadedModule> modules() {
        return modules;
    }

    /**
     * The threads.
     *
     * @return by slot
     */
    public List<KernelThread> threads() {
        return threads;
    }

    /**
     * The descriptors of the global and of local tables.
     *
     * @return by table and selector
     */
    public List<DumpSelector> selectors() {
        return selectors;
    }

    /**
     * The ranges of memory that hold an address, in all arenas.
     *
     * @param address linear
     * @return none, one, or one for each process that has memory there
     */
    public List<ArenaRecord> arenasAt(long address) {
        return arenas.stream().filter(arena -> arena.holds(address)).toList();
    }

    /**
     * Looks for an object.
     *
     * @param handle of a memory object (hob)
     * @return its record, if it is known
     */
    public Optional<ObjectRecord> object(int handle) {
        ObjectRecord found = objects.get(handle);
        return found == null ? Optional.empty() : Optional.of(found);
    }

    /**
     * Looks for a module.
     *
     * @param handle of a module (hmte)
     * @return the module, if it is known
     */
    public Optional<LoadedModule> module(int handle) {
        LoadedModule found = modulesByHandle.get(handle);
        return found == null ? Optional.empty() : Optional.of(found);
    }

    /**
     * The module to one of whose segments a selector leads.
     *
     * @param selector any privilege
     * @return the module, if one is known that has the selector
     */
    public Optional<LoadedModule> moduleOf(int selector) {
        return modules.stream().filter(module -> module.segment(selector).isPresent()).findFirst();
    }

    /**
     * The segment to which a selector leads.
     *
     * @param selector any privilege
     * @return such as {@code segment 3 of netwksta.200}, if a module is known that has the selector
     */
    public Optional<String> segmentName(int selector) {
        return moduleOf(selector)
                .flatMap(
                        module ->
                                module.segment(selector)
                                        .map(LoadedModule.Segment::number)
                                        .map(n -> "segment %d of %s".formatted(n, module.name())));
    }

    /**
     * Looks for a descriptor.
     *
     * @param selector any privilege
     * @return the descriptor, if it is known
     */
    public Optional<DumpSelector> selector(int selector) {
        int plain = selector & ~DumpSelector.PRIVILEGE;
        return selectors.stream().filter(known -> known.selector() == plain).findFirst();
    }

    /**
     * The threads that wait for something in a range of memory.
     *
     * @param start first linear address
     * @param end the address behind the last
     * @return by slot
     */
    public List<KernelThread> waiting(long start, long end) {
        return threads.stream()
                .filter(
                        thread ->
                                BlockId.of(thread, this).stream()
                                        .flatMap(id -> id.address().stream().boxed())
                                        .anyMatch(at -> at >= start && at < end))
                .toList();
    }

    /**
     * The driver that an owner id stands for by the order of initialisation: {@code fsd5} is the
     * fifth file system driver. The kernel's list of modules has the last one first.
     *
     * @param owner a system owner id
     * @return empty when it stands for no driver, or that driver is not in the list
     */
    public Optional<OrderedDriver> driver(int owner) {
        return OrderedDriver.of(owner, modules);
    }

    /**
     * Who an owner is.
     *
     * @param owner a system owner id or the handle of an object
     * @return the name that the debuggers print, such as {@code semstruc} or {@code ptda 0003
     *     c:pmshell.exe}
     */
    public String ownerName(int owner) {
        return names.owner(owner);
    }

    /**
     * Whose an object is.
     *
     * @param object its record
     * @return the text behind a line of {@code .mo}
     */
    public String objectName(ObjectRecord object) {
        return names.object(object);
    }

    /** Collects what is known. */
    public static final class Builder {
        private String level = "";
        private boolean allStrict;
        private boolean complete;
        private List<KernelHeap> heaps = List.of();
        private List<ArenaRecord> arenas = List.of();
        private List<ObjectRecord> objects = List.of();
        private List<ContextRecord> contexts = List.of();
        private List<AliasRecord> aliases = List.of();
        private List<LoadedModule> modules = List.of();
        private List<KernelThread> threads = List.of();
        private List<DumpSelector> selectors = List.of();

        /** Starts with nothing. */
        public Builder() {
            // empty lists
        }

        /**
         * Sets what kernel it is.
         *
         * @param release for people
         * @param debug whether it is an ALLSTRICT kernel
         * @return this
         */
        public Builder level(String release, boolean debug) {
            level = release;
            allStrict = debug;
            return this;
        }

        /**
         * Says that the lists come from the kernel's own tables.
         *
         * @param value the heaps to which its anchor leads
         * @return this
         */
        public Builder complete(List<KernelHeap> value) {
            complete = true;
            heaps = value;
            return this;
        }

        /**
         * Sets the records of virtual memory, each list by handle.
         *
         * @param arenaRecords those in use
         * @param objectRecords those in use
         * @param contextRecords those in use
         * @param aliasRecords those in use
         * @return this
         */
        public Builder records(
                List<ArenaRecord> arenaRecords,
                List<ObjectRecord> objectRecords,
                List<ContextRecord> contextRecords,
                List<AliasRecord> aliasRecords) {
            arenas = arenaRecords;
            objects = objectRecords;
            contexts = contextRecords;
            aliases = aliasRecords;
            return this;
        }

        /**
         * Sets the modules.
         *
         * @param value the one that was loaded last first
         * @return this
         */
        public Builder modules(List<LoadedModule> value) {
            modules = value;
            return this;
        }

        /**
         * Sets the threads.
         *
         * @param value in any order
         * @return this
         */
        public Builder threads(List<KernelThread> value) {
            List<KernelThread> sorted = new ArrayList<>(value);
            sorted.sort(Comparator.comparingInt(KernelThread::slot));
            threads = sorted;
            return this;
        }

        /**
         * Sets the descriptors.
         *
         * @param value by table and selector
         * @return this
         */
        public Builder selectors(List<DumpSelector> value) {
            selectors = value;
            return this;
        }

        /**
         * Ends the collection.
         *
         * @return what is known
         */
        public Os2Kernel build() {
            return new Os2Kernel(this);
        }
    }
}
