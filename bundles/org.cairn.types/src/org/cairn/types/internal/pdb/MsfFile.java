package org.cairn.types.internal.pdb;

import org.cairn.memory.Field;
import org.cairn.memory.MappedFile;
import org.cairn.memory.Structure;
import org.cairn.types.TypeFormatException;
import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A container of numbered streams (MSF 7.00). The file is divided into pages; a directory, which is
 * kept in pages itself, lists the pages of each stream. Pages are read when they are needed; only
 * the lists are kept, and they are never longer than the file.
 */
public final class MsfFile {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final byte[] MAGIC =
            "Microsoft C/C++ MSF 7.00\r\n\u001aDS\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] MAGIC_2 =
            "Microsoft C/C++ program database 2.00".getBytes(StandardCharsets.ISO_8859_1);

    private static final Structure SUPER_BLOCK =
            Structure.named("SuperBlock")
                    .bytes("FileMagic", "char[32]", MAGIC.length)
                    .u32("BlockSize")
                    .u32("FreeBlockMapBlock")
                    .u32("NumBlocks")
                    .u32("NumDirectoryBytes")
                    .u32("Unknown")
                    .u32("BlockMapAddr")
                    .build();
    private static final Field BLOCK_SIZE = SUPER_BLOCK.field("BlockSize");
    private static final Field FREE_BLOCK_MAP = SUPER_BLOCK.field("FreeBlockMapBlock");
    private static final Field BLOCKS = SUPER_BLOCK.field("NumBlocks");
    private static final Field DIRECTORY_BYTES = SUPER_BLOCK.field("NumDirectoryBytes");
    private static final Field BLOCK_MAP = SUPER_BLOCK.field("BlockMapAddr");

    private static final int MIN_PAGE = 512;
    private static final int MAX_PAGE = 32768;
    private static final int MAX_FREE_PAGE_MAP = 2;

    /** Other streams name a stream in two bytes. */
    private static final int MAX_STREAMS = 1 << Short.SIZE;

    /** The size of a stream that was deleted. */
    private static final int NIL = -1;

    private final Path path;
    private final MemorySegment bytes;
    private final int pageSize;
    private final long pageCount;
    private final MsfStream directory;

    /** Where in the directory the list of each stream's pages begins; then where it all ends. */
    private final int[] lists;

    private final @Nullable MsfStream[] streams;

    /**
     * Reads the header and the directory.
     *
     * @param file must stay open while streams are read
     * @throws TypeFormatException when it is no container of this kind, or a damaged one
     */
    public MsfFile(MappedFile file) throws TypeFormatException {
        path = file.path();
        bytes = file.bytes();
        if (!startsWith(MAGIC)) {
            throw malformed(
                    0,
                    startsWith(MAGIC_2)
                            ? "a PDB 2.00, as linkers before 2002 wrote it, is not supported"
                            : "no PDB: it does not begin with 'Microsoft C/C++ MSF 7.00'");
        }
        if (bytes.byteSize() < SUPER_BLOCK.size()) {
            throw malformed(bytes.byteSize(), "the file ends in its header");
        }
        long size = BLOCK_SIZE.get(bytes, 0);
        if (size < MIN_PAGE || size > MAX_PAGE || Long.bitCount(size) != 1) {
            throw malformed(BLOCK_SIZE.offset(), "pages of " + size + " bytes");
        }
        pageSize = (int) size;
        pageCount = BLOCKS.get(bytes, 0);
        if (pageCount * pageSize > bytes.byteSize()) {
            throw malformed(
                    BLOCKS.offset(),
                    "the file should have %d bytes and has %d"
                            .formatted(pageCount * pageSize, bytes.byteSize()));
        }
        long map = FREE_BLOCK_MAP.get(bytes, 0);
        if (map < 1 || map > MAX_FREE_PAGE_MAP) {
            throw malformed(FREE_BLOCK_MAP.offset(), "the free page map is page " + map);
        }
        directory = directory();
        lists = lists();
        streams = new @Nullable MsfStream[lists.length - 1];
    }

