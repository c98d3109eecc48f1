package org.cairn.dump.windows;

import org.cairn.memory.Structure;

/**
 * The structures of a minidump, as the Windows SDK declares them in {@code minidumpapiset.h}
 * (packed to 4 bytes), and those of {@code winnt.h}, {@code verrsrc.h} and the CodeView debug
 * record that are embedded in a minidump. Offsets in the file (RVA) are unsigned 32-bit values
 * unless said otherwise.
 */
public final class MinidumpFormat {
    /** {@code MINIDUMP_SIGNATURE}: the characters {@code MDMP}. */
    public static final long SIGNATURE = 0x504d444d;

    /** {@code MINIDUMP_VERSION}: the low word of {@code MINIDUMP_HEADER.Version}. */
    public static final int VERSION = 0xa793;

    /** {@code MINIDUMP_HEADER}: begins the file. */
    public static final Structure MINIDUMP_HEADER =
            Structure.named("MINIDUMP_HEADER")
                    .u32("Signature")
                    .u32("Version")
                    .u32("NumberOfStreams")
                    .u32("StreamDirectoryRva")
                    .u32("CheckSum")
                    .u32("TimeDateStamp")
                    .u64("Flags")
                    .build();

    /** {@code MINIDUMP_LOCATION_DESCRIPTOR}: a stretch of the file. */
    public static final Structure MINIDUMP_LOCATION_DESCRIPTOR =
            Structure.named("MINIDUMP_LOCATION_DESCRIPTOR").u32("DataSize").u32("Rva").build();

    /** {@code MINIDUMP_DIRECTORY}: type and place of a stream. */
    public static final Structure MINIDUMP_DIRECTORY =
            Structure.named("MINIDUMP_DIRECTORY")
                    .u32("StreamType")
                    .bytes("Location", "MINIDUMP_LOCATION_DESCRIPTOR", 8)
                    .build();

    /** {@code MINIDUMP_STRING}: length in bytes without the end mark, then UTF-16. */
    public static final Structure MINIDUMP_STRING =
            Structure.named("MINIDUMP_STRING").u32("Length").bytes("Buffer", "WCHAR[]", 0).build();

    /**
     * What {@code MINIDUMP_THREAD_LIST}, {@code MINIDUMP_MODULE_LIST} and {@code
     * MINIDUMP_MEMORY_LIST} have in common: a number of entries, then the entries.
     */
    public static final Structure MINIDUMP_LIST =
            Structure.named("MINIDUMP_LIST").u32("NumberOfEntries").build();

    /** {@code MINIDUMP_SYSTEM_INFO}, without the processor's features. */
    public static final Structure MINIDUMP_SYSTEM_INFO =
            Structure.named("MINIDUMP_SYSTEM_INFO")
                    .u16("ProcessorArchitecture")
                    .u16("ProcessorLevel")
                    .u16("ProcessorRevision")
                    .u8("NumberOfProcessors")
                    .u8("ProductType")
                    .u32("MajorVersion")
                    .u32("MinorVersion")
                    .u32("BuildNumber")
                    .u32("PlatformId")
                    .u32("CSDVersionRva")
                    .u16("SuiteMask")
                    .u16("Reserved2")
                    .build();

    /** {@code MINIDUMP_MODULE}. */
    public static final Structure MINIDUMP_MODULE =
            Structure.named("MINIDUMP_MODULE")
                    .u64("BaseOfImage")
                    .u32("SizeOfImage")
                    .u32("CheckSum")
                    .u32("TimeDateStamp")
                    .u32("ModuleNameRva")
                    .bytes("VersionInfo", "VS_FIXEDFILEINFO", 52)
                    .bytes("CvRecord", "MINIDUMP_LOCATION_DESCRIPTOR", 8)
                    .bytes("MiscRecord", "MINIDUMP_LOCATION_DESCRIPTOR", 8)
                    .u64("Reserved0")
                    .u64("Reserved1")
                    .build();

    /** {@code VS_FIXEDFILEINFO.dwSignature} of a version that was filled in. */
    public static final long VS_FFI_SIGNATURE = 0xfeef04bdL;

    /** {@code VS_FIXEDFILEINFO}: the beginning. */
    public static final Structure VS_FIXEDFILEINFO =
            Structure.named("VS_FIXEDFILEINFO")
                    .u32("dwSignature")
                    .u32("dwStrucVersion")
                    .u32("dwFileVersionMS")
                    .u32("dwFileVersionLS")
                    .build();

    /** The signature of {@link #CV_INFO_PDB70}: the characters {@code RSDS}. */
    public static final long CV_SIGNATURE_RSDS = 0x53445352;

    /** The signature of {@link #CV_INFO_PDB20}: the characters {@code NB10}. */
    public static final long CV_SIGNATURE_NB10 = 0x3031424e;

    /** {@code CV_INFO_PDB70}: identity of a PDB of Visual C++ 7 and later; the name is UTF-8. */
    public static final Structure CV_INFO_PDB70 =
            Structure.named("CV_INFO_PDB70")
                    .u32("CvSignature")
                    .u32("Signature.Data1")
                    .u16("Signature.Data2")
                    .u16("Signature.Data3")
                    .bytes("Signature.Data4", "unsigned char[8]", 8)
                    .u32("Age")
                    .bytes("PdbFileName", "char[]", 0)
                    .build();

    /** {@code CV_INFO_PDB20}: identity of a PDB before Visual C++ 7. */
    public static final Structure CV_INFO_PDB20 =
            Structure.named("CV_INFO_PDB20")
                    .u32("CvSignature")
                    .u32("Offset")
                    .u32("Signature")
                    .u32("Age")
                    .bytes("PdbFileName", "char[]", 0)
                    .build();

