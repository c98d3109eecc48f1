package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.Pulse;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tag tables: counts of allocations and frees, and bytes, by tag. Up to 2003 {@code
 * PoolTrackTable}, later one for each processor ({@code ExPoolTagTables}), which are summed up;
 * what does not fit is in {@code PoolTrackTableExpansion}.
 */
public final class TagTable {
    /** The number of entries of a table whose size is not known: as many as tables begin with. */
    private static final long USUAL_ENTRIES = 0x801;

    private static final long MAX_ENTRIES = 1L << 17;
    private static final int MAX_PROCESSORS = 256;
    private static final int MAX_TAGS = 1 << 18;
    private static final int VISTA = PoolKernel.VISTA;

    private static final String NOT_COMPARED = "totals are not compared with a tag table: ";

    private final KernelMemory memory;
    private final Pulse pulse;
    private final Map<Integer, Sum> sums = new HashMap<>();

    /**
     * What a tag has in one pool.
     *
     * @param count blocks that are not freed
     * @param bytes of those
     */
    public record Sum(long count, long bytes) {
        Sum plus(Sum other) {
            return new Sum(count + other.count, bytes + other.bytes);
        }
    }

    private TagTable(PoolKernel kernel) {
        this.memory = kernel.memory();
        this.pulse = new Pulse(kernel.context().progress());
        kernel.context().progress().task("reading the tag tables");
    }

    /** The number of bytes that the first table takes up. */
    static long bytes(PoolKernel kernel) {
        long size = kernel.layout().tracker().map(Structure::size).orElse(0);
        return entries(kernel, "PoolTrackTableSize") * size;
    }

    private static long entries(PoolKernel kernel, String variable) {
        long entries = kernel.value(variable) & 0xffff_ffffL;
        return entries == 0 || entries > MAX_ENTRIES ? USUAL_ENTRIES : entries;
    }

    /**
     * Reads the sums of a pool.
     *
     * @param kernel whose pool it is
     * @param paged which pool
     * @return by tag, without the bit of protected blocks; empty when there is no table
     */
    public static Map<Integer, Sum> read(PoolKernel kernel, boolean paged) {
        TagTable tables = new TagTable(kernel);
        Optional<Structure> entry = kernel.layout().tracker();
        if (entry.isEmpty()) {
            return tables.sums;
        }
        long entries = entries(kernel, "PoolTrackTableSize");
        long first = kernel.value("PoolTrackTable");
        tables.add(first, entries, entry.get(), paged);
        long processors = kernel.build() < VISTA ? 0 : kernel.address("ExPoolTagTables").orElse(0);
        int size = kernel.memory().pointerSize();
        for (int i = 0; processors != 0 && i < MAX_PROCESSORS; i++) {
            long table = kernel.memory().pointer(processors + (long) i * size);
            if (table == 0) {
                break;
            }
            if (table != first) {
                tables.add(table, entries, entry.get(), paged);
            }
        }
        tables.add(
                kernel.value("PoolTrackTableExpansion"),
                kernel.value("PoolTrackTableExpansionSize") & MAX_ENTRIES - 1,
                entry.get(),
                paged);
        return tables.sums;
    }

    /**
     * What the tables say of a pool, or why they are not compared with its blocks.
     *
     * @param kernel whose pool it is
     * @param paged which pool
     * @return for people
     */
    public static String describe(PoolKernel kernel, boolean paged) {
        if (kernel.layout().tracker().isEmpty()) {
            return NOT_COMPARED + "its layout is not known";
        }
        if (kernel.value("PoolTrackTable") == 0) {
            return NOT_COMPARED + "none was found";
        }
        Map<Integer, Sum> sums = read(kernel, paged);
        Sum all = sums.values().stream().reduce(new Sum(0, 0), Sum::plus);
        return sums.isEmpty()
                ? NOT_COMPARED + "it is empty or not in the dump"
                : "the tag table has "
                        + all.count()
                        + " blocks, "
                        + all.bytes()
                        + " bytes in "
                        + sums.values().stream().filter(sum -> sum.count() != 0).count()
                        + " tags";
    }

    private void add(long table, long entries, Structure entry, boolean paged) {
        String pool = paged ? "Paged" : "NonPaged";
        Field allocations = entry.field(pool + "Allocs");
        Field frees = entry.field(pool + "Frees");
        Field bytes = entry.field(pool + "Bytes");
        Field key = entry.field("Key");
        for (long i = 0; table != 0 && i < entries; i++) {
            pulse.beat();
            long at = table + i * entry.size();
            if (!memory.isPresent(at, entry.size())) {
                continue;
            }
            int tag = (int) memory.get(at, key) & 0x7fff_ffff;
            if (tag != 0 && (sums.size() < MAX_TAGS || sums.containsKey(tag))) {
                long count = memory.get(at, allocations) - memory.get(at, frees);
                boolean narrow = allocations.size() == Integer.BYTES;
                long size = memory.get(at, bytes);
                Sum sum =
                        new Sum(
                                narrow ? (int) count : count,
                                bytes.size() == Integer.BYTES ? (int) size : size);
                sums.merge(tag, sum, Sum::plus);
            }
        }
    }
}
