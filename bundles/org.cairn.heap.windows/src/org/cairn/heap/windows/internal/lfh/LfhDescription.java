package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.layout.Offsets;
import org.cairn.heap.windows.internal.lfh.LfhLayout.Format;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.SlistHeader;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows blocks of the low-fragmentation heap and headers of their containers. */
public final class LfhDescription {
    /** The farthest that a block lies behind its container's header. */
    private static final int FARTHEST = 1 << 17;

    private static final int INDEX = 5;
    private static final int INDEX_MASK = 0xffff;

    private final HeapMemory memory;
    private final LfhLayout layout;
    private final HeapHeader heap;
    private final List<FieldValue> fields = new ArrayList<>();

    private LfhDescription(HeapMemory memory, LfhLayout layout, HeapHeader heap) {
        this.memory = memory;
        this.layout = layout;
        this.heap = heap;
    }

    /**
     * Shows a block, its container's header and its subsegment.
     *
     * @param memory of the process
     * @param layout of the front end
     * @param heap that the block belongs to
     * @param block address of the block
     * @return its fields, empty when it is no block of the front end or its header is absent
     */
    public static List<FieldValue> ofBlock(
            HeapMemory memory, LfhLayout layout, HeapHeader heap, long block) {
        LfhDescription shown = new LfhDescription(memory, layout, heap);
        if (memory.hasHeader(block)) {
            shown.search(block);
        }
        return shown.fields;
    }

    /**
     * Shows the header of a container.
     *
     * @param memory of the process
     * @param layout of the front end
     * @param heap that the container belongs to
     * @param entry address of the back end's entry that is the container
     * @return its fields, empty when the entry is no container
     */
    public static List<FieldValue> ofContainer(
            HeapMemory memory, LfhLayout layout, HeapHeader heap, long entry) {
        LfhDescription shown = new LfhDescription(memory, layout, heap);
        UserBlocks.read(memory, layout, entry + layout.unit())
                .filter(UserBlocks::isSigned)
                .ifPresent(
                        user -> {
                            KeySearch search = new KeySearch(memory, layout);
                            search.add(user.address());
                            shown.container(
                                    user, search.result(heap.address(), heap.frontEndHeap()));
                        });
        return shown.fields;
    }

    private void search(long block) {
        int unit = layout.unit();
        for (long at = block - layout.roundUp(layout.user().bytes());
                block - at <= FARTHEST;
                at -= unit) {
            boolean signed =
                    (int) memory.u32(at + layout.user().signature(), 0) == LfhLayout.SIGNATURE;
            Optional<UserBlocks> user =
                    signed ? UserBlocks.read(memory, layout, at) : Optional.empty();
            if (user.isPresent() && holds(user.get(), block)) {
                return;
            }
        }
    }

    private boolean holds(UserBlocks user, long block) {
        KeySearch search = new KeySearch(memory, layout);
        search.add(user.address());
        search.word(user, block);
        LfhKey key = search.result(heap.address(), heap.frontEndHeap());
        Optional<Geometry> geometry = geometry(user, key);
        long distance = block - user.address();
        if (geometry.isEmpty()
                || distance < geometry.get().first()
                || (distance - geometry.get().first()) % geometry.get().stride() != 0) {
            return false;
        }
        long index = (distance - geometry.get().first()) / geometry.get().stride();
        if (index >= geometry.get().count()) {
            return false;
        }
        block(user, key, block, (int) index, geometry.get().stride());
        container(user, key);
        return true;
    }

    private Optional<Geometry> geometry(UserBlocks user, LfhKey key) {
        boolean mapped = layout.format() == Format.BITMAP;
        Optional<Geometry> own =
                mutual(user)
                        .map(
                                s ->
                                        new Geometry(
                                                layout.firstOffset(s.count()),
                                                s.stride(),
                                                s.count()));
        Optional<Geometry> decoded =
                mapped && key.offsetsKnown() && user.hasBits()
                        ? Optional.of(
                                new Geometry(
                                        key.decode(user) & 0xffff,
                                        key.decode(user) >>> Short.SIZE,
                                        (int) user.bits()))
                        : Optional.empty();
        return own.or(() -> decoded).filter(g -> g.fits(layout, FARTHEST));
    }

    private Optional<Subsegment> mutual(UserBlocks user) {
        return Subsegment.read(memory, layout, user.subsegment())
                .filter(s -> s.userBlocks() == user.address());
    }

    private void block(UserBlocks user, LfhKey key, long block, int index, int stride) {
        memory.hasHeader(block);
        long header = memory.rawHeader();
        int compact = layout.entry().compact();
        long at = block + compact;
        if (compact != 0) {
            add("PreviousBlockPrivateData", block, compact, pointer(block));
        }
        add("SubSegmentCode", at, Integer.BYTES, code(user, key, block, (int) header));
        if (layout.format() == Format.BITMAP) {
            int kept = memory.u16(at + INDEX, 0) & INDEX_MASK;
            add("block index", at + INDEX, Short.BYTES, kept + " (at index " + index + ")");
        }
        int shift = layout.entry().unusedBytes();
        int unused = layout.entry().unusedBytes(header);
        add("UnusedBytes", at + shift / Byte.SIZE, 1, unused(block, unused, stride));
        if (layout.format() == Format.BITMAP) {
            long bit = user.address() + layout.user().bitmapData() + index / Byte.SIZE;
            boolean busy = (memory.u8(bit, 0) >>> index % Byte.SIZE & 1) != 0;
            String state = memory.isPresent(bit, 1) ? (busy ? "busy" : "free") : "absent";
            add("BitmapData", bit, 1, "bit " + index % Byte.SIZE + ": " + state);
        }
    }

