package org.cairn.dump.machine.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpStream;
import org.cairn.dump.Remark;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.PageBitmap;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** Reads a kdump-compressed dump, flattened or not. */
public final class KdumpFile {
    /** Notes are one or two kilobytes for each processor. */
    private static final long MAX_NOTES = 1 << 26;

    private final DumpSource source;
    private final Dump.Builder dump;
    private final AddressSpace file;
    private final MemoryCursor header;
    private final Structure layout;
    private final Structure subLayout;
    private final int blockSize;

    private KdumpFile(DumpSource source, Dump.Builder dump, AddressSpace file)
            throws DumpFormatException {
        this.source = source;
        this.dump = dump;
        this.file = file;
        this.header = file.cursor();
        if (!header.seek(0, KdumpFormat.header(true).size())
                || KdumpFormat.header(true).field("signature").get(header)
                        != KdumpFormat.SIGNATURE) {
            throw source.refuse(0, "the header of a kdump-compressed dump is not there");
        }
        boolean wide = isBlockSize(block(KdumpFormat.header(true)));
        layout = KdumpFormat.header(wide);
        subLayout = KdumpFormat.subHeader(wide);
        if (!isBlockSize(block(layout))) {
            throw source.refuse(layout.offset("block_size"), "no size of a page: " + block(layout));
        }
        blockSize = (int) block(layout);
    }

    /**
     * Whether a file begins as such a dump does.
     *
     * @param source any file
     * @return whether a signature is there
     */
    public static boolean isDump(DumpSource source) {
        MemorySegment bytes = source.bytes();
        return FlattenedFile.is(bytes)
                || bytes.byteSize() >= Long.BYTES
                        && KdumpFormat.header(true).field("signature").get(bytes, 0)
                                == KdumpFormat.SIGNATURE;
    }

    /**
     * Reads a dump.
     *
     * @param source the file
     * @param name of the format
     * @param progress told of the work
     * @return what is in it
     * @throws DumpFormatException when its header or the map of its pages is damaged
     */
    public static Dump read(DumpSource source, String name, Progress progress)
            throws DumpFormatException {
        boolean flattened = FlattenedFile.is(source.bytes());
        Dump.Builder dump = Dump.builder(flattened ? name + ", flattened" : name);
        AddressSpace file =
                flattened
                        ? FlattenedFile.rearrange(source, dump, progress)
                        : SparseMemory.builder(Absence.TRUNCATED).bytes(0, source.bytes()).build();
        return new KdumpFile(source, dump, file).read();
    }

    private static boolean isBlockSize(long size) {
        return size >= KdumpFormat.SMALLEST_BLOCK
                && size <= KdumpFormat.LARGEST_BLOCK
                && Long.bitCount(size) == 1;
    }

    private long block(Structure structure) {
        return structure.field("block_size").get(header);
    }

    private long get(String field) {
        return layout.field(field).get(header);
    }

    private Dump read() throws DumpFormatException {
        long bitmapStart = FileRanges.sum(blockSize, get("sub_hdr_size") * blockSize);
        long bitmapSize = get("bitmap_blocks") * blockSize;
        dump.property("page size", Words.count(blockSize, "byte"));
        dump.property("kernel", (text("sysname") + " " + text("release")).strip());
        dump.property("machine", text("machine"));
        long pages = get("max_mapnr");
        List<DumpProcessor> processors = List.of();
        MemoryCursor sub = file.cursor();
        if (get("sub_hdr_size") > 0 && sub.seek(blockSize, subLayout.size())) {
            if (subLayout.field("split").get(sub) != 0) {
                throw source.refuse(blockSize, "one of several files of a split dump");
            }
            if (get("header_version") >= KdumpFormat.VERSION_WITH_64_BIT_NUMBERS) {
                pages = Math.max(pages, subLayout.field("max_mapnr_64").get(sub));
            }
            processors = processors(sub);
        } else {
            dump.remark(Remark.warning("the sub-header is not there: processors are unknown"));
        }
        dump.claim(new SystemClaim("", "", 0, ElfCore.architecture(processors, machine())));
        Registers.describe(dump, processors);
        PageBitmap bitmap = bitmap(bitmapStart + bitmapSize / 2, bitmapSize / 2, pages);
        long descriptors = bitmapStart + bitmapSize;
        dump.property("pages", Words.number(bitmap.pages()));
        return dump.memory(
                        MemoryKind.PHYSICAL, new KdumpMemory(file, bitmap, descriptors, blockSize))
                .streams(
                        List.of(
                                new DumpStream(0, "bitmaps", bitmapStart, bitmapSize),
                                new DumpStream(
                                        0,
                                        "page descriptors",
                                        descriptors,
                                        bitmap.pages() * KdumpFormat.PAGE_DESC.size())))
                .build();
    }

    private String text(String field) {
        byte[] bytes = header.bytes(layout.offset(field), layout.field(field).size());
        return Words.text(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    private Optional<Architecture> machine() {
        return switch (text("machine")) {
            case "x86_64" -> Optional.of(Architecture.X64);
            case "i386", "i486", "i586", "i686" -> Optional.of(Architecture.X86);
            case "aarch64" -> Optional.of(Architecture.ARM64);
            default -> Optional.empty();
        };
    }

    private List<DumpProcessor> processors(MemoryCursor sub) {
        long size = subLayout.field("size_note").get(sub);
        if (get("header_version") < KdumpFormat.VERSION_WITH_NOTES || size <= 0) {
            return List.of();
        }
        MemorySegment notes =
                MemorySegment.ofArray(
                        new byte[(int) Math.min(Math.min(size, MAX_NOTES), source.size())]);
        long read = file.read(subLayout.field("offset_note").get(sub), notes);
        return ElfCore.qemuProcessors(ElfNote.read(notes.asSlice(0, read)));
    }

    /** The second bitmap: the first one tells which pages the machine had. */
    private PageBitmap bitmap(long offset, long size, long pages) throws DumpFormatException {
        long room = Math.min(Math.min(size, source.size()), Integer.MAX_VALUE - Long.BYTES);
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) room]);
        long read = file.read(offset, bytes);
        if (read == 0) {
            throw source.refuse(offset, "the bitmap of pages is not there");
        }
        if (read < size) {
            dump.remark(
                    Remark.warning(
                            "%s of the bitmap of pages are there, it has %s"
                                    .formatted(Words.count(read, "byte"), Words.number(size))));
        }
        return PageBitmap.copy(bytes.asSlice(0, read), pages < 0 ? Long.MAX_VALUE : pages);
    }
}
