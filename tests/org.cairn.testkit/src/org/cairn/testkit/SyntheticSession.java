package org.cairn.testkit;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.testkit.internal.PagedMemory;
import org.cairn.types.TypeTable;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * A session of a synthetic machine: {@code _MM_SESSION_SPACE} and a pool of pages with descriptor,
 * free lists, lookaside lists, big-page table and tag table, all in memory that only the processes
 * of the session see. Written from the structures of a type table.
 */
public final class SyntheticSession {
    /** What is with a block. */
    public enum State {
        /** In use. */
        BUSY,
        /** Free and in the list of its size. */
        FREE,
        /** Freed, waits on a lookaside list of the session. */
        LOOKASIDE
    }

    /**
     * A block.
     *
     * @param address its first byte, header included
     * @param size bytes
     * @param state what is with it
     * @param tag four characters
     */
    public record Block(long address, long size, State state, String tag) {}

    private static final int PAGE = 0x1000;
    private static final int PAGED_SESSION = 0x21;
    private static final int VISTA = 6000;
    private static final int BIG_SLOTS = 32;

    /** Where the tables are, behind the structure. */
    private static final int BIG_TABLE = 0x2_0000;

    private static final int TAG_TABLE = 0x3_0000;

    private final TypeTable types;
    private final Structure space;
    private final Structure header;
    private final int pointer;
    private final int unit;
    private final long address;
    private final Random random;
    private final NavigableMap<Long, byte[]> pages = new TreeMap<>();
    private final Map<Long, Long> frames = new HashMap<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Block> parked = new ArrayList<>();
    private int bigBlocks;

    /**
     * Starts a session.
     *
     * @param types structures of the kernel
     * @param id its number
     * @param address of its structure, in no part of the address space that the kernel uses
     * @param seed of the sizes
     */
    public SyntheticSession(TypeTable types, int id, long address, long seed) {
        this.types = types;
        this.address = address;
        space = types.structure("_MM_SESSION_SPACE");
        header = types.structure("_POOL_HEADER");
        pointer = types.id().architecture().pointerSize();
        unit = 2 * pointer;
        random = new Random(seed);
        for (int at = 0; at < space.size(); at += PAGE) {
            value(address + at, 1, 0);
        }
        field(address, space, "SessionId", id);
    }

    /** The address of the structure. */
    public long address() {
        return address;
    }

    /** All blocks of pages. */
    public List<Block> blocks() {
        return List.copyOf(blocks);
    }

    /** Writes bytes. */
    public void bytes(long at, byte... content) {
        for (int i = 0; i < content.length; i++) {
            long byteAt = at + i;
            byte[] page = pages.computeIfAbsent(byteAt & -PAGE, _ -> new byte[PAGE]);
            page[(int) (byteAt & PAGE - 1)] = content[i];
        }
    }

    /** Writes an integer of 1 to 8 bytes. */
    public void value(long at, int size, long value) {
        for (int i = 0; i < size; i++) {
            bytes(at + i, (byte) (value >>> i * Byte.SIZE));
        }
    }

    /** Writes a field of a structure; other bits of its unit stay as they are. */
    public void field(long at, Structure structure, String name, long value) {
        Field field = structure.field(name);
        byte[] unitBytes = new byte[field.size()];
        for (int i = 0; i < unitBytes.length; i++) {
            long byteAt = at + field.offset() + i;
            byte[] page = pages.computeIfAbsent(byteAt & -PAGE, _ -> new byte[PAGE]);
            unitBytes[i] = page[(int) (byteAt & PAGE - 1)];
        }
        field.set(MemorySegment.ofArray(unitBytes), -field.offset(), value);
        bytes(at + field.offset(), unitBytes);
    }

    /**
     * Fills pages with blocks, and names their range in the structure.
     *
     * @param first address of the first page
     * @param count number of pages
     * @param room number of pages of the range
     */
    public void fill(long first, int count, int room) {
        field(address, space, "PagedPoolStart", first);
        field(address, space, "PagedPoolEnd", first + (long) room * PAGE - 1);
        for (int i = 0; i < count; i++) {
            fill(first + (long) i * PAGE);
        }
    }

    private void fill(long page) {
        int at = 0;
        int previous = 0;
        boolean freeBefore = true;
        while (at < PAGE) {
            int most = (PAGE - at) / unit;
            int units = Math.min(2 + random.nextInt(18), 250);
            if (units > most - 2) {
                units = most;
            }
            int draw = random.nextInt(6);
            State state =
                    draw == 0 && !freeBefore
                            ? State.FREE
                            : draw == 1 && units <= lists() ? State.LOOKASIDE : State.BUSY;
            String tag = "Gs" + (char) ('a' + random.nextInt(26)) + random.nextInt(10);
            Block block = new Block(page + at, (long) units * unit, state, tag);
            header(block, previous);
            blocks.add(block);
            freeBefore = state == State.FREE;
            previous = units;
            at += units * unit;
        }
    }

    private int lists() {
        return space.find("Lookaside")
                .map(field -> field.size() / types.structure("_GENERAL_LOOKASIDE").size())
                .orElse(0)
                .intValue();
    }

    private void header(Block block, int previous) {
        boolean marked = types.id().build() >= VISTA;
        int inUse = marked ? PAGED_SESSION | 2 : PAGED_SESSION + 1;
        field(block.address(), header, "PreviousSize", previous);
        field(block.address(), header, "BlockSize", block.size() / unit);
        field(block.address(), header, "PoolType", block.state() == State.FREE ? 0 : inUse);
        bytes(block.address() + 4, block.tag().getBytes(StandardCharsets.US_ASCII));
        for (long i = header.size(); i < block.size(); i++) {
            value(block.address() + i, 1, 0x90 + (i & 0x1f));
        }
        if (block.state() == State.LOOKASIDE) {
            parked.add(block);
        }
    }

