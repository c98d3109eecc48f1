package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.pool.windows.internal.owner.PoolTag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

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

    /** More than any pool can have: 16 TB, in blocks of a header and as much behind it. */
    private static final long MAX_BYTES = 1L << 44;

    private static final long LEAST = 2 * Long.BYTES;
    private static final long MAX_COUNT = MAX_BYTES / LEAST;

    /** So many entries without a tag are kept. */
    private static final int MAX_WITHOUT_TAG = 1000;

    private static final String NOT_COMPARED = "totals are not compared with a tag table: ";

    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final Pulse pulse;
    private final Pool nonPaged = new Pool();
    private final Pool paged = new Pool();
    private boolean isWhole;

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

        /** Whether a pool may have that. */
        boolean isPossible() {
            return count >= 0 && count <= MAX_COUNT && bytes >= 0 && bytes <= MAX_BYTES;
        }

        /** Whether these are blocks. */
        boolean isOfBlocks() {
            return isPossible() && count > 0 && bytes / count >= LEAST;
        }

        private double size() {
            return Math.abs((double) count) + Math.abs((double) bytes);
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

    /**
     * An entry, of several for one tag that with the largest sums.
     *
     * @param tag without the bit of protected blocks
     * @param sum of all entries of the tag
     * @param address of the entry
     */
    public record Entry(int tag, Sum sum, long address) {}

    /** The sums of all tags of one pool. */
    private static final class Pool {
        private final Map<Integer, Sum> sums = new HashMap<>();
        private final Map<Integer, Calls> calls = new HashMap<>();
        private final Map<Integer, Entry> largest = new HashMap<>();
        private final Map<Integer, Entry> impossible = new TreeMap<>();
        private final List<Entry> withoutTag = new ArrayList<>();

        void add(int tag, Sum sum, Calls some, long entry) {
            sums.merge(tag, sum, Sum::plus);
            calls.merge(tag, some, Calls::plus);
            largest.merge(
                    tag,
                    new Entry(tag, sum, entry),
                    (one, other) -> other.sum().size() > one.sum().size() ? other : one);
        }

        void addWithoutTag(int tag, Sum sum, long entry) {
            if (sum.isOfBlocks() && withoutTag.size() < MAX_WITHOUT_TAG) {
                withoutTag.add(new Entry(tag, sum, entry));
            }
        }

        /** Takes out what no pool can have, when all entries were added. */
        void check() {
            for (Entry entry : largest.values()) {
                int tag = entry.tag();
                Sum sum = sums.getOrDefault(tag, entry.sum());
                if (!sum.isPossible()) {
                    impossible.put(tag, new Entry(tag, sum, entry.address()));
                    sums.remove(tag);
                } else if (!PoolTag.isPrintable(tag)) {
                    addWithoutTag(tag, sum, entry.address());
                    sums.remove(tag);
                }
            }
        }
    }

    private void read(Structure entry) {
        long entries = entries(kernel, "PoolTrackTableSize");
        long first = kernel.value("PoolTrackTable");
        isWhole = first != 0;
        add(first, entries, entry, true);
        long processors = kernel.build() < VISTA ? 0 : kernel.address("ExPoolTagTables").orElse(0);
        for (int i = 0; processors != 0 && i < MAX_PROCESSORS; i++) {
            long table = memory.pointer(processors + (long) i * memory.pointerSize());
            if (table == 0) {
                break;
            }
            if (table != first) {
                add(table, entries, entry, false);
            }
        }
        add(
                kernel.value("PoolTrackTableExpansion"),
                kernel.value("PoolTrackTableExpansionSize") & MAX_ENTRIES - 1,
                entry,
                true);
        nonPaged.check();
        paged.check();
    }

    /**
     * Adds a table.
     *
     * @param hasTags whether each entry that is in use has its tag; of the tables of further
     *     processors that is not known
     */
    private void add(long table, long entries, Structure entry, boolean hasTags) {
        Field key = entry.field("Key");
        Columns ofNonPaged = Columns.of(entry, "NonPaged");
        Columns ofPaged = Columns.of(entry, "Paged");
        for (long i = 0; table != 0 && i < entries; i++) {
            pulse.beat();
            long at = table + i * entry.size();
            if (!memory.isPresent(at, entry.size())) {
                isWhole = false;
                continue;
            }
            int tag = PoolTag.plain((int) memory.get(at, key));
            Sum some = ofNonPaged.sum(memory, at);
            Sum other = ofPaged.sum(memory, at);
            if (tag == 0 && hasTags) {
                nonPaged.addWithoutTag(tag, some, at);
                paged.addWithoutTag(tag, other, at);
            } else if (tag != 0
                    && (nonPaged.sums.size() < MAX_TAGS || nonPaged.sums.containsKey(tag))) {
                nonPaged.add(tag, some, ofNonPaged.calls(memory, at), at);
                paged.add(tag, other, ofPaged.calls(memory, at), at);
            }
        }
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

    private Pool pool(boolean ofPaged) {
        return ofPaged ? paged : nonPaged;
    }

    /**
     * The sums of a pool.
     *
     * @param ofPaged which pool
     * @return by tag, without the bit of protected blocks; empty when there is no table
     */
    public Map<Integer, Sum> sums(boolean ofPaged) {
        return Collections.unmodifiableMap(pool(ofPaged).sums);
    }

    /**
     * The entry of a tag, of several that with the largest sums.
     *
     * @param tag without the bit of protected blocks
     * @param ofPaged in which pool
     * @return its address; empty when no entry has the tag
     */
    public OptionalLong entry(int tag, boolean ofPaged) {
        Map<Integer, Entry> entries = pool(ofPaged).largest;
        return entries.containsKey(tag)
                ? OptionalLong.of(entries.get(tag).address())
                : OptionalLong.empty();
    }

    /**
     * Tags with sums that no pool can have, which are not in {@link #sums}. Behind a table whose
     * size is not known may be other memory: there they may be none.
     *
     * @param ofPaged in which pool
     */
    public Collection<Entry> impossible(boolean ofPaged) {
        return Collections.unmodifiableCollection(pool(ofPaged).impossible.values());
    }

    /**
     * Entries with sums whose tag is 0 or cannot be printed, which are not in {@link #sums}.
     *
     * @param ofPaged in which pool
     */
    public List<Entry> withoutTag(boolean ofPaged) {
        return Collections.unmodifiableList(pool(ofPaged).withoutTag);
    }

    /** Whether a variable says how many entries there are. */
    public boolean isSized() {
        return kernel.value("PoolTrackTableSize") != 0;
    }

    /**
     * Whether a tag without sums has no blocks: all of the tables are there.
     *
     * @param tag without the bit of protected blocks
     * @param ofPaged in which pool
     */
    public boolean knows(int tag, boolean ofPaged) {
        return isWhole && !pool(ofPaged).impossible.containsKey(tag);
    }

    /**
     * How often blocks of a tag were given out and taken back.
     *
     * @param tag without the bit of protected blocks
     * @param ofPaged in which pool
     * @return nothing when no entry has the tag
     */
    public Calls calls(int tag, boolean ofPaged) {
        return pool(ofPaged).calls.getOrDefault(tag, NEVER);
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
