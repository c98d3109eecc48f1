package org.cairn.system;

import org.cairn.dump.DumpException;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpSelector;
import org.cairn.dump.DumpThread;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A process of a system, or its kernel. Immutable and safe for use by several threads. Its lists
 * may be read from memory when they are first asked for: a system with hundreds of processes is
 * open before that.
 */
public final class ProcessImage {
    private final long id;
    private final String name;
    private final Architecture architecture;
    private final AddressSpace space;
    private final boolean kernel;
    private final boolean bare;
    private final long lastUserAddress;
    private final ProcessFacts facts;
    private final Deferred<DumpModule> modules;
    private final Deferred<DumpThread> threads;
    private final Deferred<DumpRegion> regions;
    private final Deferred<HeapList> heapLists;
    private final List<DumpSelector> selectors;
    private final List<Object> details;
    private final Map<String, Long> variables;
    private final Optional<DumpException> stop;

    private ProcessImage(Builder builder) {
        id = builder.id;
        name = builder.name;
        architecture = builder.architecture;
        space = builder.space;
        kernel = builder.kernel;
        bare = builder.bare;
        lastUserAddress = builder.lastUserAddress;
        facts = builder.facts;
        modules = new Deferred<>(builder.modules);
        threads = new Deferred<>(builder.threads);
        regions = new Deferred<>(builder.regions);
        heapLists = new Deferred<>(builder.heapLists);
        selectors = builder.selectors;
        details = List.copyOf(builder.details);
        variables = builder.variables;
        stop = builder.stop;
    }

    /**
     * A process whose lists are known.
     *
     * @param id process id; 0 for a kernel or when unknown
     * @param name image name, or empty
     * @param architecture of its code; a WOW64 process is a 64-bit one with 32-bit heap lists
     * @param space its address space
     * @param modules its images
     * @param threads its threads
     * @param regions its regions, as far as somebody described them
     * @param heapLists where the system itself says that heaps are
     * @param selectors segment descriptors that are known, of a system that maps blocks by them
     */
    public ProcessImage(
            long id,
            String name,
            Architecture architecture,
            AddressSpace space,
            List<DumpModule> modules,
            List<DumpThread> threads,
            List<DumpRegion> regions,
            List<HeapList> heapLists,
            List<DumpSelector> selectors) {
        this(
                builder(id, name, architecture, space)
                        .modules(fixed(modules))
                        .threads(fixed(threads))
                        .regions(fixed(regions))
                        .heapLists(fixed(heapLists))
                        .selectors(selectors));
    }

    /**
     * A process of which no segment descriptors are known.
     *
     * @param id process id; 0 for a kernel or when unknown
     * @param name image name, or empty
     * @param architecture of its code
     * @param space its address space
     * @param modules its images
     * @param threads its threads
     * @param regions its regions
     * @param heapLists where the system itself says that heaps are
     */
    public ProcessImage(
            long id,
            String name,
            Architecture architecture,
            AddressSpace space,
            List<DumpModule> modules,
            List<DumpThread> threads,
            List<DumpRegion> regions,
            List<HeapList> heapLists) {
        this(id, name, architecture, space, modules, threads, regions, heapLists, List.of());
    }

    private static <T> Supplier<List<T>> fixed(List<T> list) {
        List<T> copy = List.copyOf(list);
        return () -> copy;
    }

    /**
     * Starts a process.
     *
     * @param id process id; 0 for a kernel or when unknown
     * @param name image name, or empty
     * @param architecture of its code
     * @param space its address space
     * @return a builder
     */
    public static Builder builder(
            long id, String name, Architecture architecture, AddressSpace space) {
        return new Builder(id, name, architecture, space);
    }

    /**
     * The process id.
     *
     * @return 0 for a kernel or when unknown
     */
    public long id() {
        return id;
    }

    /**
     * The image name.
     *
     * @return or empty
     */
    public String name() {
        return name;
    }

    /**
     * The processor of its code.
     *
     * @return of a WOW64 process the 64-bit one
     */
    public Architecture architecture() {
        return architecture;
    }

    /**
     * The memory.
     *
     * @return its address space
     */
    public AddressSpace space() {
        return space;
    }

    /**
     * Whether it stands for the system itself, with its pools and drivers, which has no process
     * heaps.
     *
     * @return whether it is a kernel
     */
    public boolean isKernel() {
        return kernel;
    }

    /**
     * Whether it stands for the memory of a dump as it is there, without a system: of a machine
     * whose system was not recognised, or shall not be. The addresses are those of the dump, of
     * physical memory the physical ones.
     *
     * @return whether it is bare memory
     */
    public boolean isBare() {
        return bare;
    }

    /**
     * Where the part of the space ends that belongs to the process alone; the kernel's follows.
     *
     * @return the last address, unsigned; the highest one of all when that is not known
     */
    public long lastUserAddress() {
        return lastUserAddress;
    }

    /**
     * What the system keeps about it.
     *
     * @return the facts, {@link ProcessFacts#NONE} when there are none
     */
    public ProcessFacts facts() {
        return facts;
    }

    /**
     * The images.
     *
     * @return in order of loading
     */
    public List<DumpModule> modules() {
        return modules.get();
    }

    /**
     * The threads.
     *
     * @return in the system's order
     */
    public List<DumpThread> threads() {
        return threads.get();
    }

    /**
     * The regions, as far as somebody described them.
     *
     * @return in the order of the description
     */
    public List<DumpRegion> regions() {
        return regions.get();
    }

    /**
     * Where the system itself says that heaps are.
     *
     * @return one list for each architecture
     */
    public List<HeapList> heapLists() {
        return heapLists.get();
    }

