package org.cairn.pool.windows.internal.kernel;

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
 */
public record BigPages(long address, long slots, String origin, List<BigPages.Block> blocks) {
    /** Up to 2003 sizes are in pages. */
    private static final String PAGES = "NumberOfPages";

    /** No more entries are read. */
    private static final long MAX_SLOTS = 1L << 24;

    private static final long MIN_SLOTS = 16;

    /** No more blocks are kept. */
    private static final int MAX_BLOCKS = 1 << 21;

    /** So many entries are looked at in all tables that are tried. */
    private static final long MAX_TRIED = 1L << 25;

    /** How far around the variable of the tag table that of this table is searched for. */
    private static final int NEIGHBOURHOOD = 0x400;

    /**
     * A block of whole pages.
     *
     * @param address its first byte
     * @param bytes its size, whole pages before Vista
     * @param tag its tag
     * @param type bits of {@code _POOL_TYPE}; -1 where the table does not tell
     */
    public record Block(long address, long bytes, int tag, int type) {
        /** Bytes of its pages. */
        public long pages() {
            return bytes + PoolHeader.PAGE - 1 & -PoolHeader.PAGE;
        }
    }

    /** Reads the table of a kernel. */
    public static BigPages read(PoolKernel kernel, Progress progress) {
        Optional<Structure> entry = kernel.layout().bigPages();
        if (entry.isEmpty()) {
            return new BigPages(0, 0, "its layout is not known", List.of());
        }
        Reader reader = new Reader(kernel, entry.get(), progress);
        OptionalLong variable = kernel.address("PoolBigPageTable");
        if (variable.isPresent()) {
            return reader.table(
                    kernel.value("PoolBigPageTable"),
                    kernel.value("PoolBigPageTableSize"),
                    "PoolBigPageTable");
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

        /**
         * The variable lies near that of the tag table, which {@code _KDDEBUGGER_DATA64} names:
         * pointers around it are tried, and the one whose entries are sound is taken.
         */
        BigPages search() {
            OptionalLong near = kernel.address("PoolTrackTable");
            if (near.isEmpty()) {
                return new BigPages(0, 0, "its variable is not known", List.of());
            }
            int step = memory.pointerSize();
            BigPages best = new BigPages(0, 0, "no sound table near PoolTrackTable", List.of());
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

        /** Whether each entry is empty, free, or leads to a page. */
        private boolean isSound(long table, long slots) {
            long used = 0;
            for (long slot = 0; slot < slots; slot++) {
                pulse.beat();
                if (tried++ > MAX_TRIED) {
                    return false;
                }
                long at = table + slot * entry.size();
                if (!memory.isPresent(at, entry.size())) {
                    return false;
                }
                long address = memory.get(at, va);
                if ((address & PoolHeader.PAGE - 1) > 1) {
                    return false;
                }
                if (address != 0 && (address & 1) == 0) {
                    used++;
                    if (!isKernel(address) || bytes(at) <= 0) {
                        return false;
                    }
                }
            }
            return used > 0;
        }

        private boolean isKernel(long address) {
            return memory.pointerSize() == Long.BYTES ? address < 0 : address >= 0x8000_0000L;
        }

        private long bytes(long at) {
            return size.name().equals(PAGES)
                    ? memory.get(at, size) * PoolHeader.PAGE
                    : memory.get(at, size);
        }

        BigPages table(long table, long count, String origin) {
            List<Block> blocks = new ArrayList<>();
            long slots = Math.min(count & 0xffff_ffffL, MAX_SLOTS);
            Optional<Field> type = entry.find("PoolType");
            if (!(memory.space().runAt(table) instanceof Run.Mapped)) {
                return new BigPages(table, 0, origin + ", whose memory is absent", List.of());
            }
            for (long slot = 0; slot < slots && blocks.size() < MAX_BLOCKS; slot++) {
                long at = table + slot * entry.size();
                pulse.beat();
                long address = memory.get(at, va);
                long bytes = address == 0 ? 0 : bytes(at);
                if (address != 0
                        && address % PoolHeader.PAGE == 0
                        && isKernel(address)
                        && bytes > 0
                        && Long.compareUnsigned(address + bytes, address) > 0) {
                    blocks.add(
                            new Block(
                                    address,
                                    bytes,
                                    (int) memory.get(at, key),
                                    type.map(field -> (int) memory.get(at, field))
                                            .orElse(-1)
                                            .intValue()));
                }
            }
            blocks.sort(Comparator.comparing(Block::address, Long::compareUnsigned));
            return new BigPages(table, slots, origin, List.copyOf(blocks));
        }
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
