package org.cairn.dump.machine.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpStream;
import org.cairn.dump.Remark;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the ranges of a LiME image (a header, then the bytes) and of an AVML image (a header, the
 * bytes in Snappy frames, the length of the frames). AVML writes LiME images, too.
 */
public final class LimeImage {
    /** Far above the number of ranges of memory that a machine has. */
    static final int MAX_RANGES = 1 << 16;

    private static final Field MAGIC = LimeFormat.HEADER.field("magic");
    private static final Field VERSION = LimeFormat.HEADER.field("version");
    private static final Field FIRST = LimeFormat.HEADER.field("s_addr");
    private static final Field LAST = LimeFormat.HEADER.field("e_addr");
    private static final Field CHUNK = LimeFormat.CHUNK.field("header");
    private static final int CHUNK_HEADER = CHUNK.size();
    private static final int CHECKSUM = LimeFormat.CHUNK.field("checksum").size();

    private final DumpSource source;
    private final MemorySegment bytes;
    private final Progress progress;
    private final Dump.Builder dump;
    private final boolean packed;
    private final FileRanges plain;
    private final AvmlMemory.Builder chunks;
    private final List<DumpStream> ranges = new ArrayList<>();
    private boolean complained;

    private LimeImage(DumpSource source, Progress progress) {
        this.source = source;
        this.bytes = source.bytes();
        this.progress = progress;
        this.packed = MAGIC.get(bytes, 0) == LimeFormat.AVML_MAGIC;
        this.dump = Dump.builder(packed ? "AVML image" : "LiME image");
        this.plain = new FileRanges(bytes);
        this.chunks = new AvmlMemory.Builder(bytes);
    }

    /**
     * Whether a file begins with a header.
     *
     * @param source any file
     * @return whether magic number and version are there
     */
    public static boolean isImage(DumpSource source) {
        return source.size() >= LimeFormat.HEADER.size() && isHeader(source.bytes(), 0);
    }

    /**
     * Reads an image.
     *
     * @param source the file
     * @param progress told of the work
     * @return what is in it
     * @throws DumpFormatException when it does not begin with a header
     */
    public static Dump read(DumpSource source, Progress progress) throws DumpFormatException {
        if (!isImage(source)) {
            throw source.refuse(0, "no header of LiME or AVML");
        }
        return new LimeImage(source, progress).read();
    }

    private static boolean isHeader(MemorySegment bytes, long at) {
        long magic = MAGIC.get(bytes, at);
        long version = VERSION.get(bytes, at);
        return magic == LimeFormat.LIME_MAGIC && version == LimeFormat.LIME_VERSION
                || magic == LimeFormat.AVML_MAGIC && version == LimeFormat.AVML_VERSION;
    }

    private Dump read() throws DumpFormatException {
        long position = 0;
        while (position >= 0 && position < bytes.byteSize() && ranges.size() < MAX_RANGES) {
            position = range(position);
        }
        if (packed ? chunks.isEmpty() : plain.held() == 0) {
            throw source.refuse(LimeFormat.HEADER.size(), "the image holds no memory");
        }
        return dump.memory(MemoryKind.PHYSICAL, packed ? chunks.build() : plain.build(dump))
                .property("memory", Words.count(ranges.size(), "range"))
                .streams(ranges)
                .build();
    }

    /** Reads a range; returns where the next begins, or a negative number after the last. */
    private long range(long position) {
        progress.checkCancelled();
        boolean header =
                position <= bytes.byteSize() - LimeFormat.HEADER.size()
                        && isHeader(bytes, position)
                        && packed == (MAGIC.get(bytes, position) == LimeFormat.AVML_MAGIC);
        if (!header) {
            complain("no header of a range", position);
            return -1;
        }
        long first = FIRST.get(bytes, position);
        long last = LAST.get(bytes, position);
        long content = position + LimeFormat.HEADER.size();
        if (Long.compareUnsigned(first, last) > 0) {
            complain("a range that ends before it begins", position);
            return -1;
        }
        long size = last - first == -1L ? Long.MAX_VALUE : last - first + 1;
        if (!packed) {
            ranges.add(new DumpStream(LimeFormat.LIME_VERSION, "range", content, size));
            plain.add(first, content, size);
            return size < 0 ? -1 : FileRanges.sum(content, size);
        }
        long end = frames(first, size, content);
        long length = Math.max(0, Math.abs(end) - content);
        ranges.add(new DumpStream(LimeFormat.AVML_VERSION, "range", content, length));
        return end < 0 ? end : end + LimeFormat.AVML_TRAILER;
    }

    /**
     * Reads chunks until the range is full; returns their end, negative when it was not reached.
     */
    private long frames(long first, long size, long content) {
        long position = content;
        long done = 0;
        while (Long.compareUnsigned(done, size) < 0) {
            if (position > bytes.byteSize() - CHUNK_HEADER) {
                complain("the file ends inside a range", bytes.byteSize());
                return -position;
            }
            long word = CHUNK.get(bytes, position);
            int type = (int) (word & 0xff);
            long length = word >>> Byte.SIZE;
            long body = position + CHUNK_HEADER;
            if (length > bytes.byteSize() - body) {
                complain("the file ends inside a chunk", position);
                return -position;
            }
            if (type <= LimeFormat.CHUNK_PLAIN) {
                long added = chunk(first + done, type, body, length);
                if (added <= 0
                        || Long.compareUnsigned(added, size - done) > 0
                        || !chunks.takes(first + done)) {
                    complain("a chunk that cannot be read", position);
                    return -position;
                }
                chunks.add(
                        first + done,
                        added,
                        body + CHECKSUM,
                        length - CHECKSUM,
                        type == LimeFormat.CHUNK_PLAIN);
                done += added;
            } else if (type >= LimeFormat.FIRST_RESERVED_CHUNK
                    && type <= LimeFormat.LAST_RESERVED_CHUNK) {
                complain("a chunk of unknown type 0x" + Integer.toHexString(type), position);
                return -position;
            }
            position = body + length;
        }
        return position;
    }

    /** The unpacked length of a chunk, or a number below 1 when it has none. */
    private long chunk(long address, int type, long body, long length) {
        if (length <= CHECKSUM || Long.compareUnsigned(LimeFormat.CHUNK_LIMIT, -1L - address) > 0) {
            return 0;
        }
        long size = length - CHECKSUM;
        if (type == LimeFormat.CHUNK_COMPRESSED) {
            long seen = Math.min(size, Long.BYTES);
            size =
                    Snappy.length(
                            bytes.asSlice(body + CHECKSUM, seen).toArray(ValueLayout.JAVA_BYTE));
        }
        return size > LimeFormat.CHUNK_LIMIT ? 0 : size;
    }

    private void complain(String what, long position) {
        if (!complained) {
            complained = true;
            dump.remark(
                    Remark.warning(
                            "%s at offset 0x%x: what follows is not read"
                                    .formatted(what, position)));
        }
    }
}