    private String code(UserBlocks user, LfhKey key, long block, int word) {
        String of =
                layout.format() == Format.BITMAP
                        ? "UserBlocks "
                                + Addresses.hex(user.address())
                                + " + "
                                + Addresses.hex(block - user.address())
                        : "subsegment " + Addresses.hex(user.subsegment());
        if (layout.format() == Format.CHAINED || !key.wordKnown()) {
            return of + " (not checked)";
        }
        int expected = key.expected(layout, user, block);
        return expected == word
                ? of + " (check holds)"
                : of + " (check fails: " + hex(expected) + ")";
    }

    private String unused(long block, int unused, int stride) {
        if (layout.format() == Format.CHAINED) {
            return Addresses.hex(unused) + " of " + Addresses.hex(stride);
        }
        if ((unused & LfhUnused.NUMBER) == 0) {
            return Addresses.hex(unused) + ", free";
        }
        long requested = LfhUnused.requested(memory, layout, block, stride, unused);
        String front = (unused & LfhUnused.FRONT) != 0 ? " behind allocation data" : "";
        return Addresses.hex(unused)
                + ", busy, requested "
                + Addresses.hex(requested)
                + " bytes ("
                + requested
                + ")"
                + front;
    }

    private void container(UserBlocks user, LfhKey key) {
        UserFields of = layout.user();
        long at = user.address();
        int pointer = layout.pointerSize();
        String type = "_HEAP_USERDATA_HEADER.";
        add(type + "SubSegment", at + of.subsegment(), pointer, Addresses.hex(user.subsegment()));
        add(type + "SizeIndex", at + of.sizeIndex(), 1, Integer.toString(user.sizeIndex()));
        add(
                type + "Signature",
                at + of.signature(),
                Integer.BYTES,
                hex(user.signature()) + (user.isSigned() ? "" : ", wrong"));
        if (layout.format() == Format.BITMAP) {
            String offsets = "encoded, RtlpLFHKey unknown";
            if (key.offsetsKnown()) {
                int plain = key.decode(user);
                offsets =
                        "first block at "
                                + Addresses.hex(plain & 0xffff)
                                + ", blocks of "
                                + Addresses.hex(plain >>> Short.SIZE)
                                + " bytes";
            }
            add(type + "EncodedOffsets", at + of.encodedOffsets(), Integer.BYTES, offsets);
            add(
                    type + "BusyBitmap.SizeOfBitMap",
                    at + of.bitmapSize(),
                    pointer,
                    Long.toUnsignedString(user.bits()));
            add(
                    type + "BusyBitmap.Buffer",
                    at + of.bitmapBuffer(),
                    pointer,
                    Addresses.hex(user.bitmap())
                            + (user.ownsBitmap(layout) ? "" : ", not its own"));
        }
        mutual(user).ifPresent(this::subsegment);
    }

    private void subsegment(Subsegment subsegment) {
        SubsegmentFields of = layout.subsegment();
        long at = subsegment.address();
        String type = "_HEAP_SUBSEGMENT.";
        add(
                type + "UserBlocks",
                at + of.userBlocks(),
                layout.pointerSize(),
                Addresses.hex(subsegment.userBlocks()));
        add(
                type + "AggregateExchg.Depth",
                at + of.depth(),
                Short.BYTES,
                subsegment.depth() + " free");
        if (of.delayFreeList() != Offsets.NONE) {
            SlistHeader delayed = SlistHeader.readModern(memory, at + of.delayFreeList());
            add(
                    type + "DelayFreeList",
                    at + of.delayFreeList(),
                    2 * layout.pointerSize(),
                    delayed.depth() + " waiting, first " + Addresses.hex(delayed.next()));
        }
        add(
                type + "BlockSize",
                at + of.blockSize(),
                Short.BYTES,
                Addresses.hex(subsegment.stride() >>> layout.entry().unitShift())
                        + " units = "
                        + Addresses.hex(subsegment.stride())
                        + " bytes");
        add(
                type + "BlockCount",
                at + of.blockCount(),
                Short.BYTES,
                Integer.toString(subsegment.count()));
    }

    private String pointer(long at) {
        return memory.isPresent(at, layout.pointerSize())
                ? Addresses.hex(memory.pointer(at, 0))
                : "absent";
    }

    private static String hex(int value) {
        return Addresses.hex(Integer.toUnsignedLong(value));
    }

    private void add(String name, long address, int size, String value) {
        fields.add(new FieldValue(name, address, size, memory.hex(address, size), value));
    }
}
