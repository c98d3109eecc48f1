package org.cairn.dump;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.SparseMemory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dump: memory, and what the container says. Immutable; the memory is valid as long as the {@link
 * DumpSource} is open.
 */
public final class Dump {
    /** What kind of addresses the memory has. */
    public enum MemoryKind {
        /** Virtual addresses of one process, or linear addresses of a kernel. */
        VIRTUAL,
        /** Physical addresses; a system reader finds the page tables. */
        PHYSICAL
    }

    private final String format;
    private final MemoryKind memoryKind;
    private final AddressSpace memory;
    private final SystemClaim claim;
    private final long processId;
    private final List<DumpModule> modules;
    private final List<DumpModule> unloadedModules;
    private final List<DumpThread> threads;
    private final List<DumpThreadInfo> threadInfos;
    private final List<DumpHandle> handles;
    private final List<DumpRegion> regions;
    private final List<DumpSelector> selectors;
    private final List<DumpRecord> records;
    private final List<DumpProcessor> processors;
    private final List<DumpStream> streams;
    private final Optional<DumpException> exception;
    private final Map<String, Long> addresses;
    private final Map<String, String> properties;
    private final List<Remark> remarks;

    private Dump(Builder builder) {
        format = builder.format;
        memoryKind = builder.memoryKind;
        memory = builder.memory;
        claim = builder.claim;
        processId = builder.processId;
        modules = List.copyOf(builder.modules);
        unloadedModules = List.copyOf(builder.unloadedModules);
        threads = List.copyOf(builder.threads);
        threadInfos = List.copyOf(builder.threadInfos);
        handles = List.copyOf(builder.handles);
        regions = List.copyOf(builder.regions);
        selectors = List.copyOf(builder.selectors);
        records = List.copyOf(builder.records);
        processors = List.copyOf(builder.processors);
        streams = List.copyOf(builder.streams);
        exception = builder.exception;
        addresses = Collections.unmodifiableMap(new LinkedHashMap<>(builder.addresses));
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(builder.properties));
        remarks = List.copyOf(builder.remarks);
    }

    /**
     * Starts a dump.
     *
     * @param format what the format is called, such as {@code Windows minidump}
     * @return a builder
     */
    public static Builder builder(String format) {
        return new Builder(format);
    }

    /**
     * The format.
     *
     * @return a short name for people
     */
    public String format() {
        return format;
    }

    /**
     * The kind of addresses that {@link #memory()} has.
     *
     * @return virtual or physical
     */
    public MemoryKind memoryKind() {
        return memoryKind;
    }

    /**
     * The memory in the file.
     *
     * @return an address space
     */
    public AddressSpace memory() {
        return memory;
    }

    /**
     * What the container says about the system.
     *
     * @return the claim, possibly {@link SystemClaim#NONE}
     */
    public SystemClaim claim() {
        return claim;
    }

    /**
     * The process, in a dump of one process.
     *
     * @return its id, 0 when unknown
     */
    public long processId() {
        return processId;
    }

    /**
     * The modules that the container lists.
     *
     * @return in the container's order
     */
    public List<DumpModule> modules() {
        return modules;
    }

    /**
     * The modules that the container lists as unloaded before the dump was written. Others may have
     * taken their addresses since.
     *
     * @return in the container's order
     */
    public List<DumpModule> unloadedModules() {
        return unloadedModules;
    }

    /**
     * The threads that the container lists.
     *
     * @return in the container's order
     */
    public List<DumpThread> threads() {
        return threads;
    }

    /**
     * Names, times and start addresses of threads, as far as the container has them.
     *
     * @return in the container's order, one for each thread at most
     */
    public List<DumpThreadInfo> threadInfos() {
        return threadInfos;
    }

    /**
     * The handles of the process that the container lists.
     *
     * @return in the container's order
     */
    public List<DumpHandle> handles() {
        return handles;
    }

    /**
     * The regions that the container lists.
     *
     * @return in the container's order
     */
    public List<DumpRegion> regions() {
        return regions;
    }

    /**
     * The segment descriptors that the container lists.
     *
     * @return in the container's order
     */
    public List<DumpSelector> selectors() {
        return selectors;
    }

    /**
     * Records of the operating system that the container shows decoded.
     *
     * @return in the container's order; most containers have none
     */
    public List<DumpRecord> records() {
        return records;
    }

    /**
     * The processors that the container describes.
     *
     * @return in the container's order
     */
    public List<DumpProcessor> processors() {
        return processors;
    }

    /**
     * All parts of the container.
     *
     * @return in the container's order
     */
    public List<DumpStream> streams() {
        return streams;
    }

    /**
     * The exception for which the dump was written.
     *
     * @return empty when the container has none
     */
    public Optional<DumpException> exception() {
        return exception;
    }

    /**
     * Addresses of variables of the system that the container names, such as {@code
     * KdDebuggerDataBlock}.
     *
     * @return names as the vendor spells them, and virtual addresses
     */
    public Map<String, Long> addresses() {
        return addresses;
    }

    /**
     * The bare memory: what the container says about processors and system is left out. For a file
     * whose notes are wrong or not to be relied on.
     *
     * @return a dump of the same memory
     */
    public Dump bare() {
        Builder bare = builder(format + ", notes ignored").memory(memoryKind, memory);
        bare.streams(streams);
        remarks.forEach(bare::remark);
        return bare.build();
    }

    /**
     * Other facts of the container, for display.
     *
     * @return names and values, in display order
     */
    public Map<String, String> properties() {
        return properties;
    }

    /**
     * What is missing, damaged or contradictory.
     *
     * @return in order of discovery
     */
    public List<Remark> remarks() {
        return remarks;
    }

    /** Collects the parts of a dump. */
    public static final class Builder {
        private final String format;
        private MemoryKind memoryKind = MemoryKind.VIRTUAL;
        private AddressSpace memory = SparseMemory.builder(Absence.NOT_CAPTURED).build();
        private SystemClaim claim = SystemClaim.NONE;
        private long processId;
        private List<DumpModule> modules = List.of();
        private List<DumpModule> unloadedModules = List.of();
        private List<DumpThread> threads = List.of();
        private List<DumpThreadInfo> threadInfos = List.of();
        private List<DumpHandle> handles = List.of();
        private List<DumpRegion> regions = List.of();
        private List<DumpSelector> selectors = List.of();
        private List<DumpRecord> records = List.of();
        private List<DumpProcessor> processors = List.of();
        private List<DumpStream> streams = List.of();
        private Optional<DumpException> exception = Optional.empty();
        private final Map<String, Long> addresses = new LinkedHashMap<>();
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final List<Remark> remarks = new ArrayList<>();

        private Builder(String format) {
            this.format = format;
        }

        /**
         * Sets the memory.
         *
         * @param kind of its addresses
         * @param space the memory
         * @return this
         */
        public Builder memory(MemoryKind kind, AddressSpace space) {
            memoryKind = kind;
            memory = space;
            return this;
        }

        /**
         * Sets what the container says about the system.
         *
         * @param value the claim
         * @return this
         */
        public Builder claim(SystemClaim value) {
            claim = value;
            return this;
        }

        /**
         * Sets the process.
         *
         * @param id its id
         * @return this
         */
        public Builder processId(long id) {
            processId = id;
            return this;
        }

        /**
         * Sets the modules.
         *
         * @param value in the container's order
         * @return this
         */
        public Builder modules(List<DumpModule> value) {
            modules = value;
            return this;
        }

        /**
         * Sets the modules that were unloaded.
         *
         * @param value in the container's order
         * @return this
         */
        public Builder unloadedModules(List<DumpModule> value) {
            unloadedModules = value;
            return this;
        }

        /**
         * Sets the threads.
         *
         * @param value in the container's order
         * @return this
         */
        public Builder threads(List<DumpThread> value) {
            threads = value;
            return this;
        }

        /**
         * Sets names, times and start addresses of threads.
         *
         * @param value in the container's order
         * @return this
         */
        public Builder threadInfos(List<DumpThreadInfo> value) {
            threadInfos = value;
            return this;
        }

        /**
         * Sets the handles of the process.
         *
         * @param value in the container's order
         * @return this
         */
        public Builder handles(List<DumpHandle> value) {
            handles = value;
            return this;
        }

        /**
         * Sets the regions.
         *
         * @param value in the container's order
         * @return this
         */
        public Builder regions(List<DumpRegion> value) {
            regions = value;
            return this;
        }

        /**
         * Sets the segment descriptors.
         *
         * @param value in the container's order
         * @return this
         */
        public Builder selectors(List<DumpSelector> value) {
            selectors = value;
            return this;
        }

        /**
         * Sets the records of the operating system that the container shows decoded.
         *
         * @param value in the container's order
         * @return this
         */
        public Builder records(List<DumpRecord> value) {
            records = value;
            return this;
        }

        /**
         * Sets the processors.
         *
         * @param value in the container's order
         * @return this
         */
        public Builder processors(List<DumpProcessor> value) {
            processors = value;
            return this;
        }

        /**
         * Sets the parts of the container.
         *
         * @param value in the container's order
         * @return this
         */
        public Builder streams(List<DumpStream> value) {
            streams = value;
            return this;
        }

        /**
         * Sets the exception.
         *
         * @param value for which the dump was written
         * @return this
         */
        public Builder exception(DumpException value) {
            exception = Optional.of(value);
            return this;
        }

        /**
         * Adds the address of a variable of the system.
         *
         * @param name as the vendor spells it
         * @param value a virtual address
         * @return this
         */
        public Builder address(String name, long value) {
            addresses.put(name, value);
            return this;
        }

        /**
         * Adds a fact for display.
         *
         * @param name what it is
         * @param value its text; an empty one is left out
         * @return this
         */
        public Builder property(String name, String value) {
            if (!value.isEmpty()) {
                properties.put(name, value);
            }
            return this;
        }

        /**
         * Adds a remark.
         *
         * @param remark about something missing, damaged or contradictory
         * @return this
         */
        public Builder remark(Remark remark) {
            remarks.add(remark);
            return this;
        }

        /**
         * Ends the collection.
         *
         * @return the dump
         */
        public Dump build() {
            return new Dump(this);
        }
    }
}
