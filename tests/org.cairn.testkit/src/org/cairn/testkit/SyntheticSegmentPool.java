package org.cairn.testkit;

import org.cairn.heap.BlockState;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pools of a synthetic machine whose kernel has them in segment heaps: {@code ExPoolState} with
 * nodes and special heaps, pool headers in blocks, dynamic lookaside lists, big-page table, tag
 * tables of two processors and their expansion. Written from the structures of a type table.
 */
public final class SyntheticSegmentPool {
    /** What is with a block. */
    public enum State {
        /** In use, its header at the beginning of its data. */
        PLAIN,
        /** In use and cache aligned, with a second header. */
        ALIGNED,
        /** In use, its header at the beginning of the next page. */
        CROSSING,
        /** In use, without a header, in the big-page table. */
        BIG,
        /** On a dynamic lookaside list. */
        PARKED
    }

    /**
     * A heap.
     *
     * @param name what it is, such as {@code node 0, paged}
     * @param paged which pool it serves
     * @param slot address of the pointer to it
     * @param writer makes it
     */
    public record Heap(String name, boolean paged, long slot, SegmentHeapWriter writer) {}

    /**
     * A block.
     *
     * @param heap its heap
     * @param inHeap the block as the heap has it
     * @param header address of its first pool header, 0 for none
     * @param user address that the caller got
     * @param end where its data end
     * @param tag four characters
     * @param state what is with it
     */
    public record Block(
            Heap heap,
            SegmentHeapBlock inHeap,
            long header,
            long user,
            long end,
            String tag,
            State state) {}

    private static final int PAGE = 0x1000;
    private static final int CACHE_ALIGNED = 4;
    private static final int IN_USE = 2;
    private static final int LEAST_BIG = 0xfe0;
    private static final int BIG_SLOTS = 64;
    private static final int TAG_SLOTS = 0x80;

    /** Of the blocks in use of a heap these wait on a list. */
    private static final int FIRST_PARKED = 20;

    private static final int LAST_PARKED = 25;
    private static final long ROOM = 0x0400_0000L;

    /** Where things are, relative to the kernel's image. */
    private static final int STATE = 0x10_0000;

    private static final int VARIABLES = 0x2_8000;
    private static final int BIG_TABLE = 0x6_0000;
    private static final int TAG_TABLES = 0x7_0000;

    private final SyntheticMachine machine;
    private final TypeTable types;
    private final Structure state;
    private final Structure node;
    private final Structure headerLayout;
    private final int pointer;
    private final int unit;
    private final long first;
    private final SyntheticProcess memory;
    private final SyntheticLookasides lookasides;
    private final List<Heap> heaps = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, Long> variables = new HashMap<>();

    /**
     * Starts the pools.
     *
     * @param machine gets them
     * @param types structures of its kernel
     * @param first where heaps begin
     * @param nodes number of nodes
     */
    public SyntheticSegmentPool(SyntheticMachine machine, TypeTable types, long first, int nodes) {
        this.machine = machine;
        this.types = types;
        this.first = first;
        state = types.structure("_EX_POOL_HEAP_MANAGER_STATE");
        node = types.structure("_EX_HEAP_POOL_NODE");
        headerLayout = types.structure("_POOL_HEADER");
        pointer = types.id().architecture().pointerSize();
        unit = 2 * pointer;
        memory = new SyntheticProcess(types, 0x7f_0000L, 0, 5);
        lookasides = new SyntheticLookasides(machine, types, memory, node(0));
        machine.kernelField(at(STATE), state, "NumberOfPools", nodes);
        variables.put("ExPoolState", at(STATE));
    }

    private long at(int offset) {
        return machine.kernelBase() + offset;
    }

    /** The heaps. */
    public List<Heap> heaps() {
        return List.copyOf(heaps);
    }

    /** All blocks in use or parked. */
    public List<Block> blocks() {
        return List.copyOf(blocks);
    }

    /** The variables of the kernel that lead to all this. */
    public Map<String, Long> variables() {
        return Map.copyOf(variables);
    }

    /**
     * Adds a heap of a node.
     *
     * @param number of the node
     * @param kind 0 nonpaged, 1 nonpaged Nx, 2 paged, 3 the prototypes' one
     */
    public void node(int number, int kind) {
        String[] names = {"nonpaged", "nonpaged Nx", "paged", "paged prototype"};
        long slot = node(number) + node.offset("Heaps") + (long) kind * pointer;
        heap("node " + number + ", " + names[kind], kind >= 2, slot);
    }

