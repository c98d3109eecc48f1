package org.cairn.memory;

import org.eclipse.jdt.annotation.Nullable;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A virtual address space: page tables over physical memory. Bytes are not copied: a run is a part
 * of a run of the physical memory. A run ends where its page table ends, at the latest; an absent
 * one reaches as far as the entry that is missing, and over its neighbours. Translations are kept
 * for the tables used last.
 *
 * <p>Page tables may lead back to themselves, as those of Windows do, or map one table many times,
 * as no sane system does by the billion; {@link #mapped} and {@link #pages} enter a table of a
 * level at most {@value #MAX_VISITS} times.
 */
public final class TranslatedMemory implements AddressSpace {
    /** How often an enumeration enters the same table on the same level. */
    public static final int MAX_VISITS = 16;

    /** The bit of an entry that makes the processor use it. */
    static final long PRESENT = 1;

    private static final long LARGE = 1 << 7;
    private static final int PAGE_TABLE = 1;

    /** Number of tables whose translation is kept: 10 MB at most. */
    private static final int CACHED = 1 << 10;

    private static final long GOLDEN_RATIO = 0x9e37_79b9_7f4a_7c15L;
    private static final int CACHE_SHIFT = Long.SIZE - 10;
    private static final Absence[] ABSENCES = Absence.values();

    private final AddressSpace physical;
    private final PageTables tables;
    private final PagingMode mode;
    private final SoftwareEntries software;
    private final TableReader reader;
    private final TranslationTable root;

    /** Entries are immutable, so a race costs a second translation at most. */
    private final @Nullable TranslationTable[] cache = new @Nullable TranslationTable[CACHED];

    TranslatedMemory(AddressSpace physical, PageTables tables, SoftwareEntries software) {
        this.physical = physical;
        this.tables = tables;
        this.mode = tables.mode();
        this.software = software;
        this.reader = new TableReader(physical, mode);
        this.root = translate(mode.levels(), tables.root(), 0);
    }

    /**
     * The page tables.
     *
     * @return as given
     */
    public PageTables tables() {
        return tables;
    }

    /**
     * The memory below.
     *
     * @return the physical address space
     */
    public AddressSpace physical() {
        return physical;
    }

    @Override
    public Run runAt(long address) {
        long leaf = key(address & -1L << mode.shift(2), PAGE_TABLE);
        TranslationTable table = cache[slot(leaf)];
        if (table == null || table.key != leaf) {
            table = root;
            for (int level = mode.levels() - 1; level > 0; level--) {
                int index = table.indexOf(address);
                if (table.kind(index) != TranslationTable.Kind.TABLE) {
                    break;
                }
                table = child(table, index, level);
            }
        }
        return run(table, table.indexOf(address), address);
    }

    @Override
    public Iterable<Run.Mapped> mapped(long first, long last) {
        return () -> new TranslatedRuns(this, mode, first, last);
    }

    /**
     * The page that holds an address. Entries that only an operating system can interpret are no
     * pages.
     *
     * @param address unsigned
     * @return the page, or empty when none is present
     */
    public Optional<Page> page(long address) {
        if (mode.canonical(address) != address) {
            return Optional.empty();
        }
        MemoryCursor cursor = physical.cursor();
        long table = tables.root();
        Rights rights = Rights.ALL;
        for (int level = mode.levels(); level > 0; level--) {
            long index = address >>> mode.shift(level) & mode.entries(level) - 1;
            if (!cursor.seek(table + index * mode.entrySize(), mode.entrySize())) {
                return Optional.empty();
            }
            long entry = cursor.pointer(0, mode.entrySize());
            if ((entry & PRESENT) == 0 || isReserved(level, entry)) {
                return Optional.empty();
            }
            rights = rights.under(mode, level, entry);
            if (isLeaf(level, entry)) {
                return Optional.of(leaf(level, entry, address, rights));
            }
            table = mode.frame(entry);
        }
        return Optional.empty();
    }

    /**
     * Shows all entries that cover a range of addresses and are not zero.
     *
     * @param first first address, unsigned
     * @param last last address, unsigned, inclusive
     * @param visitor is shown them by ascending address
     * @param progress told of the work
     * @return how many tables were left out because they had been entered {@value #MAX_VISITS}
     *     times
     */
    public long pages(long first, long last, PageVisitor visitor, Progress progress) {
        return new PageWalk(this, reader, first, last, visitor, progress).run();
    }

    /**
     * The lowest address at which a byte of physical memory is mapped. Each table is looked at.
     *
     * @param at physical address, unsigned
     * @param progress told of the work; cancels it
     * @return the virtual address, or empty when no page maps it
     */
    public OptionalLong addressOf(long at, Progress progress) {
        AtomicReference<OptionalLong> found = new AtomicReference<>(OptionalLong.empty());
        pages(
                0,
                -1L,
                page -> {
                    long offset = at - page.physical();
                    if (Long.compareUnsigned(offset, page.size()) < 0 && found.get().isEmpty()) {
                        found.set(OptionalLong.of(page.address() + offset));
                    }
                },
                progress);
        return found.get();
    }

    PagingMode mode() {
        return mode;
    }

    TranslationTable root() {
        return root;
    }

    boolean isLeaf(int level, long entry) {
        return level == PAGE_TABLE || (entry & LARGE) != 0 && mode.allowsLarge(level);
    }

    boolean isReserved(int level, long entry) {
        return (entry & LARGE) != 0 && mode.reservesLarge(level);
    }

    /** The page that an entry maps around an address. */
    Page leaf(int level, long entry, long address, Rights rights) {
        long size = 1L << mode.shift(level);
        return new Page(
                address & -size,
                size,
                frame(level, entry),
                entry,
                rights.user(),
                rights.writable(),
                rights.executable());
    }

    private long frame(int level, long entry) {
        return level == PAGE_TABLE ? mode.frame(entry) : mode.largeFrame(entry, level);
    }

    /** The table of a level that a stretch leads to. */
    TranslationTable child(TranslationTable parent, int index, int level) {
        long base = parent.start(index);
        long key = key(base, level);
        int slot = slot(key);
        TranslationTable table = cache[slot];
        if (table == null || table.key != key) {
            table = translate(level, parent.target(index), base);
            cache[slot] = table;
        }
        return table;
    }

    /** The part of a stretch around an address that is one run of the physical memory. */
    private Run run(TranslationTable table, int index, long address) {
        long start = table.start(index);
        if (table.kind(index) == TranslationTable.Kind.ABSENT) {
            return new Run.Absent(start, table.last(index), absence(table, index));
        }
        Run below = physical.runAt(table.target(index) + (address - start));
        return run(table, index, start, address, below);
    }

    /** Why a stretch is absent. */
    static Absence absence(TranslationTable table, int index) {
        return ABSENCES[(int) table.target(index)];
    }

    /**
     * The part of a resident stretch around an address that is one run of the physical memory.
     *
     * @param first where the part begins at the earliest
     * @param below the run of the physical memory that holds the address
     */
    static Run run(TranslationTable table, int index, long first, long address, Run below) {
        long at = table.target(index) + (address - table.start(index));
        long before = least(address - first, at - below.start());
        long after = least(table.last(index) - address, below.last() - at);
        return switch (below) {
            case Run.Mapped mapped ->
                    new Run.Mapped(
                            address - before,
                            address + after,
                            mapped.bytes()
                                    .asSlice(at - before - below.start(), before + after + 1));
            case Run.Absent absent ->
                    new Run.Absent(address - before, address + after, absent.why());
        };
    }

    private TranslationTable translate(int level, long table, long base) {
        boolean top = level == mode.levels();
        int entries = mode.entries(level);
        TranslationTable.Builder builder = new TranslationTable.Builder(entries + 1);
        long[] values = reader.read(level, table);
        for (int i = 0; i < entries; i++) {
            long address = mode.canonical(base + ((long) i << mode.shift(level)));
            if (top && address < 0 && i == entries / 2) {
                builder.absent(-address, Absence.UNMAPPED);
            }
            if (i < values.length) {
                add(builder, level, address, values[i]);
            } else {
                builder.absent(address, reader.absence(table, values.length));
            }
        }
        if (!top) {
            return builder.build(
                    key(base, level), base + ((long) entries << mode.shift(level)) - 1);
        }
        if (mode.architecture() == Architecture.X86) {
            builder.absent(1L << Integer.SIZE, Absence.UNMAPPED);
        }
        return builder.build(key(base, level), -1L);
    }

    private void add(TranslationTable.Builder builder, int level, long address, long entry) {
        if (entry == 0) {
            builder.absent(address, Absence.UNMAPPED);
        } else if ((entry & PRESENT) == 0) {
            switch (software.resolve(address, level, entry)) {
                case SoftwareEntries.Resolution.Resident resident ->
                        builder.resident(address, resident.address());
                case SoftwareEntries.Resolution.Missing missing ->
                        builder.absent(address, missing.why());
            }
        } else if (isReserved(level, entry)) {
            builder.absent(address, Absence.CORRUPT);
        } else if (isLeaf(level, entry)) {
            builder.resident(address, frame(level, entry));
        } else {
            builder.table(address, mode.frame(entry));
        }
    }

    /**
     * A table is known by the first address that it covers, which is page aligned, and its level.
     */
    static long key(long base, int level) {
        return base | level;
    }

    private static int slot(long key) {
        return (int) (key * GOLDEN_RATIO >>> CACHE_SHIFT);
    }

    private static long least(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }
}
