package org.cairn.heap.windows.internal.segment.show;

import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.crt.CrtFields;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.Bits;
import org.cairn.heap.windows.internal.segment.layout.DescriptorFields;
import org.cairn.heap.windows.internal.segment.layout.LargeFields;
import org.cairn.heap.windows.internal.segment.layout.LfhFields;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.layout.TreeFields;
import org.cairn.heap.windows.internal.segment.layout.UnusedFields;
import org.cairn.heap.windows.internal.segment.layout.VsFields;
import org.cairn.heap.windows.internal.segment.memory.BlockOffsets;
import org.cairn.heap.windows.internal.segment.memory.ChunkReader;
import org.cairn.heap.windows.internal.segment.memory.LfhBitmap;
import org.cairn.heap.windows.internal.segment.memory.LfhHeader;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gathers fields: bytes as they are in memory, values as they are decoded. */
final class SegmentFields {
    private static final int MAX_DEPTH = 128;

    private final ProcessMemory memory;
    private final SegmentLayout layout;
    private final SegmentKeys keys;
    private final List<FieldValue> list = new ArrayList<>();

    SegmentFields(ProcessMemory memory, SegmentLayout layout, SegmentKeys keys) {
        this.memory = memory;
        this.layout = layout;
        this.keys = keys;
    }

    List<FieldValue> list() {
        return list;
    }

    /** The header of a page segment. */
    void segment(long segment) {
        pointer("ListEntry.Flink", segment);
        pointer("ListEntry.Blink", segment + layout.pointerSize());
        pointer("Signature", segment + layout.descriptor().signature());
    }

    /** The descriptor of a page range. */
    void descriptor(long at) {
        DescriptorFields fields = layout.descriptor();
        int flags = (int) value(at, fields.rangeFlags());
        bits("TreeSignature", at, fields.treeSignature(), "");
        bits("UnusedBytes", at, fields.unusedBytes(), " bytes");
        bits("ExtraPresent", at, fields.extraPresent(), "");
        String kind = fields.flags().kind(flags).name().toLowerCase(Locale.ROOT);
        bits("RangeFlags", at, fields.rangeFlags(), " (" + kind + ")");
        bits("CommittedPageCount", at, fields.committedPages(), "");
        bits("UnitSize", at, fields.units(), " units");
    }

    /** A chunk, or a block of the LFH subsegment that a chunk holds. */
    void chunk(long subsegment, long end, long block) {
        VsFields fields = layout.vs();
        bits("_HEAP_VS_SUBSEGMENT.Size", subsegment, fields.size(), " units");
        bits("_HEAP_VS_SUBSEGMENT.Signature", subsegment, fields.signature(), "");
        if (keys.heapKey().isEmpty() || block < subsegment + fields.firstChunk()) {
            return;
        }
        ChunkReader chunks = new ChunkReader(memory, fields, keys.heapKey().getAsLong());
        long at = subsegment + fields.firstChunk();
        while (at != block && chunks.isPresent(at)) {
            long word = chunks.decode(at);
            long next = at + chunks.bytes(word);
            if (!chunks.fits(word, end - at) || next > block) {
                break;
            }
            at = next;
        }
        if (at != block && isSubsegment(chunks, at)) {
            header(chunks, at);
            lfh(at + layout.unit(), at + chunks.bytes(word(chunks, at)), block);
        } else {
            header(chunks, block);
        }
    }

    private long word(ChunkReader chunks, long chunk) {
        return chunks.isPresent(chunk) ? chunks.decode(chunk) : 0;
    }

    private boolean isSubsegment(ChunkReader chunks, long chunk) {
        long last = chunk + chunks.bytes(word(chunks, chunk)) - UnusedFields.BYTES;
        return layout.vs().unused().isSubsegment(memory.u16(last, 0));
    }

    private void header(ChunkReader chunks, long chunk) {
        if (!chunks.isPresent(chunk)) {
            return;
        }
        VsFields fields = layout.vs();
        long word = chunks.decode(chunk);
        boolean busy = chunks.isAllocated(word);
        inWord("Sizes.MemoryCost", chunk, word, fields.memoryCost(), "");
        inWord("Sizes.UnsafeSize", chunk, word, fields.unsafeSize(), bytes(chunks.bytes(word)));
        inWord(
                "Sizes.UnsafePrevSize",
                chunk,
                word,
                fields.unsafePrevSize(),
                bytes(chunks.previousBytes(word)));
        inWord("Sizes.Allocated", chunk, word, fields.allocated(), busy ? " (busy)" : " (free)");
        if (!busy) {
            TreeFields tree = layout.tree();
            pointer("Node.Left", chunk + fields.node() + tree.left());
            pointer("Node.Right", chunk + fields.node() + tree.right());
            pointer("Node.ParentValue", chunk + fields.node() + tree.parent());
            return;
        }
        long end = chunk + chunks.bytes(word);
        bits("EncodedSegmentPageOffset", chunk, fields.pageOffset(), "");
        bits("UnusedBytes", chunk, fields.unusedBit(), "");
        bits("SkipDuringWalk", chunk, fields.skipDuringWalk(), "");
        if (value(chunk, fields.unusedBit()) != 0) {
            unused(end, fields.unused());
        }
        data(chunk + layout.unit(), end);
    }

    /** The header of an LFH subsegment and the bits of one of its blocks. */
    void lfh(long subsegment, long end, long block) {
        LfhHeader.read(memory, layout, subsegment, end).ifPresent(header -> lfh(header, block));
    }

