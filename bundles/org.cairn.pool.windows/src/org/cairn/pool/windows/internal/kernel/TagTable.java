package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The tag tables: counts of allocations and frees, and bytes, by tag. Up to 2003 {@code
 * PoolTrackTable}, later one for each processor ({@code ExPoolTagTables}), which are summed up;
 * what does not fit is in {@code PoolTrackTableExpansion}. An entry has the sums of both pools.
 */
public final class TagTable {
    /** The number of entries of a table whose size is not known: as many as tables begin with. */
    private static final long USUAL_ENTRIES = 0x801;

    private static final long MAX_ENTRIES = 1L << 17;
    private static final int MAX_PROCESSORS = 256;
    private static final int MAX_TAGS = 1 << 18;
    private static final int VISTA = PoolKernel.VISTA;

    private static final Calls NEVER = new Calls(0, 0);

    private static final String NOT_COMPARED = "totals are not compared with a tag table: ";

    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final Pulse pulse;
    private final Map<Integer, Sum> nonPaged = new HashMap<>();
    private final Map<Integer, Sum> paged = new HashMap<>();
    private final Map<Integer, Calls> nonPagedCalls = new HashMap<>();
    private final Map<Integer, Calls> pagedCalls = new HashMap<>();

    /**
     * What a tag has in one pool.
     *
     * @param count blocks that are not freed
     * @param bytes of those
     */
    public record Sum(long count, long bytes) {
        /** Both together. */
        public Sum plus(Sum other) {
            return new Sum(count + other.count, bytes + other.bytes);
        }

        /** For people. */
        public String text() {
            return String.format(Locale.ROOT, "%,d blocks, %,d bytes", count, bytes);
        }
    }

    /**
     * How often blocks of a tag were given out and taken back in one pool. Counters of 32 bits
     * wrap: their difference is {@link Sum#count}.
     *
     * @param allocations ever made
     * @param frees ever made
     */
    public record Calls(long allocations, long frees) {
        /** Both together. */
        Calls plus(Calls other) {
            return new Calls(allocations + other.allocations, frees + other.frees);
        }
    }

    private TagTable(PoolKernel kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.pulse = new Pulse(kernel.context().progress());
    }

    /** The number of bytes that the first table takes up. */
    public static long bytes(PoolKernel kernel) {
        long size = kernel.layout().tracker().map(Structure::size).orElse(0);
        return entries(kernel, "PoolTrackTableSize") * size;
    }

    private static long entries(PoolKernel kernel, String variable) {
        long entries = kernel.value(variable) & 0xffff_ffffL;
        return entries == 0 || entries > MAX_ENTRIES ? USUAL_ENTRIES : entries;
    }

    /** Reads the sums of both pools; {@link PoolKernel#tagTable} keeps them. */
    static TagTable read(PoolKernel kernel) {
        kernel.context().progress().task("reading the tag tables");
        TagTable tables = new TagTable(kernel);
        kernel.layout().tracker().ifPresent(tables::read);
        return tables;
    }

    private void read(Structure entry) {
        long entries = entries(kernel, "PoolTrackTableSize");
        long first = kernel.value("PoolTrackTable");
        add(first, entries, entry);
        long processors = kernel.build() < VISTA ? 0 : kernel.address("ExPoolTagTables").orElse(0);
        for (int i = 0; processors != 0 && i < MAX_PROCESSORS; i++) {
            long table = memory.pointer(processors + (long) i * memory.pointerSize());
            if (table == 0) {
                break;
            }
            if (table != first) {
                add(table, entries, entry);
            }
        }
        add(
                kernel.value("PoolTrackTableExpansion"),
                kernel.value("PoolTrackTableExpansionSize") & MAX_ENTRIES - 1,
                entry);
    }

    private void add(long table, long entries, Structure entry) {
        Field key = entry.field("Key");
        Columns ofNonPaged = Columns.of(entry, "NonPaged");
        Columns ofPaged = Columns.of(entry, "Paged");
        for (long i = 0; table != 0 && i < entries; i++) {
            pulse.beat();
            long at = table + i * entry.size();
            if (!memory.isPresent(at, entry.size())) {
                continue;
            }
            int tag = (int) memory.get(at, key) & 0x7fff_ffff;
            if (tag != 0 && (nonPaged.size() < MAX_TAGS || nonPaged.containsKey(tag))) {
                nonPaged.merge(tag, ofNonPaged.sum(memory, at), Sum::plus);
                paged.merge(tag, ofPaged.sum(memory, at), Sum::plus);
                addCalls(tag, at, ofNonPaged, ofPaged);
            }
        }
    }

    private void addCalls(int tag, long at, Columns ofNonPaged, Columns ofPaged) {
        nonPagedCalls.merge(tag, ofNonPaged.calls(memory, at), Calls::plus);
        pagedCalls.merge(tag, ofPaged.calls(memory, at), Calls::plus);
    }

    /** Where an entry has what it counts of a pool. */
    private record Columns(Field allocations, Field frees, Field bytes) {
        static Columns of(Structure entry, String pool) {
            return new Columns(
                    entry.field(pool + "Allocs"),
                    entry.field(pool + "Frees"),
                    entry.field(pool + "Bytes"));
        }

        /** Narrow counters wrap. */
        Sum sum(KernelMemory memory, long at) {
            long count = memory.get(at, allocations) - memory.get(at, frees);
            long size = memory.get(at, bytes);
            return new Sum(
                    allocations.size() == Integer.BYTES ? (int) count : count,
                    bytes.size() == Integer.BYTES ? (int) size : size);
        }

        /** Counters have no sign, whatever the type in some tables says. */
        Calls calls(KernelMemory memory, long at) {
            return new Calls(unsigned(memory, at, allocations), unsigned(memory, at, frees));
        }

        private static long unsigned(KernelMemory memory, long at, Field counter) {
            long value = memory.get(at, counter);
            return counter.size() == Integer.BYTES ? Integer.toUnsignedLong((int) value) : value;
        }
    }

    /**
     * The sums of a pool.
     *
     * @param ofPaged which pool
     * @return by tag, without the bit of protected blocks; empty when there is no table
     */
    public Map<Integer, Sum> sums(boolean ofPaged) {
        return Collections.unmodifiableMap(ofPaged ? paged : nonPaged);
    }

    /**
     * How often blocks of a tag were given out and taken back.
     *
     * @param tag without the bit of protected blocks
     * @param ofPaged in which pool
     * @return nothing when no entry has the tag
     */
    public Calls calls(int tag, boolean ofPaged) {
        return (ofPaged ? pagedCalls : nonPagedCalls).getOrDefault(tag, NEVER);
    }

    /**
     * What the tables say of a pool, or why they are not compared with its blocks.
     *
     * @param ofPaged which pool
     * @return for people
     */
    public String describe(boolean ofPaged) {
        if (kernel.layout().tracker().isEmpty()) {
            return NOT_COMPARED + "its layout is not known";
        }
        if (kernel.value("PoolTrackTable") == 0) {
            return NOT_COMPARED + "none was found";
        }
        Map<Integer, Sum> sums = sums(ofPaged);
        Sum all = sums.values().stream().reduce(new Sum(0, 0), Sum::plus);
        long tags = sums.values().stream().filter(sum -> sum.count() != 0).count();
        return sums.isEmpty()
                ? NOT_COMPARED + "it is empty or not in the dump"
                : String.format(Locale.ROOT, "the tag table has %s in %,d tags", all.text(), tags);
    }
}