    /**
     * Adds a block of whole pages; versions before Vista have no table of their own for it.
     *
     * @param at its first page
     * @param bytes its size
     * @param tag four characters
     */
    public void big(long at, long bytes, String tag) {
        long size = (bytes + PAGE - 1) / PAGE * PAGE;
        for (long i = 0; i < size; i += PAGE) {
            value(at + i, Long.BYTES, 0x5566_7788_1122_3344L + i);
        }
        Structure entry = types.structure("_POOL_TRACKER_BIG_PAGES");
        long slot = address + BIG_TABLE + (5L + bigBlocks++ * 7) % BIG_SLOTS * entry.size();
        field(slot, entry, "Va", at);
        bytes(slot + entry.offset("Key"), tag.getBytes(StandardCharsets.US_ASCII));
        field(slot, entry, "NumberOfBytes", bytes);
        field(slot, entry, "PoolType", PAGED_SESSION);
        blocks.add(new Block(at, size, State.BUSY, tag));
    }

    /** Writes the descriptor with its lists, and names the big-page table. */
    public void finish() {
        if (space.find("PagedPool").isPresent()) {
            descriptor(address + space.offset("PagedPool"));
        }
        lookasides();
        if (space.find("PoolTrackBigPages").isPresent()) {
            Structure entry = types.structure("_POOL_TRACKER_BIG_PAGES");
            value(address + BIG_TABLE + (long) BIG_SLOTS * entry.size() - 1, 1, 0);
            field(address, space, "PoolTrackBigPages", address + BIG_TABLE);
            field(address, space, "PoolTrackBigPagesSize", BIG_SLOTS);
        }
    }

    private void descriptor(long descriptor) {
        Structure layout = types.structure("_POOL_DESCRIPTOR");
        field(descriptor, layout, "PoolType", PAGED_SESSION);
        if (layout.find("ListHeads").isEmpty()) {
            return;
        }
        Field heads = layout.field("ListHeads");
        for (int i = 0; i < heads.size() / (2 * pointer); i++) {
            long head = descriptor + heads.offset() + 2L * i * pointer;
            List<Long> ring = new ArrayList<>(List.of(head));
            for (Block block : blocks) {
                if (block.state() == State.FREE && block.size() / unit == i) {
                    ring.add(block.address() + header.size());
                }
            }
            for (int j = 0; j < ring.size(); j++) {
                long next = ring.get((j + 1) % ring.size());
                value(ring.get(j), pointer, next);
                value(next + pointer, pointer, ring.get(j));
            }
        }
    }

    /** List n is for blocks of n + 1 units; links lie in the first word of the user data. */
    private void lookasides() {
        boolean wide = pointer == Long.BYTES;
        boolean late = types.id().build() >= VISTA;
        boolean second = types.id().build() >= 9200 && !wide;
        for (int i = 0; i < lists(); i++) {
            long head =
                    address
                            + space.offset("Lookaside")
                            + (long) i * types.structure("_GENERAL_LOOKASIDE").size();
            long first = 0;
            int depth = 0;
            for (Block block : parked) {
                if (block.size() / unit == i + 1) {
                    long link = block.address() + header.size() + (second ? pointer : 0);
                    value(link, pointer, first);
                    first = link;
                    depth++;
                }
            }
            if (!wide) {
                value(head, pointer, first);
                value(head + pointer, 2, depth);
            } else if (late) {
                value(head, 2, depth);
                value(head + Long.BYTES, Long.BYTES, first | 1);
            } else {
                value(head, Long.BYTES, depth | first << 21);
            }
        }
    }

    /**
     * Writes the tag table with the sums of the blocks.
     *
     * @return where it is
     */
    public long tagTable() {
        Structure entry = types.structure("_POOL_TRACKER_TABLE");
        Map<String, long[]> sums = new TreeMap<>();
        for (Block block : blocks) {
            if (block.state() == State.BUSY) {
                long[] sum = sums.computeIfAbsent(block.tag(), _ -> new long[2]);
                sum[0]++;
                sum[1] += block.size();
            }
        }
        long at = address + TAG_TABLE;
        for (Map.Entry<String, long[]> tag : sums.entrySet()) {
            bytes(at, tag.getKey().getBytes(StandardCharsets.US_ASCII));
            field(at, entry, "PagedAllocs", tag.getValue()[0] + 5);
            field(at, entry, "PagedFrees", 5);
            field(at, entry, "PagedBytes", tag.getValue()[1]);
            at += entry.size();
        }
        value(at + entry.size(), 1, 0);
        return address + TAG_TABLE;
    }

    /** Maps the session's pages into the tables of a process. */
    void map(PagedMemory memory, long root) {
        for (Map.Entry<Long, byte[]> page : pages.entrySet()) {
            long frame =
                    frames.computeIfAbsent(
                            page.getKey(),
                            _ -> {
                                long physical = memory.allocate();
                                MemorySegment.copy(
                                        MemorySegment.ofArray(page.getValue()),
                                        0,
                                        memory.bytes(),
                                        physical,
                                        PAGE);
                                return physical;
                            });
            memory.mapSession(root, page.getKey(), frame);
        }
    }
}