    private void lfh(LfhHeader header, long block) {
        LfhFields fields = layout.lfh();
        long subsegment = header.address();
        pointer("Owner", subsegment + fields.owner());
        bits("FreeCount", subsegment, fields.freeCount(), "");
        bits("BlockCount", subsegment, fields.blockCount(), "");
        bits("FreeHint", subsegment, fields.freeHint(), "");
        bits("Location", subsegment, fields.location(), "");
        bits("CommitUnitShift", subsegment, fields.commitUnitShift(), "");
        bits("CommitUnitCount", subsegment, fields.commitUnitCount(), "");
        bits("CommitStateOffset", subsegment, fields.commitStateOffset(), "");
        long encoded = subsegment + fields.blockOffsets();
        if (keys.lfhKey().isEmpty()) {
            add("BlockOffsets", encoded, Integer.BYTES, "LfhKey is not known");
            return;
        }
        BlockOffsets offsets = keys.offsets(header);
        add("BlockOffsets.BlockSize", encoded, Short.BYTES, text(offsets.blockSize(), " bytes"));
        add(
                "BlockOffsets.FirstBlockOffset",
                encoded + Short.BYTES,
                Short.BYTES,
                text(offsets.first(), " bytes"));
        long distance = block - subsegment - offsets.first();
        if (header.fits(offsets, layout.unit())
                && distance >= 0
                && distance / offsets.blockSize() < header.blockCount()) {
            int index = (int) (distance / offsets.blockSize());
            LfhBitmap.read(memory, layout, header)
                    .ifPresent(bitmap -> bitmap(header, offsets, bitmap, index));
        }
    }

    private void bitmap(LfhHeader header, BlockOffsets offsets, LfhBitmap bitmap, int index) {
        long end = header.address() + offsets.first() + (index + 1L) * offsets.blockSize();
        int bit = index * LfhFields.BITS_PER_BLOCK;
        long at = header.address() + layout.lfh().bitmap() + bit / Byte.SIZE;
        add(
                "BlockBitmap of block " + index,
                at,
                1,
                text(bitmap.state(index), bitmap.isBusy(index) ? " (busy)" : " (free)"));
        if (bitmap.hasUnusedWord(index)) {
            unused(end, layout.lfh().unused());
        }
        if (bitmap.isBusy(index)) {
            data(end - offsets.blockSize(), end);
        }
    }

    private void unused(long end, UnusedFields fields) {
        long at = end - UnusedFields.BYTES;
        if (memory.isPresent(at, UnusedFields.BYTES)) {
            int word = memory.cursor().u16(0);
            add(
                    "UnusedBytesInfo",
                    at,
                    UnusedFields.BYTES,
                    text(word, " (" + fields.unused(word) + " bytes unused)"));
        }
    }

    /** The node of a large block. */
    void large(long tree, long block) {
        long node = find(tree, block);
        if (node == 0 || !memory.isPresent(node, layout.large().bytes())) {
            return;
        }
        LargeFields fields = layout.large();
        TreeFields links = layout.tree();
        pointer("TreeNode.Left", node + links.left());
        pointer("TreeNode.Right", node + links.right());
        pointer("TreeNode.ParentValue", node + links.parent());
        bits("VirtualAddress", node, fields.virtualAddress(), "");
        bits("UnusedBytes", node, fields.unusedBytes(), " bytes");
        bits("ExtraPresent", node, fields.extraPresent(), "");
        bits("GuardPageCount", node, fields.guardPages(), "");
        bits("AllocatedPages", node, fields.allocatedPages(), " pages");
        data(block, block + value(node, fields.allocatedPages()) * SegmentLayout.PAGE);
    }

    private long find(long tree, long block) {
        TreeFields links = layout.tree();
        if (!memory.isPresent(tree, 2 * layout.pointerSize())) {
            return 0;
        }
        long node = memory.pointerAt(links.root());
        if (node != 0 && links.encoded().get(memory.cursor()) != 0) {
            node ^= tree;
        }
        for (int depth = 0; node != 0 && depth < MAX_DEPTH; depth++) {
            if (!memory.isPresent(node, layout.large().bytes())) {
                return 0;
            }
            long address =
                    layout.large().address(layout.large().virtualAddress().get(memory.cursor()));
            if (address == block) {
                return node;
            }
            boolean below = Long.compareUnsigned(block, address) < 0;
            node = memory.pointerAt(below ? links.left() : links.right());
        }
        return 0;
    }

    /** What a debug C run time put before the data of a block. */
    void data(long user, long end) {
        list.addAll(CrtFields.of(memory.space(), layout.pointerSize(), user, end - user));
    }

    private long value(long at, Bits field) {
        return field.exist() && memory.isPresent(at + field.offset(), field.size())
                ? field.value(raw(field.size()))
                : 0;
    }

    private long raw(int size) {
        return switch (size) {
            case 1 -> memory.cursor().u8(0);
            case 2 -> memory.cursor().u16(0);
            case 4 -> memory.cursor().u32(0);
            default -> memory.cursor().u64(0);
        };
    }

    private void bits(String name, long at, Bits field, String meaning) {
        if (field.exist()) {
            add(name, at + field.offset(), field.size(), text(value(at, field), meaning));
        }
    }

    private void inWord(String name, long at, long word, Bits field, String meaning) {
        add(name, at + field.offset(), field.size(), text(field.fromWord(word), meaning));
    }

    private void pointer(String name, long at) {
        boolean present = memory.isPresent(at, layout.pointerSize());
        String value = present ? Addresses.hex(memory.pointerAt(0)) : "absent";
        add(name, at, layout.pointerSize(), value);
    }

    private static String bytes(long count) {
        return " units = " + Addresses.hex(count) + " bytes (" + count + ")";
    }

    private static String text(long value, String meaning) {
        return Addresses.hex(value) + meaning;
    }

    private void add(String name, long address, int size, String value) {
        list.add(new FieldValue(name, address, size, memory.hex(address, size), value));
    }
}