    private boolean startsWith(byte[] magic) {
        return bytes.byteSize() >= magic.length
                && bytes.asSlice(0, magic.length).mismatch(MemorySegment.ofArray(magic)) < 0;
    }

    private MsfStream directory() throws TypeFormatException {
        long size = DIRECTORY_BYTES.get(bytes, 0);
        long most = Integer.BYTES * (1 + MAX_STREAMS + pageCount);
        if (size > Math.min(most, pageCount * pageSize) || size > Integer.MAX_VALUE) {
            throw malformed(DIRECTORY_BYTES.offset(), "a directory of " + size + " bytes");
        }
        int[] pages = new int[pages(size)];
        long list = BLOCK_MAP.get(bytes, 0) * pageSize;
        if (list + Integer.BYTES * (long) pages.length > pageCount * pageSize) {
            throw malformed(BLOCK_MAP.offset(), "the list of the directory's pages is not there");
        }
        for (int i = 0; i < pages.length; i++) {
            long at = list + Integer.BYTES * (long) i;
            pages[i] = page(bytes.get(U32, at), at);
        }
        return new MsfStream(this, "the directory", pages, (int) size);
    }

    private int[] lists() throws TypeFormatException {
        int count = directory.u32(0);
        if (count < 0 || count > Math.min(MAX_STREAMS, directory.size() / Integer.BYTES - 1)) {
            throw directory.malformed(0, Integer.toUnsignedString(count) + " streams");
        }
        int[] starts = new int[count + 1];
        long next = Integer.BYTES * (1L + count);
        for (int i = 0; i < count; i++) {
            starts[i] = (int) next;
            next += Integer.BYTES * (long) pages(streamSize(i));
            if (next > directory.size()) {
                throw directory.malformed(
                        Integer.BYTES * (1 + i), "stream " + i + " is longer than the directory");
            }
        }
        starts[count] = (int) next;
        return starts;
    }

    private long streamSize(int stream) throws TypeFormatException {
        int size = directory.u32(Integer.BYTES * (1 + stream));
        return size == NIL ? 0 : Integer.toUnsignedLong(size);
    }

    private int pages(long size) {
        return (int) ((size + pageSize - 1) / pageSize);
    }

    private int page(int page, long at) throws TypeFormatException {
        if (Integer.toUnsignedLong(page) >= pageCount) {
            throw malformed(at, "page " + Integer.toUnsignedString(page) + " of " + pageCount);
        }
        return page;
    }

    /**
     * A stream.
     *
     * @param index its number
     * @return the stream; one that is not there is empty
     * @throws TypeFormatException when its pages are not in the file
     */
    public MsfStream stream(int index) throws TypeFormatException {
        if (index < 0 || index >= streams.length) {
            return new MsfStream(this, "stream " + index, new int[0], 0);
        }
        MsfStream known = streams[index];
        if (known == null) {
            known = open(index);
            streams[index] = known;
        }
        return known;
    }

    private MsfStream open(int index) throws TypeFormatException {
        long size = streamSize(index);
        if (size > Integer.MAX_VALUE || size > pageCount * pageSize) {
            throw directory.malformed(
                    Integer.BYTES * (1 + index), "stream " + index + " has " + size + " bytes");
        }
        int[] pages = new int[(lists[index + 1] - lists[index]) / Integer.BYTES];
        for (int i = 0; i < pages.length; i++) {
            int at = lists[index] + Integer.BYTES * i;
            pages[i] = page(directory.u32(at), directory.offset(at));
        }
        return new MsfStream(this, "stream " + index, pages, (int) size);
    }

    MemorySegment bytes() {
        return bytes;
    }

    int pageSize() {
        return pageSize;
    }

    TypeFormatException malformed(long offset, String reason) {
        return new TypeFormatException(path, offset, reason);
    }
}