    /**
     * The segment descriptors that are known.
     *
     * @return empty for most systems
     */
    public List<DumpSelector> selectors() {
        return selectors;
    }

    /**
     * What the system reader knows beyond all this, for decoders of the same system.
     *
     * @param <T> what is asked for
     * @param type its class
     * @return the knowledge, if the reader gave it
     */
    public <T> Optional<T> detail(Class<T> type) {
        return details.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /**
     * The addresses of the variables of a kernel, as far as they are known: by symbols of its
     * image, or because it names them itself.
     *
     * @return names as the vendor spells them, and virtual addresses; empty for a process
     */
    public Map<String, Long> variables() {
        return variables;
    }

    /**
     * Why a kernel stopped.
     *
     * @return the bug check with its parameters; empty for a process, and when there was none
     */
    public Optional<DumpException> stop() {
        return stop;
    }

    /** Collects what is known of a process. A list is asked for when it is needed, at most once. */
    public static final class Builder {
        private final long id;
        private final String name;
        private final Architecture architecture;
        private final AddressSpace space;
        private boolean kernel;
        private boolean bare;
        private long lastUserAddress = -1L;
        private ProcessFacts facts = ProcessFacts.NONE;
        private Supplier<List<DumpModule>> modules = List::of;
        private Supplier<List<DumpThread>> threads = List::of;
        private Supplier<List<DumpRegion>> regions = List::of;
        private Supplier<List<HeapList>> heapLists = List::of;
        private List<DumpSelector> selectors = List.of();
        private final List<Object> details = new ArrayList<>();
        private Map<String, Long> variables = Map.of();
        private Optional<DumpException> stop = Optional.empty();

        private Builder(long id, String name, Architecture architecture, AddressSpace space) {
            this.id = id;
            this.name = name;
            this.architecture = architecture;
            this.space = space;
        }

        /**
         * Makes it a kernel.
         *
         * @return this
         */
        public Builder kernel() {
            kernel = true;
            return this;
        }

        /**
         * Makes it bare memory.
         *
         * @return this
         */
        public Builder bare() {
            bare = true;
            return this;
        }

        /**
         * Sets where its own part of the space ends.
         *
         * @param address unsigned
         * @return this
         */
        public Builder lastUserAddress(long address) {
            lastUserAddress = address;
            return this;
        }

        /**
         * Sets what the system keeps about it.
         *
         * @param value the facts
         * @return this
         */
        public Builder facts(ProcessFacts value) {
            facts = value;
            return this;
        }

        /**
         * Sets the images.
         *
         * @param source reads them
         * @return this
         */
        public Builder modules(Supplier<List<DumpModule>> source) {
            modules = source;
            return this;
        }

        /**
         * Sets the threads.
         *
         * @param source reads them
         * @return this
         */
        public Builder threads(Supplier<List<DumpThread>> source) {
            threads = source;
            return this;
        }

        /**
         * Sets the regions.
         *
         * @param source reads them
         * @return this
         */
        public Builder regions(Supplier<List<DumpRegion>> source) {
            regions = source;
            return this;
        }

        /**
         * Sets the heap lists.
         *
         * @param source reads them
         * @return this
         */
        public Builder heapLists(Supplier<List<HeapList>> source) {
            heapLists = source;
            return this;
        }

        /**
         * Sets the segment descriptors.
         *
         * @param value a copy is kept
         * @return this
         */
        public Builder selectors(List<DumpSelector> value) {
            selectors = List.copyOf(value);
            return this;
        }

        /**
         * Adds what decoders of the same system need.
         *
         * @param value immutable; found by its class
         * @return this
         */
        public Builder detail(Object value) {
            details.add(value);
            return this;
        }

        /**
         * Sets where a kernel keeps its variables.
         *
         * @param value names and virtual addresses, a copy is kept
         * @return this
         */
        public Builder variables(Map<String, Long> value) {
            variables = Map.copyOf(value);
            return this;
        }

        /**
         * Sets why a kernel stopped.
         *
         * @param value the bug check, or empty
         * @return this
         */
        public Builder stop(Optional<DumpException> value) {
            stop = value;
            return this;
        }

        /**
         * Ends the collection.
         *
         * @return the process
         */
        public ProcessImage build() {
            return new ProcessImage(this);
        }
    }

    /**
     * A list of heaps that the system keeps, such as {@code _PEB.ProcessHeaps}.
     *
     * @param architecture of the structures that the list belongs to
     * @param origin where it was found, such as {@code PEB 0x7ffd3000}
     * @param defaultHeap address of the process's default heap, such as {@code _PEB.ProcessHeap};
     *     empty when that is not known. It need not be among the heaps
     * @param heaps addresses of heaps, in the list's order, the default heap first if it is among
     *     them
     */
    public record HeapList(
            Architecture architecture, String origin, OptionalLong defaultHeap, List<Long> heaps) {
        /** Keeps a copy of the list. */
        public HeapList {
            heaps = List.copyOf(heaps);
        }

        /**
         * A list with the default heap at its beginning.
         *
         * @param architecture of the structures that the list belongs to
         * @param origin where it was found
         * @param heaps addresses of heaps; the first one, if there is one, is the default heap
         * @return the list
         */
        public static HeapList defaultFirst(
                Architecture architecture, String origin, List<Long> heaps) {
            OptionalLong first =
                    heaps.isEmpty() ? OptionalLong.empty() : OptionalLong.of(heaps.getFirst());
            return new HeapList(architecture, origin, first, heaps);
        }
    }
}