    private long node(int number) {
        return at(STATE) + state.offset("PoolNode") + (long) number * node.size();
    }

    /**
     * Adds a special heap.
     *
     * @param kind as of a node
     */
    public void special(int kind) {
        long slot = at(STATE) + state.offset("SpecialHeaps") + (long) kind * pointer;
        heap("special heap " + kind, kind >= 2, slot);
    }

    private void heap(String name, boolean paged, long slot) {
        long hint = first + heaps.size() * ROOM;
        SegmentHeapWriter writer = memory.segmentHeap(hint, SegmentHeapOptions.of(types));
        heaps.add(new Heap(name, paged, slot, writer));
        machine.kernelValue(slot, pointer, writer.address());
        List<Long> users = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            users.add(writer.allocate(unit + 0x30 + (i * 37L + heaps.size()) % 700));
        }
        for (int i = 0; i < 60; i++) {
            users.add(writer.allocate(0x61 + i % 13));
        }
        users.add(writer.allocate(0x2_3400));
        for (int i = 0; i < users.size(); i += 7) {
            writer.free(users.get(i));
        }
    }

    /** Writes headers, lists and tables; then the heaps must not change any more. */
    public void finish() {
        for (Heap heap : heaps) {
            int number = 0;
            boolean lists = heap == heaps.getFirst() || isFirstPaged(heap);
            for (SegmentHeapBlock block : heap.writer().blocks()) {
                if (block.state() == BlockState.BUSY) {
                    add(heap, block, wanted(block, number++, lists));
                }
            }
        }
        for (boolean paged : new boolean[] {false, true}) {
            lookasides.write(paged, parked(paged).stream().map(Block::user).toList());
        }
        bigPages();
        tags();
    }

    private boolean isFirstPaged(Heap heap) {
        return heap == heaps.stream().filter(Heap::paged).findFirst().orElse(heap);
    }

    private State wanted(SegmentHeapBlock block, int number, boolean lists) {
        if (block.userSize() >= LEAST_BIG) {
            return State.BIG;
        }
        long page = block.userAddress() + PAGE - 1 & -PAGE;
        if (page > block.userAddress()
                && page + 2L * unit < block.userAddress() + block.userSize()
                && block.kind().equals("VS")) {
            return State.CROSSING;
        }
        if (lists && number >= FIRST_PARKED && number <= LAST_PARKED) {
            return State.PARKED;
        }
        return number % 9 == 4 && block.userSize() > 0x80 ? State.ALIGNED : State.PLAIN;
    }

    private void add(Heap heap, SegmentHeapBlock block, State wanted) {
        long user = block.userAddress();
        long end = user + block.userSize();
        String tag = "Sp" + (char) ('a' + user / unit % 26) + heaps.indexOf(heap);
        long header = wanted == State.CROSSING ? user + PAGE - 1 & -PAGE : user;
        int type = (heap.paged() ? 1 : 0) | IN_USE;
        switch (wanted) {
            case BIG -> {
                header = 0;
                memory.corrupt(user, new byte[unit]);
            }
            case ALIGNED -> {
                header(user, 0, end - user, type | CACHE_ALIGNED, tag);
                header(user + 3L * unit, 3, end - user - 3L * unit, type | CACHE_ALIGNED, tag);
                user += 4L * unit;
            }
            case CROSSING -> {
                memory.corrupt(user, new byte[(int) (header - user)]);
                header(header, 0, end - header, type, tag);
                user = header + unit;
            }
            case PLAIN, PARKED -> {
                header(user, 0, end - user, type, tag);
                user += unit;
            }
        }
        blocks.add(new Block(heap, block, header, user, end, tag, wanted));
    }

    private void header(long at, int back, long size, int type, String tag) {
        byte[] bytes = new byte[unit];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        headerLayout.field("PreviousSize").set(segment, 0, back);
        headerLayout.field("BlockSize").set(segment, 0, (size + unit - 1) / unit);
        headerLayout.field("PoolType").set(segment, 0, type);
        System.arraycopy(tag.getBytes(StandardCharsets.US_ASCII), 0, bytes, 4, 4);
        memory.corrupt(at, bytes);
    }

    /**
     * Changes bytes of a heap.
     *
     * @param at where
     * @param content the bytes
     */
    public void corrupt(long at, byte... content) {
        memory.corrupt(at, content);
    }

    /** The heap's memory, for its own structures. */
    public SyntheticProcess memory() {
        return memory;
    }

    /** The lists on which blocks wait. */
    public SyntheticLookasides lookasides() {
        return lookasides;
    }

    /**
     * The blocks that wait, as their list links them.
     *
     * @param paged of which pool
     * @return blocks in the state {@link State#PARKED}
     */
    public List<Block> parked(boolean paged) {
        return blocks.stream()
                .filter(block -> block.state() == State.PARKED && block.heap().paged() == paged)
                .toList();
    }

    private long variable(String name, long value) {
        long address = at(VARIABLES) + (long) variables.size() * Long.BYTES;
        machine.kernelValue(address, pointer, value);
        variables.put(name, address);
        return address;
    }

    private void bigPages() {
        Structure entry = types.structure("_POOL_TRACKER_BIG_PAGES");
        machine.kernelValue(at(BIG_TABLE) + (long) BIG_SLOTS * entry.size() - 1, 1, 0);
        int slot = 3;
        for (Block block : blocks) {
            if (block.state() == State.BIG) {
                long at = at(BIG_TABLE) + (long) slot * entry.size();
                slot += 5;
                machine.kernelField(at, entry, "Va", block.user());
                machine.kernelBytes(
                        at + entry.offset("Key"), block.tag().getBytes(StandardCharsets.US_ASCII));
                machine.kernelField(at, entry, "NumberOfBytes", block.end() - block.user());
                machine.kernelField(at, entry, "PoolType", block.heap().paged() ? 1 : 0);
            }
        }
        variable("PoolBigPageTable", at(BIG_TABLE));
        variable("PoolBigPageTableSize", BIG_SLOTS);
    }

    /** Each sum is spread over the tables; single ones are negative. */
    private void tags() {
        Structure entry = types.structure("_POOL_TRACKER_TABLE");
        int size = TAG_SLOTS * entry.size() + PAGE & -PAGE;
        for (int i = 0; i < 3; i++) {
            for (int at = 0; at < size; at += PAGE) {
                machine.kernelValue(at(TAG_TABLES) + (long) i * size + at, 1, 0);
            }
        }
        Map<String, Integer> counts = new TreeMap<>();
        for (Block block : blocks) {
            if (block.state() != State.PARKED) {
                String key = (block.heap().paged() ? "P" : "N") + block.tag();
                counts.merge(key, 1, Integer::sum);
            }
        }
        int slot = 0;
        for (Map.Entry<String, Integer> tag : counts.entrySet()) {
            String pool = tag.getKey().startsWith("P") ? "Paged" : "NonPaged";
            if (slot < TAG_SLOTS) {
                tag(0, slot, tag.getKey().substring(1), pool, tag.getValue() + 9, 2);
                tag(1, TAG_SLOTS - 1 - slot, tag.getKey().substring(1), pool, 3, 10);
            } else {
                tag(2, slot - TAG_SLOTS, tag.getKey().substring(1), pool, tag.getValue(), 0);
            }
            slot++;
        }
        variable("PoolTrackTable", at(TAG_TABLES));
        variable("PoolTrackTableSize", TAG_SLOTS);
        variable("PoolTrackTableExpansion", at(TAG_TABLES) + 2L * size);
        variable("PoolTrackTableExpansionSize", TAG_SLOTS);
        long processors = at(VARIABLES) + 0x800;
        machine.kernelValue(processors, pointer, at(TAG_TABLES));
        machine.kernelValue(processors + pointer, pointer, at(TAG_TABLES) + size);
        machine.kernelValue(processors + 2L * pointer, pointer, 0);
        variables.put("ExPoolTagTables", processors);
    }

    private void tag(int table, int slot, String tag, String pool, long allocations, long frees) {
        Structure entry = types.structure("_POOL_TRACKER_TABLE");
        int size = TAG_SLOTS * entry.size() + PAGE & -PAGE;
        long at = at(TAG_TABLES) + (long) table * size + (long) slot * entry.size();
        machine.kernelBytes(at + entry.offset("Key"), tag.getBytes(StandardCharsets.US_ASCII));
        machine.kernelField(at, entry, pool + "Allocs", allocations);
        machine.kernelField(at, entry, pool + "Frees", frees);
    }

    /** Copies the heaps into the machine. */
    public void copy() {
        for (Run.Mapped run : memory.space().mapped(first, first + heaps.size() * ROOM - 1)) {
            machine.kernelBytes(run.start(), run.bytes().toArray(ValueLayout.JAVA_BYTE));
        }
    }
}
