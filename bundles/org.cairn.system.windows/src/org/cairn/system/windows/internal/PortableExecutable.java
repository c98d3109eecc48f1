package org.cairn.system.windows.internal;

import org.cairn.dump.DumpModule;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * An executable image in memory: the headers of {@code winnt.h}, as far as they tell which file it
 * is. What is not in the dump is 0 or empty.
 */
final class PortableExecutable {
    static final int DOS_SIGNATURE = 0x5a4d;
    static final long NT_SIGNATURE = 0x4550;
    static final int MACHINE_I386 = 0x14c;
    static final int MACHINE_AMD64 = 0x8664;
    static final int MAGIC_32 = 0x10b;
    static final int MAGIC_64 = 0x20b;

    static final Structure DOS_HEADER =
            Structure.named("IMAGE_DOS_HEADER").u16("e_magic").at(0x3c).u32("e_lfanew").build();

    static final Structure NT_HEADERS =
            Structure.named("IMAGE_NT_HEADERS")
                    .u32("Signature")
                    .u16("Machine")
                    .u16("NumberOfSections")
                    .u32("TimeDateStamp")
                    .at(20)
                    .u16("SizeOfOptionalHeader")
                    .at(24)
                    .u16("Magic")
                    .at(80)
                    .u32("SizeOfImage")
                    .at(88)
                    .u32("CheckSum")
                    .build();

    /** {@code IMAGE_OPTIONAL_HEADER.DataDirectory} from the NT headers' beginning. */
    static final int DIRECTORIES_32 = 120;

    /** The same of a 64-bit image. */
    static final int DIRECTORIES_64 = 136;

    static final int EXPORT = 0;
    static final int RESOURCE = 2;
    static final int DEBUG = 6;
    static final int DIRECTORY_SIZE = 8;

    static final Structure EXPORT_DIRECTORY =
            Structure.named("IMAGE_EXPORT_DIRECTORY").at(12).u32("Name").build();

    static final Structure DEBUG_DIRECTORY =
            Structure.named("IMAGE_DEBUG_DIRECTORY")
                    .at(12)
                    .u32("Type")
                    .u32("SizeOfData")
                    .u32("AddressOfRawData")
                    .at(28)
                    .build();

    static final int DEBUG_TYPE_CODEVIEW = 2;
    static final long RSDS = 0x5344_5352;

    /** {@code CV_INFO_PDB70} */
    static final Structure PDB70 =
            Structure.named("CV_INFO_PDB70")
                    .u32("CvSignature")
                    .u32("Data1")
                    .u16("Data2")
                    .u16("Data3")
                    .bytes("Data4", "BYTE[8]", 8)
                    .u32("Age")
                    .build();

    private static final long MAX_HEADER_OFFSET = 0x1000;
    private static final long MAX_IMAGE = 1L << 31;
    private static final int MAX_DEBUG_ENTRIES = 32;
    private static final int MAX_NAME = 260;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final AddressSpace space;
    private final Values values;
    private final long base;
    private final long headers;

    private PortableExecutable(AddressSpace space, long base, long headers) {
        this.space = space;
        this.values = new Values(space);
        this.base = base;
        this.headers = headers;
    }

    /**
     * The image at an address.
     *
     * @return empty when there are no headers of one
     */
    static Optional<PortableExecutable> at(AddressSpace space, long base) {
        MemoryCursor cursor = space.cursor();
        if (!cursor.seek(base, DOS_HEADER.size()) || cursor.u16(0) != DOS_SIGNATURE) {
            return Optional.empty();
        }
        long offset = DOS_HEADER.field("e_lfanew").get(cursor);
        if (offset > MAX_HEADER_OFFSET
                || !cursor.seek(base + offset, NT_HEADERS.size())
                || cursor.u32(0) != NT_SIGNATURE) {
            return Optional.empty();
        }
        PortableExecutable image = new PortableExecutable(space, base, base + offset);
        long magic = image.header("Magic");
        boolean sound =
                (magic == MAGIC_32 || magic == MAGIC_64)
                        && image.size() > 0
                        && image.size() < MAX_IMAGE;
        return sound ? Optional.of(image) : Optional.empty();
    }

    long base() {
        return base;
    }

    long size() {
        return header("SizeOfImage");
    }

    boolean isFor(Architecture architecture) {
        return header("Machine")
                == (architecture == Architecture.X86 ? MACHINE_I386 : MACHINE_AMD64);
    }

    private long header(String field) {
        return values.get(headers, NT_HEADERS.field(field));
    }

    /** The address of a data directory's content, or 0. */
    private long directory(int index) {
        int first = header("Magic") == MAGIC_64 ? DIRECTORIES_64 : DIRECTORIES_32;
        long rva = values.integer(headers + first + (long) index * DIRECTORY_SIZE, Integer.BYTES);
        return rva == 0 || rva >= size() ? 0 : base + rva;
    }

    private long directorySize(int index) {
        int first = header("Magic") == MAGIC_64 ? DIRECTORIES_64 : DIRECTORIES_32;
        return values.integer(
                headers + first + (long) index * DIRECTORY_SIZE + Integer.BYTES, Integer.BYTES);
    }

    /** The name that the image exports under, or empty. */
    String exportName() {
        long directory = directory(EXPORT);
        long name = directory == 0 ? 0 : values.get(directory, EXPORT_DIRECTORY.field("Name"));
        return name == 0 || name >= size() ? "" : values.ascii(base + name, MAX_NAME);
    }

    /** The PDB's name, GUID and age, as the reader of minidumps spells them; or empty. */
    String pdb() {
        long directory = directory(DEBUG);
        long count = Math.min(directorySize(DEBUG) / DEBUG_DIRECTORY.size(), MAX_DEBUG_ENTRIES);
        for (long i = 0; directory != 0 && i < count; i++) {
            long entry = directory + i * DEBUG_DIRECTORY.size();
            long rva = values.get(entry, DEBUG_DIRECTORY.field("AddressOfRawData"));
            if (values.get(entry, DEBUG_DIRECTORY.field("Type")) == DEBUG_TYPE_CODEVIEW
                    && rva != 0
                    && rva < size()) {
                return codeView(base + rva);
            }
        }
        return "";
    }

    private String codeView(long record) {
        MemoryCursor cursor = space.cursor();
        if (!cursor.seek(record, PDB70.size()) || cursor.u32(0) != RSDS) {
            return "";
        }
        return values.ascii(record + PDB70.size(), MAX_NAME)
                + " "
                + HEX.toHexDigits((int) PDB70.field("Data1").get(cursor))
                + HEX.toHexDigits((short) PDB70.field("Data2").get(cursor))
                + HEX.toHexDigits((short) PDB70.field("Data3").get(cursor))
                + HEX.formatHex(cursor.bytes(PDB70.offset("Data4"), PDB70.field("Data4").size()))
                + " "
                + PDB70.field("Age").get(cursor);
    }

    /**
     * The image as a module.
     *
     * @param name what the loader calls it; the name of its exports when that is empty
     */
    DumpModule module(String name) {
        return new DumpModule(
                base,
                size(),
                name.isEmpty() ? exportName() : name,
                directory(RESOURCE) == 0
                        ? ""
                        : new VersionResource(space, base, directory(RESOURCE), size()).version(),
                header("TimeDateStamp"),
                header("CheckSum"),
                pdb());
    }

    /** Whether the image is the kernel: it exports under that name, however its file is called. */
    boolean isKernel() {
        return exportName().toLowerCase(Locale.ROOT).equals("ntoskrnl.exe");
    }
}
