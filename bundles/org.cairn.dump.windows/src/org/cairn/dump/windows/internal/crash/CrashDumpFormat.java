package org.cairn.dump.windows.internal.crash;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;

/**
 * The structures of a crash dump. The 64-bit ones stand beside their 32-bit forms, field by field
 * of one name.
 */
final class CrashDumpFormat {
    /** The characters PAGE. What the system does not fill in holds them over and over. */
    static final long SIGNATURE = 0x4547_4150;

    /** The characters DUMP, in a 32-bit header and in the headers of page maps. */
    static final long VALID_DUMP = 0x504d_5544;

    /** The characters DU64. */
    static final long VALID_DUMP64 = 0x3436_5544;

    /** The characters SDMP: kernel memory only, and FDMP: all memory. */
    static final long SDMP = 0x504d_4453;

    static final long FDMP = 0x504d_4446;

    /** The characters RDMP: ranges of pages. */
    static final long RDMP = 0x504d_4452;

    static final int TYPE_FULL = 1;
    static final int TYPE_SUMMARY = 2;
    static final int TYPE_HEADER = 3;
    static final int TYPE_TRIAGE = 4;
    static final int TYPE_BITMAP_FULL = 5;
    static final int TYPE_BITMAP_KERNEL = 6;

    /** Ranges of kernel memory, of kernel and user memory, of all memory. */
    static final int TYPE_RANGES_KERNEL = 8;

    static final int TYPE_RANGES_KERNEL_AND_USER = 9;
    static final int TYPE_RANGES_COMPLETE = 10;

    static final int PAGE_SIZE = 1 << 12;

    /** {@code _DUMP_HEADER}: its parts that Cairn reads. */
    private static final Structure HEADER32 =
            Structure.named("_DUMP_HEADER")
                    .u32("Signature")
                    .u32("ValidDump")
                    .u32("MajorVersion")
                    .u32("MinorVersion")
                    .u32("DirectoryTableBase")
                    .u32("PfnDataBase")
                    .u32("PsLoadedModuleList")
                    .u32("PsActiveProcessHead")
                    .u32("MachineImageType")
                    .u32("NumberProcessors")
                    .u32("BugCheckCode")
                    .bytes("BugCheckCodeParameter", "u32[4]", 16)
                    .at(0x5c)
                    .u8("PaeEnabled")
                    .at(0x60)
                    .u32("KdDebuggerDataBlock")
                    .u32("NumberOfRuns")
                    .u32("NumberOfPages")
                    .bytes("Run", "_PHYSICAL_MEMORY_RUN[]", 0x320 - 0x6c)
                    .bytes("ContextRecord", "CONTEXT", 0x4b0)
                    .u32("ExceptionCode")
                    .at(0x7dc)
                    .u32("ExceptionAddress")
                    .at(0x820)
                    .bytes("Comment", "char[128]", 128)
                    .at(0xf88)
                    .u32("DumpType")
                    .u32("MiniDumpFields")
                    .u32("SecondaryDataState")
                    .u32("ProductType")
                    .u32("SuiteMask")
                    .u32("WriterStatus")
                    .u64("RequiredDumpSpace")
                    .at(0xfb8)
                    .u64("SystemUpTime")
                    .u64("SystemTime")
                    .at(0x1000)
                    .build();

    /** {@code _DUMP_HEADER64}: its parts that Cairn reads. */
    private static final Structure HEADER64 =
            Structure.named("_DUMP_HEADER64")
                    .u32("Signature")
                    .u32("ValidDump")
                    .u32("MajorVersion")
                    .u32("MinorVersion")
                    .u64("DirectoryTableBase")
                    .u64("PfnDataBase")
                    .u64("PsLoadedModuleList")
                    .u64("PsActiveProcessHead")
                    .u32("MachineImageType")
                    .u32("NumberProcessors")
                    .u32("BugCheckCode")
                    .at(0x40)
                    .bytes("BugCheckCodeParameter", "u64[4]", 32)
                    .at(0x80)
                    .u64("KdDebuggerDataBlock")
                    .u32("NumberOfRuns")
                    .at(0x90)
                    .u64("NumberOfPages")
                    .bytes("Run", "_PHYSICAL_MEMORY_RUN64[]", 0x348 - 0x98)
                    .bytes("ContextRecord", "CONTEXT", 3000)
                    .u32("ExceptionCode")
                    .at(0xf10)
                    .u64("ExceptionAddress")
                    .at(0xf98)
                    .u32("DumpType")
                    .at(0xfa0)
                    .u64("RequiredDumpSpace")
                    .u64("SystemTime")
                    .bytes("Comment", "char[128]", 128)
                    .u64("SystemUpTime")
                    .u32("MiniDumpFields")
                    .u32("SecondaryDataState")
                    .u32("ProductType")
                    .u32("SuiteMask")
                    .u32("WriterStatus")
                    .at(0x2000)
                    .build();

    /** {@code _PHYSICAL_MEMORY_RUN}. */
    private static final Structure RUN32 =
            Structure.named("_PHYSICAL_MEMORY_RUN").u32("BasePage").u32("PageCount").build();

    private static final Structure RUN64 =
            Structure.named("_PHYSICAL_MEMORY_RUN64").u64("BasePage").u64("PageCount").build();

