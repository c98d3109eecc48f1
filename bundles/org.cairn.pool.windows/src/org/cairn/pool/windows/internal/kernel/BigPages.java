package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.pool.windows.internal.layout.PoolHeader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The big-page table ({@code PoolBigPageTable}): the only place that knows the blocks of whole
 * pages, which have no header.
 *
 * @param address of the table, 0 when it was not found
 * @param slots its number of entries
 * @param origin how it was found, or why it was not
 * @param blocks the blocks in use, ascending by address
 * @param faults what in the table cannot be, the first ones
 */
public record BigPages(
        long address, long slots, String origin, List<Block> blocks, List<Contradiction> faults) {
    /** Up to 2003 sizes are in pages. */
    private static final String PAGES = "NumberOfPages";

    /** No more entries are read. */
    private static final long MAX_SLOTS = 1L << 24;

    private static final long MIN_SLOTS = 16;

    /** No more blocks are kept. */
    private static final int MAX_BLOCKS = 1 << 21;

    /** So many entries are looked at in all tables that are tried. */
    private static final long MAX_TRIED = 1L << 25;

    /** So many faults are kept. */
    private static final int MAX_FAULTS = 1000;

    /** Of so many sound entries in use one may be damaged in a table that is searched for. */
    private static final int SOUND_FOR_A_FAULT = 16;

    private static final String NOT_FOUND =
            "no sound table near PoolTrackTable, where PoolBigPageTable and PoolBigPageTableSize"
                    + " are searched for";

    /** How far around the variable of the tag table that of this table is searched for. */
    private static final int NEIGHBOURHOOD = 0x400;

    /**
     * A block of whole pages.
     *
     * @param address its first byte
     * @param bytes its size, whole pages before Vista
     * @param tag its tag
     * @param type bits of {@code _POOL_TYPE}; -1 where the table does not tell
     * @param entry address of its entry
     */
    public record Block(long address, long bytes, int tag, int type, long entry) {
        /** Bytes of its pages. */
        public long pages() {
            return bytes + PoolHeader.PAGE - 1 & -PoolHeader.PAGE;
        }

        private Block upTo(long room) {
            return new Block(address, room, tag, type, entry);
        }
    }

    private static BigPages none(long address, String why) {
        return new BigPages(address, 0, why, List.of(), List.of());
    }

    /** Whether a table was found and its memory is there. */
    public boolean isKnown() {
        return slots != 0;
    }

    /** Reads the table of a kernel; {@link PoolKernel#bigPages} does so once. */
    public static BigPages read(PoolKernel kernel, Progress progress) {
        Optional<Structure> entry = kernel.layout().bigPages();
        if (entry.isEmpty()) {
            return none(0, "its layout is not known");
        }
        Reader reader = new Reader(kernel, entry.get(), progress);
        OptionalLong variable = kernel.address("PoolBigPageTable");
        if (variable.isPresent()) {
            return reader.named(variable.getAsLong());
        }
        return reader.search();
    }

    /** The number of bytes that the table itself takes up. */
    public long tableBytes(PoolKernel kernel) {
        return slots * kernel.layout().bigPages().map(Structure::size).orElse(0);
    }

    private static final class Reader {
        private final PoolKernel kernel;
        private final KernelMemory memory;
        private final Structure entry;
        private final Pulse pulse;
        private final Field va;
        private final Field key;
        private final Field size;
        private long tried;

        Reader(PoolKernel kernel, Structure entry, Progress progress) {
            this.kernel = kernel;
            this.memory = kernel.memory();
            this.entry = entry;
            this.pulse = new Pulse(progress);
            progress.task("reading the big-page table");
            va = entry.field("Va");
            key = entry.field("Key");
            size = entry.find(PAGES).orElseGet(() -> entry.field("NumberOfBytes"));
        }

        /** The table that its variables lead to; both are 0 where there is none. */
        BigPages named(long variable) {
            long table = kernel.value("PoolBigPageTable");
            long slots = kernel.value("PoolBigPageTableSize");
            boolean isTable = kernel.isKernel(table);
            boolean isThere = memory.isPresent(variable, memory.pointerSize());
            OptionalLong number = kernel.address("PoolBigPageTableSize");
            boolean isSized =
                    slots != 0
                            || number.isEmpty()
                            || !memory.isPresent(number.getAsLong(), memory.pointerSize());
            if (!isThere || isTable && isSized || table == 0 && slots == 0) {
                return table(table, slots, "PoolBigPageTable");
            }
            Contradiction fault =
                    isTable
                            ? new Contradiction(
                                    number.getAsLong(),
                                    "variable PoolBigPageTableSize of the kernel is wrong",
                                    "a number of entries",
                                    "0")
                            : new Contradiction(
                                    variable,
                                    "variable PoolBigPageTable of the kernel leads to no table",
                                    "an address of the kernel",
                                    Addresses.hex(table));
            return new BigPages(0, 0, fault.what(), List.of(), List.of(fault));
        }

        /**
         * The variable lies near that of the tag table, which {@code _KDDEBUGGER_DATA64} names:
         * pointers around it are tried, and the one whose entries are sound is taken.
         */
        BigPages search() {
            OptionalLong near = kernel.address("PoolTrackTable");
            if (near.isEmpty()) {
                return none(0, "its variable is not known");
            }
            int step = memory.pointerSize();
            BigPages best = none(0, NOT_FOUND);
            for (int distance = -NEIGHBOURHOOD; distance <= NEIGHBOURHOOD; distance += step) {
                long candidate = memory.pointer(near.getAsLong() + distance);
                if (candidate == 0 || candidate % PoolHeader.PAGE != 0) {
                    continue;
                }
                for (int at = -NEIGHBOURHOOD; at <= NEIGHBOURHOOD; at += step) {
                    long slots = memory.pointer(near.getAsLong() + at);
                    if (Long.bitCount(slots) == 1
                            && slots >= MIN_SLOTS
                            && slots <= MAX_SLOTS
                            && memory.isPresent(candidate, entry.size())
                            && isSound(candidate, slots)) {
                        BigPages table = table(candidate, slots, "search near PoolTrackTable");
                        if (table.blocks().size() > best.blocks().size()) {
                            best = table;
                        }
                    }
                }
            }
            return best;
        }

        /** Whether each entry is empty, free, or leads to a page; a few may be damaged. */
        private boolean isSound(long table, long slots) {
            long used = 0;
            long bad = 0;
            for (long slot = 0; slot < slots; slot++) {
                pulse.beat();
                long at = table + slot * entry.size();
                if (tried++ > MAX_TRIED || !memory.isPresent(at, entry.size())) {
                    return false;
                }
                if (fault(at, slot).isPresent()) {
                    bad++;
                    if (bad > 1 + slot / SOUND_FOR_A_FAULT) {
                        return false;
                    }
                } else if (isUsed(memory.get(at, va))) {
                    used++;
                }
            }
            return used > 0 && bad <= Math.max(1, used / SOUND_FOR_A_FAULT);
        }

        /** An entry that was freed keeps its address with the lowest bit set. */
        private static boolean isUsed(long address) {
            return address != 0 && (address & 1) == 0;
        }

        /** What is wrong with an entry. */
        private Optional<Contradiction> fault(long at, long slot) {
            long address = memory.get(at, va);
            String of = "entry " + slot + " of the big-page table ";
            long place = at + va.offset();
            if ((address & PoolHeader.PAGE - 1) > 1
                    || isUsed(address) && !kernel.isKernel(address)) {
                return Optional.of(
                        new Contradiction(
                                place,
                                of + "leads to no page of the kernel",
                                "a page of the kernel, or nothing",
                                Addresses.hex(address)));
            }
            long bytes = isUsed(address) ? bytes(at) : 1;
            return bytes > 0 && Long.compareUnsigned(address + bytes, address) > 0
                    ? Optional.empty()
                    : Optional.of(
                            new Contradiction(
                                    at + size.offset(),
                                    of + "has a block at " + Addresses.hex(address) + " of no size",
                                    "a size",
                                    Long.toUnsignedString(bytes) + " bytes"));
        }

        private long bytes(long at) {
            return size.name().equals(PAGES)
                    ? memory.get(at, size) * PoolHeader.PAGE
                    : memory.get(at, size);
        }

        BigPages table(long table, long count, String origin) {
            List<Contradiction> faults = new ArrayList<>();
            long slots = count & 0xffff_ffffL;
            if (slots > MAX_SLOTS) {
                faults.add(
                        new Contradiction(
                                kernel.address("PoolBigPageTableSize").orElse(table),
                                "the big-page table has an impossible number of entries",
                                "at most " + MAX_SLOTS,
                                Long.toString(slots)));
                slots = MAX_SLOTS;
            }
            if (!(memory.space().runAt(table) instanceof Run.Mapped)) {
                return none(table, origin + ", whose memory is absent");
            }
            List<Block> blocks = new ArrayList<>();
            for (long slot = 0; slot < slots && blocks.size() < MAX_BLOCKS; slot++) {
                long at = table + slot * entry.size();
                pulse.beat();
                if (!memory.isPresent(at, entry.size())
                        && memory.space().runAt(at) instanceof Run.Absent absent) {
                    slot += Long.divideUnsigned(absent.last() - at, entry.size());
                } else {
                    read(at, slot, blocks, faults);
                }
            }
            blocks.sort(Comparator.comparing(Block::address, Long::compareUnsigned));
            List<Block> apart = apart(table, blocks, faults);
            return new BigPages(table, slots, origin, apart, List.copyOf(faults));
        }

        /** Blocks end where the next ones begin; of two at one place the first is taken. */
        private List<Block> apart(long table, List<Block> blocks, List<Contradiction> faults) {
            List<Block> apart = new ArrayList<>(blocks.size());
            for (int i = 0; i < blocks.size(); i++) {
                Block block = blocks.get(i);
                long room =
                        i + 1 == blocks.size()
                                ? block.pages()
                                : blocks.get(i + 1).address() - block.address();
                if (room < block.pages()) {
                    Block next = blocks.get(i + 1);
                    if (faults.size() < MAX_FAULTS) {
                        faults.add(
                                room == 0 ? twice(table, block, next) : into(table, block, next));
                    }
                    if (room == 0) {
                        blocks.set(i + 1, block);
                        continue;
                    }
                    block = block.upTo(room);
                }
                apart.add(block);
            }
            return List.copyOf(apart);
        }

        private Contradiction twice(long table, Block block, Block next) {
            return new Contradiction(
                    next.entry() + va.offset(),
                    "entries %d and %d of the big-page table have the same block"
                            .formatted(slot(table, block), slot(table, next)),
                    "one entry for a block",
                    Addresses.hex(next.address()));
        }

        private Contradiction into(long table, Block block, Block next) {
            return new Contradiction(
                    block.entry() + size.offset(),
                    "entry %d of the big-page table has a block that runs into the one at %s"
                            .formatted(slot(table, block), Addresses.hex(next.address())),
                    "at most %d bytes".formatted(next.address() - block.address()),
                    block.bytes() + " bytes");
        }

        private long slot(long table, Block block) {
            return (block.entry() - table) / entry.size();
        }

        private void read(long at, long slot, List<Block> blocks, List<Contradiction> faults) {
            long address = memory.get(at, va);
            if (address == 0) {
                return;
            }
            Optional<Contradiction> fault = fault(at, slot);
            if (fault.isPresent() && faults.size() < MAX_FAULTS) {
                faults.add(fault.get());
            }
            if (fault.isEmpty() && isUsed(address)) {
                Optional<Field> type = entry.find("PoolType");
                blocks.add(
                        new Block(
                                address,
                                bytes(at),
                                (int) memory.get(at, key),
                                type.map(field -> (int) memory.get(at, field))
                                        .orElse(-1)
                                        .intValue(),
                                at));
            }
        }
    }

    /** The block that begins at an address. */
    public Optional<Block> at(long start) {
        int index = from(start);
        return index < blocks.size() && blocks.get(index).address() == start
                ? Optional.of(blocks.get(index))
                : Optional.empty();
    }

    /** The index of the first block that begins at an address or behind it. */
    public int from(long start) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(blocks.get(middle).address(), start) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
