package org.cairn.testkit;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The pools of a synthetic machine whose kernel walks pages, up to 10 1809: pages of blocks,
 * descriptors with free lists, big-page table, tag table, lookaside lists of one processor,
 * deferred frees. Written from the structures of a type table.
 */
public final class SyntheticPool {
    /** What is with a block. */
    public enum State {
        /** In use. */
        BUSY,
        /** In use, a process is charged for it. */
        CHARGED,
        /** Free and in the list of its size. */
        FREE,
        /** Freed, waits on a lookaside list of the processor. */
        LOOKASIDE,
        /**
         * Freed, waits on a list that nobody knows, with the stamp of the versions that have it.
         */
        STAMPED,
        /** Freed, waits on the descriptor's list of deferred frees. */
        DEFERRED
    }

    /**
     * A block.
     *
     * @param address its first byte, header included
     * @param size bytes
     * @param headerBytes 0 for a block of whole pages
     * @param state what is with it
     * @param tag four characters
     * @param paged which pool it is of
     */
    public record Block(
            long address, long size, int headerBytes, State state, String tag, boolean paged) {}

    /** The value that kernels since 8 combine pointers in headers with. */
    public static final long COOKIE = 0x5a17_93c4_e6b2_8f01L;

    private static final int PAGE = 0x1000;
    private static final int QUOTA = 8;
    private static final int LOOKASIDES = 32;
    private static final int BIG_SLOTS = 64;
    private static final int TRACKER_SLOTS = 0x100;
    private static final int VISTA = 6000;
    private static final int WINDOWS_8 = 9200;

    /** Where things are, relative to the kernel's image. */
    private static final int NONPAGED_DESCRIPTOR = 0x2_0000;

    private static final int PAGED_DESCRIPTOR = 0x2_4000;
    private static final int VARIABLES = 0x2_8000;
    private static final int PROCESSOR = 0x3_0000;
    private static final int LISTS = 0x4_0000;
    private static final int BIG_TABLE = 0x6_0000;
    private static final int TRACKER = 0x7_0000;

    private final SyntheticMachine machine;
    private final TypeTable types;
    private final Structure header;
    private final int unit;
    private final int pointer;
    private final boolean marked;
    private final boolean stamped;
    private final Random random;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<Boolean, Long> deferred = new HashMap<>();
    private final Map<Long, Long> listHeads = new HashMap<>();
    private int variables;

    /**
     * Starts the pools of a machine.
     *
     * @param machine gets them
     * @param types structures of its kernel
     * @param header {@code _POOL_HEADER}
     * @param unit granularity of sizes
     * @param seed of the sizes
     */
    public SyntheticPool(
            SyntheticMachine machine, TypeTable types, Structure header, int unit, long seed) {
        this.machine = machine;
        this.types = types;
        this.header = header;
        this.unit = unit;
        pointer = types.id().architecture().pointerSize();
        marked = types.id().build() >= VISTA;
        stamped = types.id().build() >= WINDOWS_8;
        random = new Random(seed);
    }

    /** All blocks. */
    public List<Block> blocks() {
        return List.copyOf(blocks);
    }

    private long at(int offset) {
        return machine.kernelBase() + offset;
    }

    /**
     * Fills pages with blocks of any size and state.
     *
     * @param paged of which pool
     * @param first address of the first page
     * @param pages their number
     */
    public void fill(boolean paged, long first, int pages) {
        for (int i = 0; i < pages; i++) {
            fill(paged, first + (long) i * PAGE);
        }
    }

    private void fill(boolean paged, long page) {
        int at = 0;
        int previous = 0;
        boolean freeBefore = false;
        while (at < PAGE) {
            int most = (PAGE - at) / unit;
            int least = Math.max(2, (header.size() + 2 * pointer + unit - 1) / unit);
            int units = Math.min(least + random.nextInt(random.nextInt(8) == 0 ? 120 : 20), 250);
            if (units > most - least) {
                units = most;
            }
            State state = state(units);
            if (state == State.FREE && (freeBefore || at == 0)) {
                state = State.BUSY;
            }
            String tag = "Tk" + (char) ('a' + random.nextInt(26)) + random.nextInt(10);
            Block block =
                    new Block(page + at, (long) units * unit, header.size(), state, tag, paged);
            write(block, previous);
            blocks.add(block);
            freeBefore = state == State.FREE;
            previous = units;
            at += units * unit;
        }
    }