    /** {@code MINIDUMP_MEMORY_DESCRIPTOR}: a range of memory and where its bytes are. */
    public static final Structure MINIDUMP_MEMORY_DESCRIPTOR =
            Structure.named("MINIDUMP_MEMORY_DESCRIPTOR")
                    .u64("StartOfMemoryRange")
                    .bytes("Memory", "MINIDUMP_LOCATION_DESCRIPTOR", 8)
                    .build();

    /**
     * {@code MINIDUMP_MEMORY_DESCRIPTOR64}: a range whose bytes follow those of the range before.
     */
    public static final Structure MINIDUMP_MEMORY_DESCRIPTOR64 =
            Structure.named("MINIDUMP_MEMORY_DESCRIPTOR64")
                    .u64("StartOfMemoryRange")
                    .u64("DataSize")
                    .build();

    /** {@code MINIDUMP_MEMORY64_LIST}: a 64-bit RVA of the first range's bytes, then the ranges. */
    public static final Structure MINIDUMP_MEMORY64_LIST =
            Structure.named("MINIDUMP_MEMORY64_LIST")
                    .u64("NumberOfMemoryRanges")
                    .u64("BaseRva")
                    .build();

    /** {@code MINIDUMP_MEMORY_INFO_LIST}: the entries follow the header. */
    public static final Structure MINIDUMP_MEMORY_INFO_LIST =
            Structure.named("MINIDUMP_MEMORY_INFO_LIST")
                    .u32("SizeOfHeader")
                    .u32("SizeOfEntry")
                    .u64("NumberOfEntries")
                    .build();

    /** {@code MINIDUMP_MEMORY_INFO}: a region, as {@code VirtualQuery} describes it. */
    public static final Structure MINIDUMP_MEMORY_INFO =
            Structure.named("MINIDUMP_MEMORY_INFO")
                    .u64("BaseAddress")
                    .u64("AllocationBase")
                    .u32("AllocationProtect")
                    .u32("__alignment1")
                    .u64("RegionSize")
                    .u32("State")
                    .u32("Protect")
                    .u32("Type")
                    .u32("__alignment2")
                    .build();

    /** {@code MINIDUMP_THREAD}. */
    public static final Structure MINIDUMP_THREAD =
            Structure.named("MINIDUMP_THREAD")
                    .u32("ThreadId")
                    .u32("SuspendCount")
                    .u32("PriorityClass")
                    .u32("Priority")
                    .u64("Teb")
                    .bytes("Stack", "MINIDUMP_MEMORY_DESCRIPTOR", 16)
                    .bytes("ThreadContext", "MINIDUMP_LOCATION_DESCRIPTOR", 8)
                    .build();

    /** {@code MINIDUMP_THREAD_EX}: begins as {@link #MINIDUMP_THREAD} does. */
    public static final Structure MINIDUMP_THREAD_EX =
            Structure.named("MINIDUMP_THREAD_EX")
                    .bytes("Thread", "MINIDUMP_THREAD", MINIDUMP_THREAD.size())
                    .bytes("BackingStore", "MINIDUMP_MEMORY_DESCRIPTOR", 16)
                    .build();

    /** {@code CONTEXT} of x86 ({@code winnt.h}): the registers that Cairn reads. */
    public static final Structure CONTEXT_X86 =
            Structure.named("CONTEXT").at(0xb8).u32("Eip").at(0xc4).u32("Esp").build();

    /** {@code CONTEXT} of x64 ({@code winnt.h}): the registers that Cairn reads. */
    public static final Structure CONTEXT_X64 =
            Structure.named("CONTEXT").at(0x98).u64("Rsp").at(0xf8).u64("Rip").build();

    /** {@code ARM64_NT_CONTEXT} ({@code winnt.h}): the registers that Cairn reads. */
    public static final Structure CONTEXT_ARM64 =
            Structure.named("ARM64_NT_CONTEXT").at(0x100).u64("Sp").u64("Pc").build();

    /** {@code MINIDUMP_EXCEPTION_STREAM} with its {@code MINIDUMP_EXCEPTION}. */
    public static final Structure MINIDUMP_EXCEPTION_STREAM =
            Structure.named("MINIDUMP_EXCEPTION_STREAM")
                    .u32("ThreadId")
                    .u32("__alignment")
                    .u32("ExceptionCode")
                    .u32("ExceptionFlags")
                    .u64("ExceptionRecord")
                    .u64("ExceptionAddress")
                    .u32("NumberParameters")
                    .u32("__unusedAlignment")
                    .bytes("ExceptionInformation", "ULONG64[15]", 15 * Long.BYTES)
                    .bytes("ThreadContext", "MINIDUMP_LOCATION_DESCRIPTOR", 8)
                    .build();

    /** {@code MINIDUMP_MISC_INFO}. */
    public static final Structure MINIDUMP_MISC_INFO =
            Structure.named("MINIDUMP_MISC_INFO")
                    .u32("SizeOfInfo")
                    .u32("Flags1")
                    .u32("ProcessId")
                    .u32("ProcessCreateTime")
                    .u32("ProcessUserTime")
                    .u32("ProcessKernelTime")
                    .build();

    /** {@code MINIDUMP_MISC_INFO_4}: what it adds to {@code MINIDUMP_MISC_INFO_3}. */
    public static final Structure MINIDUMP_MISC_INFO_4 =
            Structure.named("MINIDUMP_MISC_INFO_4")
                    .at(232)
                    .bytes("BuildString", "WCHAR[260]", 520)
                    .bytes("DbgBldStr", "WCHAR[40]", 80)
                    .build();

    private MinidumpFormat() {}
}
