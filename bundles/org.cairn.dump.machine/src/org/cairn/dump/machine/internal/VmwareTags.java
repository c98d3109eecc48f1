package org.cairn.dump.machine.internal;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The state of a virtual machine in a .vmss or .vmsn file: groups of tags. A tag has a name, up to
 * three indexes and a value.
 */
final class VmwareTags {
    /** A tag. The value lies in the file at an offset. */
    record Tag(String name, List<Integer> indexes, long offset, long size, boolean compressed) {
        /** The first index, -1 when there is none. */
        int index() {
            return indexes.isEmpty() ? -1 : indexes.getFirst();
        }
    }

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final Set<Long> MAGICS =
            Set.of(
                    0xbed0_bed0L,
                    0xbed2_bed0L,
                    0xbed2_bed2L,
                    0xbed3_bed3L,
                    0xbad1_bad1L,
                    0xbad2_bad2L);

    /** Zero in these bits of the magic number: the form before 64-bit sizes. */
    private static final long VERSION_MASK = 0xf;

    private static final Structure HEADER =
            Structure.named("VMware header").u32("magic").u32("reserved").u32("groups").build();
    private static final Structure GROUP =
            Structure.named("VMware group")
                    .bytes("name", "char[64]", 64)
                    .u64("offset")
                    .u64("size")
                    .build();
    private static final Field MAGIC = HEADER.field("magic");
    private static final int TAG_HEADER = 2;
    private static final int SIZE_MASK = 0x3f;

    /** Values of these sizes are blocks, with their sizes before them. */
    private static final int BLOCK = 63;

    private static final int COMPRESSED_BLOCK = 62;

    private static final int INDEXES_SHIFT = 6;
    private static final int MAX_GROUPS = 1 << 10;
    private static final int MAX_TAGS = 1 << 20;

    private final MemorySegment file;

    VmwareTags(MemorySegment file) {
        this.file = file;
    }

    /** Whether a file begins as such a state does. */
    static boolean isState(MemorySegment file) {
        return file.byteSize() >= HEADER.size() && MAGICS.contains(MAGIC.get(file, 0));
    }

    /** The tags of a group; empty when there is no such group. */
    List<Tag> group(String name) {
        long groups = Math.min(HEADER.field("groups").get(file, 0), MAX_GROUPS);
        for (long i = 0; i < groups; i++) {
            long at = HEADER.size() + i * GROUP.size();
            if (at + GROUP.size() > file.byteSize()) {
                break;
            }
            if (Words.text(file, at, GROUP.field("name").size()).equals(name)) {
                return tags(GROUP.field("offset").get(file, at));
            }
        }
        return List.of();
    }

    private List<Tag> tags(long first) {
        List<Tag> tags = new ArrayList<>();
        long position = first;
        while (position >= 0
                && position <= file.byteSize() - TAG_HEADER
                && tags.size() < MAX_TAGS) {
            int flags = u8(position);
            int nameSize = u8(position + 1);
            int indexes = flags >> INDEXES_SHIFT;
            long name = position + TAG_HEADER;
            long value = name + nameSize + (long) indexes * Integer.BYTES;
            boolean ended = flags == 0 && nameSize == 0;
            if (ended || value > file.byteSize()) {
                break;
            }
            long size = flags & SIZE_MASK;
            boolean compressed = size == COMPRESSED_BLOCK;
            if (compressed || size == BLOCK) {
                boolean old = (MAGIC.get(file, 0) & VERSION_MASK) == 0;
                int word = old ? Integer.BYTES : Long.BYTES;
                long padding = value + 2L * word;
                if (padding + Short.BYTES > file.byteSize()) {
                    break;
                }
                size = number(value, word);
                value = padding + Short.BYTES + (u8(padding) | u8(padding + 1) << Byte.SIZE);
            }
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < indexes; i++) {
                numbers.add(file.get(U32, name + nameSize + (long) i * Integer.BYTES));
            }
            String text = Words.text(file, name, nameSize);
            tags.add(new Tag(text, numbers, value, size, compressed));
            position = size < 0 ? -1 : FileRanges.sum(value, size);
        }
        return tags;
    }

    /** A value of up to eight bytes; empty when it has more, or the file ends before. */
    OptionalLong value(Tag tag) {
        boolean readable =
                tag.size > 0 && tag.size <= Long.BYTES && tag.offset <= file.byteSize() - tag.size;
        return readable
                ? OptionalLong.of(number(tag.offset, (int) tag.size))
                : OptionalLong.empty();
    }

    /** A 64-bit word of a block; empty when the block or the file ends before. */
    OptionalLong word(Tag tag, int index) {
        long at = (long) index * Long.BYTES;
        boolean readable =
                !tag.compressed
                        && at + Long.BYTES <= tag.size
                        && tag.offset <= file.byteSize() - at - Long.BYTES;
        return readable
                ? OptionalLong.of(number(tag.offset + at, Long.BYTES))
                : OptionalLong.empty();
    }

    private long number(long at, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) u8(at + i) << Byte.SIZE * i;
        }
        return value;
    }

    private int u8(long at) {
        return file.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }
}
