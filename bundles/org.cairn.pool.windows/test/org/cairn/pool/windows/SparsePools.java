package org.cairn.pool.windows;

import org.cairn.heap.BlockState;
import org.cairn.memory.Architecture;
import org.cairn.memory.Page;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.memory.TranslatedMemory;
import org.cairn.testkit.SegmentHeapBlock;
import org.cairn.testkit.SegmentHeapOptions;
import org.cairn.testkit.SegmentHeapWriter;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Two pools in segment heaps, as they are after some time: most blocks were freed, headers have
 * remains in unused fields, blocks cross pages, are charged to processes or cache aligned, and hold
 * data of any kind.
 */
final class SparsePools {
    private static final int PAGE = 0x1000;
    private static final int LEAST_BIG = 0xfe0;
    private static final int CACHE_ALIGNED = 4;
    private static final int QUOTA = 8;
    private static final int IN_USE = 2;
    private static final long ROOM = 0x0400_0000L;
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ";

    /**
     * How the pools are.
     *
     * @param table of their version
     * @param blocks ever allocated in each
     * @param freed of 100 of them
     * @param tags number of tags; 0 for one of its own for each block
     * @param remains of 100 headers
     * @param seed of all that is drawn
     */
    record Plan(String table, int blocks, int freed, int tags, int remains, long seed) {}

    /**
     * A block.
     *
     * @param tag four characters
     * @param paged of which pool
     * @param kind of the heap's block
     */
    record Block(String tag, boolean paged, String kind) {}

    final byte[] memory;

    /** By the physical address of the pool header. */
    final Map<Long, Block> blocks = new HashMap<>();

    private final Plan plan;
    private final Random random;
    private final int unit;
    private final Structure layout;
    private final SyntheticProcess heaps;
    private final List<String> tags = new ArrayList<>();
    private final Map<Long, Block> headers = new HashMap<>();

    SparsePools(Plan plan) {
        this.plan = plan;
        random = new Random(plan.seed());
        TypeTable types = new ShippedTypes().named(plan.table()).orElseThrow();
        boolean wide = types.id().architecture() == Architecture.X64;
        unit = wide ? 2 * Long.BYTES : 2 * Integer.BYTES;
        layout = types.structure("_POOL_HEADER");
        heaps = new SyntheticProcess(types, 0x7f_0000L, 0, plan.seed());
        for (int i = 0; i < plan.tags(); i++) {
            tags.add(newTag());
        }
        long first = wide ? 0xffff_c080_0000_0000L : 0x8800_0000L;
        SyntheticMachine machine =
                new SyntheticMachine(types, wide ? PagingMode.X64 : PagingMode.PAE, 24);
        for (int pool = 0; pool < 2; pool++) {
            SegmentHeapWriter writer =
                    heaps.segmentHeap(first + pool * ROOM, SegmentHeapOptions.of(types));
            allocate(writer);
            for (SegmentHeapBlock block : writer.blocks()) {
                if (block.state() == BlockState.BUSY && block.userSize() < LEAST_BIG) {
                    write(block, pool == 1);
                }
            }
        }
        for (Run.Mapped run : heaps.space().mapped(first, first + 2 * ROOM - 1)) {
            machine.kernelBytes(run.start(), run.bytes().toArray(ValueLayout.JAVA_BYTE));
        }
        memory = machine.raw();
        TranslatedMemory kernel = machine.tables().over(BareMemory.of(memory));
        headers.forEach(
                (address, block) -> {
                    Page page = kernel.page(address).orElseThrow();
                    blocks.put(page.physical() + (address - page.address()), block);
                });
    }

    private void allocate(SegmentHeapWriter writer) {
        List<Long> users = new ArrayList<>();
        for (int i = 0; i < plan.blocks(); i++) {
            int most = random.nextInt(6) == 0 ? LEAST_BIG - 3 * unit : 0x280;
            int size = 2 * unit + random.nextInt(most);
            users.add(writer.allocate(random.nextInt(3) == 0 ? size & -0x100 | 0x30 : size));
        }
        Collections.shuffle(users, random);
        users.subList(0, plan.blocks() * plan.freed() / 100).forEach(writer::free);
    }

    private String newTag() {
        StringBuilder tag = new StringBuilder();
        for (int i = 0; i < Integer.BYTES; i++) {
            tag.append(LETTERS.charAt(random.nextInt(LETTERS.length() - (i == 0 ? 1 : 0))));
        }
        return tag.toString();
    }

    private void write(SegmentHeapBlock block, boolean paged) {
        long user = block.userAddress();
        long end = user + block.userSize();
        long next = user + PAGE - 1 & -PAGE;
        boolean crosses = block.kind().equals("VS") && next < end;
        long header = crosses ? next : user;
        if (end - header < 2L * unit) {
            return;
        }
        heaps.corrupt(user, Noise.content(random, (int) block.userSize()));
        String tag =
                tags.isEmpty()
                        ? newTag()
                        : tags.get(random.nextInt(1 + random.nextInt(tags.size())));
        int type = (paged ? 1 : 0) | IN_USE | (random.nextInt(12) == 0 ? QUOTA : 0);
        if (random.nextInt(16) == 0 && end - header > 0x80) {
            header(header, 0, end - header, type | CACHE_ALIGNED, tag);
            header(header + 3L * unit, 3, end - header - 3L * unit, type | CACHE_ALIGNED, tag);
        } else {
            header(header, 0, end - header, type, tag);
        }
        headers.put(header, new Block(tag, paged, crosses ? "crossing" : block.kind()));
    }

    private void header(long at, int back, long size, int type, String tag) {
        byte[] bytes = new byte[unit];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        layout.field("PreviousSize").set(segment, 0, back);
        layout.field("BlockSize").set(segment, 0, (size + unit - 1) / unit);
        layout.field("PoolType").set(segment, 0, type);
        if (random.nextInt(100) < plan.remains()) {
            layout.field("PoolIndex").set(segment, 0, random.nextInt(0x80));
        }
        System.arraycopy(tag.getBytes(StandardCharsets.US_ASCII), 0, bytes, 4, Integer.BYTES);
        if (unit > 2 * Integer.BYTES && random.nextBoolean()) {
            segment.set(ValueLayout.JAVA_LONG_UNALIGNED, Long.BYTES, random.nextLong());
        }
        heaps.corrupt(at, bytes);
    }
}