    /** {@code BITMAP_DUMP}, of Windows 8 and later, after either header. */
    static final Structure BITMAP_DUMP =
            Structure.named("BITMAP_DUMP")
                    .u32("Signature")
                    .u32("ValidDump")
                    .at(0x20)
                    .u64("FirstPage")
                    .u64("TotalPresentPages")
                    .u64("Pages")
                    .bytes("Bitmap", "u8[]", 0)
                    .build();

    /** {@code SUMMARY_DUMP32}, of Windows 2000 to 7. */
    static final Structure SUMMARY_DUMP32 =
            Structure.named("SUMMARY_DUMP32")
                    .u32("Signature")
                    .u32("ValidDump")
                    .u32("DumpOptions")
                    .u32("FirstPage")
                    .u32("Pages")
                    .u32("TotalPresentPages")
                    .at(0x20)
                    .bytes("Bitmap", "u8[]", 0)
                    .build();

    /** {@code SUMMARY_DUMP64}, of Windows 2003 to 7. */
    static final Structure SUMMARY_DUMP64 =
            Structure.named("SUMMARY_DUMP64")
                    .u32("Signature")
                    .u32("ValidDump")
                    .u32("DumpOptions")
                    .u32("FirstPage")
                    .u32("Pages")
                    .u32("TotalPresentPages")
                    .at(0x28)
                    .bytes("Bitmap", "u8[]", 0)
                    .build();

    /** The header of types 8 to 10; {@code MetadataSize} counts from its own field on. */
    static final Structure RANGES_DUMP =
            Structure.named("RDMP_HEADER64")
                    .u32("Marker")
                    .u32("Signature")
                    .u32("ValidDump")
                    .at(0x10)
                    .u64("MetadataSize")
                    .u64("FirstPage")
                    .at(0x30)
                    .bytes("Ranges", "_PHYSICAL_MEMORY_RUN64[]", 0)
                    .build();

    /** {@code TRIAGE_DUMP32}: its parts that Cairn reads. */
    private static final Structure TRIAGE32 =
            Structure.named("TRIAGE_DUMP32")
                    .u32("ServicePackBuild")
                    .u32("SizeOfDump")
                    .u32("ValidOffset")
                    .at(0x28)
                    .u32("CallStackOffset")
                    .u32("SizeOfCallStack")
                    .u32("DriverListOffset")
                    .u32("DriverCount")
                    .u32("StringPoolOffset")
                    .at(0x48)
                    .u32("TopOfStack")
                    .u32("DataPageAddress")
                    .u32("DataPageOffset")
                    .u32("DataPageSize")
                    .u32("DebuggerDataOffset")
                    .u32("DebuggerDataSize")
                    .u32("DataBlocksOffset")
                    .u32("DataBlocksCount")
                    .build();

    /** {@code TRIAGE_DUMP64}: its parts that Cairn reads. */
    private static final Structure TRIAGE64 =
            Structure.named("TRIAGE_DUMP64")
                    .u32("ServicePackBuild")
                    .u32("SizeOfDump")
                    .u32("ValidOffset")
                    .at(0x28)
                    .u32("CallStackOffset")
                    .u32("SizeOfCallStack")
                    .u32("DriverListOffset")
                    .u32("DriverCount")
                    .u32("StringPoolOffset")
                    .at(0x48)
                    .u64("TopOfStack")
                    .at(0x60)
                    .u64("DataPageAddress")
                    .u32("DataPageOffset")
                    .u32("DataPageSize")
                    .u32("DebuggerDataOffset")
                    .u32("DebuggerDataSize")
                    .u32("DataBlocksOffset")
                    .u32("DataBlocksCount")
                    .build();

    /** {@code TRIAGE_DATA_BLOCK}: the same in both forms. */
    static final Structure TRIAGE_DATA_BLOCK =
            Structure.named("TRIAGE_DATA_BLOCK").u64("Address").u32("Offset").u32("Size").build();

    /** {@code DUMP_DRIVER_ENTRY32}: the place of the name, then a loader entry. */
    private static final Structure DRIVER_ENTRY32 =
            Structure.named("DUMP_DRIVER_ENTRY32")
                    .u32("DriverNameOffset")
                    .at(0x1c)
                    .u32("DllBase")
                    .at(0x24)
                    .u32("SizeOfImage")
                    .at(0x44)
                    .u32("CheckSum")
                    .u32("TimeDateStamp")
                    .at(0x4c)
                    .build();

    /** {@code DUMP_DRIVER_ENTRY64}. */
    private static final Structure DRIVER_ENTRY64 =
            Structure.named("DUMP_DRIVER_ENTRY64")
                    .u32("DriverNameOffset")
                    .at(0x38)
                    .u64("DllBase")
                    .at(0x48)
                    .u32("SizeOfImage")
                    .at(0x80)
                    .u32("CheckSum")
                    .at(0x88)
                    .u32("TimeDateStamp")
                    .at(0x90)
                    .build();

    /** Its length is in characters. */
    static final Field DUMP_STRING_LENGTH = new Field("Length", "u32", 0, Integer.BYTES);

    private CrashDumpFormat() {}

    static Structure header(boolean wide) {
        return wide ? HEADER64 : HEADER32;
    }

    static Structure run(boolean wide) {
        return wide ? RUN64 : RUN32;
    }

    static Structure driver(boolean wide) {
        return wide ? DRIVER_ENTRY64 : DRIVER_ENTRY32;
    }

    static Structure triage(boolean wide) {
        return wide ? TRIAGE64 : TRIAGE32;
    }
}