    private State state(int units) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> State.FREE;
            case 2 -> units <= LOOKASIDES ? State.LOOKASIDE : State.BUSY;
            case 3 -> stamped ? State.STAMPED : State.BUSY;
            case 4 -> State.DEFERRED;
            case 5 -> State.CHARGED;
            default -> State.BUSY;
        };
    }

    private void write(Block block, int previous) {
        long at = block.address();
        int type = block.paged() ? 1 : 0;
        if (block.state() == State.CHARGED) {
            type |= QUOTA;
        }
        int stored = block.state() == State.FREE ? 0 : marked ? type | 2 : type + 1;
        machine.kernelField(at, header, "PreviousSize", previous);
        machine.kernelField(at, header, "BlockSize", block.size() / unit);
        machine.kernelField(at, header, "PoolIndex", 0);
        machine.kernelField(at, header, "PoolType", stored);
        machine.kernelBytes(at + 4, block.tag().getBytes(StandardCharsets.US_ASCII));
        for (long i = header.size(); i < block.size(); i++) {
            machine.kernelValue(at + i, 1, 0xa0 + (i & 0x1f));
        }
        long user = at + header.size();
        switch (block.state()) {
            case BUSY -> {
                if (pointer == Long.BYTES) {
                    machine.kernelValue(at + Long.BYTES, Long.BYTES, 0);
                }
            }
            case CHARGED -> charge(block);
            case FREE -> {
                // linked when all are known
            }
            case LOOKASIDE -> {
                long head = lookaside(block);
                push(user, listHeads.getOrDefault(head, 0L), at);
                listHeads.put(head, link(user));
            }
            case STAMPED -> push(user, 0, at);
            case DEFERRED -> {
                push(user, deferred.getOrDefault(block.paged(), 0L), at);
                deferred.put(block.paged(), link(user));
            }
        }
    }

    private void charge(Block block) {
        long process = machine.systemProcess();
        if (pointer == Long.BYTES) {
            machine.kernelValue(
                    block.address() + Long.BYTES,
                    Long.BYTES,
                    stamped ? process ^ COOKIE ^ block.address() : process);
        } else {
            machine.kernelValue(block.address() + block.size() - pointer, pointer, process);
        }
    }

    /** Puts a block before another one; on x86 since 8 the stamp takes the place of the link. */
    private void push(long user, long next, long block) {
        if (stamped && pointer == Long.BYTES) {
            machine.kernelValue(block + Long.BYTES, Long.BYTES, COOKIE ^ block);
        } else if (pointer == Long.BYTES) {
            machine.kernelValue(block + Long.BYTES, Long.BYTES, 0);
        }
        machine.kernelValue(link(user), pointer, next);
        if (link(user) != user) {
            machine.kernelValue(user, pointer, COOKIE ^ block);
        }
    }

    private long link(long user) {
        return stamped && pointer == Integer.BYTES ? user + pointer : user;
    }

    /**
     * Where the head of a lookaside list is.
     *
     * @param block of its size and pool
     * @return the address of its {@code _SLIST_HEADER}
     */
    public long head(Block block) {
        return lookaside(block);
    }

    private long lookaside(Block block) {
        Structure processor = types.structure("_KPRCB");
        String name = block.paged() ? "PPPagedLookasideList" : "PPNPagedLookasideList";
        int index = (int) (block.size() / unit) - 1;
        Field field = processor.field(name);
        if (field.type().startsWith("_PP")) {
            return at(LISTS) + (block.paged() ? 0x4000 : 0) + index * 0x100L;
        }
        return at(PROCESSOR) + field.offset() + (long) index * (field.size() / LOOKASIDES);
    }

    /**
     * Adds a block of whole pages.
     *
     * @param paged of which pool
     * @param address of its first page
     * @param bytes its size; before Vista the table knows whole pages only
     * @param tag four characters
     */
    public void big(boolean paged, long address, long bytes, String tag) {
        long pages = (bytes + PAGE - 1) / PAGE;
        for (long i = 0; i < pages * PAGE; i += PAGE) {
            machine.kernelValue(address + i, Long.BYTES, 0x1122_3344_5566_7788L + i);
        }
        long size = pages * PAGE;
        blocks.add(new Block(address, size, 0, State.BUSY, tag, paged));
        Structure entry = types.structure("_POOL_TRACKER_BIG_PAGES");
        long slot = at(BIG_TABLE) + (long) (blocks.size() * 7 % BIG_SLOTS) * entry.size();
        machine.kernelField(slot, entry, "Va", address);
        machine.kernelBytes(slot + entry.offset("Key"), tag.getBytes(StandardCharsets.US_ASCII));
        if (entry.find("NumberOfPages").isPresent()) {
            machine.kernelField(slot, entry, "NumberOfPages", pages);
        } else {
            machine.kernelField(slot, entry, "NumberOfBytes", bytes);
            machine.kernelField(slot, entry, "PoolType", paged ? 1 : 0);
        }
    }

    private long variable(String name, long value) {
        long address = at(VARIABLES) + (long) variables++ * Long.BYTES;
        machine.kernelValue(address, pointer, value);
        machine.debuggerField(name, address);
        return address;
    }

    /**
     * Names the ranges of the pools, as kernels up to 2003 do.
     *
     * @param nonPaged first address of the nonpaged pool, whose pages are all filled
     * @param nonPagedBytes its size
     * @param paged first address of the paged pool
     * @param pagedBytes its size
     */
    public void ranges(long nonPaged, long nonPagedBytes, long paged, long pagedBytes) {
        variable("MmNonPagedPoolStart", nonPaged);
        variable("MmNonPagedPoolEnd", nonPaged + nonPagedBytes);
        variable("MmMaximumNonPagedPoolInBytes", nonPagedBytes);
        variable("MmPagedPoolStart", paged);
        variable("MmPagedPoolEnd", paged + pagedBytes - 1);
    }

    /** Writes lists, tables and variables. */
    public void finish() {
        boolean descriptors = types.find("_POOL_DESCRIPTOR").isPresent();
        if (descriptors) {
            descriptor(at(NONPAGED_DESCRIPTOR), false);
            descriptor(at(PAGED_DESCRIPTOR), true);
            machine.debuggerField("NonPagedPoolDescriptor", at(NONPAGED_DESCRIPTOR));
            variable("ExpPagedPoolDescriptor", at(PAGED_DESCRIPTOR));
            variable("ExpNumberOfPagedPools", 0);
            tables();
            processor();
        }
    }

    private void tables() {
        Structure tracker = types.structure("_POOL_TRACKER_TABLE");
        machine.kernelValue(at(TRACKER) + (long) TRACKER_SLOTS * tracker.size(), 1, 0);
        machine.kernelValue(at(TRACKER), 1, 0);
        variable("PoolTrackTable", at(TRACKER));
        Structure entry = types.structure("_POOL_TRACKER_BIG_PAGES");
        for (int i = 0; i < BIG_SLOTS; i++) {
            machine.kernelValue(at(BIG_TABLE) + (long) i * entry.size() + entry.size() - 1, 1, 0);
        }
        long table = at(VARIABLES) + (long) variables++ * Long.BYTES;
        machine.kernelValue(table, pointer, at(BIG_TABLE));
        long size = at(VARIABLES) + (long) variables++ * Long.BYTES;
        machine.kernelValue(size, pointer, BIG_SLOTS);
    }

    private void descriptor(long address, boolean paged) {
        Structure layout = types.structure("_POOL_DESCRIPTOR");
        machine.kernelField(address, layout, "PoolType", paged ? 1 : 0);
        machine.kernelValue(
                address + layout.offset("PendingFrees"), pointer, deferred.getOrDefault(paged, 0L));
        Field heads = layout.field("ListHeads");
        Map<Long, List<Long>> rings = new HashMap<>();
        for (int i = 0; i < heads.size() / (2 * pointer); i++) {
            long head = address + heads.offset() + 2L * i * pointer;
            rings.put(head, new ArrayList<>(List.of(head)));
        }
        for (Block block : blocks) {
            if (block.state() == State.FREE && block.paged() == paged) {
                long head = address + heads.offset() + block.size() / unit * 2 * pointer;
                rings.getOrDefault(head, List.of()).add(block.address() + header.size());
            }
        }
        for (List<Long> ring : rings.values()) {
            for (int i = 0; i < ring.size(); i++) {
                long next = ring.get((i + 1) % ring.size());
                machine.kernelValue(ring.get(i), pointer, next);
                machine.kernelValue(next + pointer, pointer, ring.get(i));
            }
        }
    }

    private void processor() {
        variable("KiProcessorBlock", at(PROCESSOR));
        Structure processor = types.structure("_KPRCB");
        Structure list = types.structure("_GENERAL_LOOKASIDE");
        for (boolean paged : new boolean[] {false, true}) {
            Field field = processor.field(paged ? "PPPagedLookasideList" : "PPNPagedLookasideList");
            for (int i = 0; i < LOOKASIDES; i++) {
                Block model = new Block(0, (i + 1L) * unit, 0, State.LOOKASIDE, "", paged);
                long head = lookaside(model);
                machine.kernelField(head, list, "Size", (i + 1L) * unit);
                if (field.type().startsWith("_PP")) {
                    long pair = at(PROCESSOR) + field.offset() + 2L * i * pointer;
                    machine.kernelValue(pair, pointer, head);
                    machine.kernelValue(pair + pointer, pointer, head);
                }
                head(head);
            }
        }
    }

    private void head(long head) {
        long first = listHeads.getOrDefault(head, 0L);
        int depth = 0;
        for (Block block : blocks) {
            depth += block.state() == State.LOOKASIDE && lookaside(block) == head ? 1 : 0;
        }
        if (pointer == Integer.BYTES) {
            machine.kernelValue(head, pointer, first);
            machine.kernelValue(head + pointer, 2, depth);
        } else if (marked) {
            machine.kernelValue(head, 2, depth);
            machine.kernelValue(head + Long.BYTES, Long.BYTES, first | 1);
        } else {
            machine.kernelValue(head, Long.BYTES, depth | first << 21);
        }
    }
}
