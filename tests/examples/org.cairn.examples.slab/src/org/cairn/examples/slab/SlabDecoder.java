package org.cairn.examples.slab;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.Owner;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;

import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the heap of an imaginary allocator. A cache is a chain of slabs; a slab is one page that
 * begins with a {@code SLAB} header, followed by equal slots, of which a bit map says which are
 * free.
 *
 * <p>It is as careless as a first version often is: it follows the chain without a guard against
 * cycles and divides by what it reads. Cairn bounds such code; a decoder that is handed out should
 * do better.
 */
public final class SlabDecoder implements HeapDecoder {
    private static final int PAGE = 0x1000;
    private static final long MAGIC = 0x42414c53; // SLAB

    private static final Structure SLAB =
            Structure.named("SLAB")
                    .u32("Magic")
                    .u32("SlotSize")
                    .u64("Next")
                    .u64("FreeMap")
                    .u64("First")
                    .bytes("Name", "char[16]", 16)
                    .build();
    private static final Field SLOT_SIZE = SLAB.field("SlotSize");
    private static final Field NEXT = SLAB.field("Next");
    private static final Field FREE_MAP = SLAB.field("FreeMap");
    private static final Field FIRST = SLAB.field("First");
    private static final Field NAME = SLAB.field("Name");

    @Override
    public String id() {
        return "org.cairn.examples.slab";
    }

    @Override
    public String name() {
        return "Slab heap";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        List<HeapRoot> roots = new ArrayList<>();
        MemoryCursor cursor = context.space().cursor();
        for (Run.Mapped run : context.space().mapped(0, -1L)) {
            long pages = run.bytes().byteSize() / PAGE;
            for (long page = 0; page < pages; page++) {
                long address = run.start() + page * PAGE;
                if (cursor.seek(address, SLAB.size())
                        && cursor.u32(0) == MAGIC
                        && FIRST.get(cursor) == address) {
                    roots.add(
                            new HeapRoot(
                                    address,
                                    name(),
                                    cacheName(cursor),
                                    context.process().architecture(),
                                    "",
                                    "signature SLAB",
                                    HeapRoot.Status.PRESENT,
                                    ""));
                }
            }
        }
        return roots;
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        int slot = sink.kind("slot");
        int cache =
                sink.owner(
                        new Owner(
                                "slab cache",
                                root.name(),
                                root.name(),
                                "",
                                Confidence.CERTAIN,
                                "slab header"));
        MemoryCursor cursor = context.space().cursor();
        for (long slab = root.address();
                slab != 0 && cursor.seek(slab, SLAB.size());
                slab = NEXT.get(cursor)) {
            int size = (int) SLOT_SIZE.get(cursor);
            long free = FREE_MAP.get(cursor);
            sink.segment(slab, PAGE, "slab");
            int count = (PAGE - SLAB.size()) / size;
            for (int i = 0; i < count; i++) {
                long address = slab + SLAB.size() + (long) i * size;
                boolean busy = (free >>> i & 1) == 0;
                sink.block(
                        address,
                        size,
                        address,
                        size,
                        busy ? BlockState.BUSY : BlockState.FREE,
                        slot,
                        busy ? cache : BlockSink.NO_OWNER,
                        0);
            }
        }
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        MemoryCursor cursor = context.space().cursor();
        long slab = block & -PAGE;
        if (!cursor.seek(slab, SLAB.size())) {
            return List.of();
        }
        String size = Long.toString(SLOT_SIZE.get(cursor));
        return List.of(
                new FieldValue(
                        SLOT_SIZE.name(),
                        slab + SLOT_SIZE.offset(),
                        SLOT_SIZE.size(),
                        size,
                        size + " bytes"));
    }

    private static String cacheName(MemoryCursor cursor) {
        StringBuilder name = new StringBuilder();
        for (byte character : cursor.bytes(NAME.offset(), NAME.size())) {
            if (character == 0) {
                break;
            }
            name.append((char) (character & 0x7f));
        }
        return name.toString();
    }
}
