package org.cairn.testkit.internal;

import org.cairn.memory.Structure;

/** The structures of a minidump, from {@code minidumpapiset.h} and {@code winnt.h}. */
public final class MinidumpStructures {
    /** {@code MINIDUMP_HEADER}. */
    public static final Structure HEADER =
            Structure.named("MINIDUMP_HEADER")
                    .u32("Signature")
                    .u32("Version")
                    .u32("NumberOfStreams")
                    .u32("StreamDirectoryRva")
                    .u32("CheckSum")
                    .u32("TimeDateStamp")
                    .u64("Flags")
                    .build();

    /** {@code MINIDUMP_DIRECTORY}. */
    public static final Structure DIRECTORY =
            Structure.named("MINIDUMP_DIRECTORY")
                    .u32("StreamType")
                    .u32("DataSize")
                    .u32("Rva")
                    .build();

    /** {@code MINIDUMP_SYSTEM_INFO}. */
    public static final Structure SYSTEM_INFO =
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
                    .bytes("Cpu", "CPU_INFORMATION", 24)
                    .build();

    /** {@code MINIDUMP_MODULE}; the fixed file info is spread out. */
    public static final Structure MODULE =
            Structure.named("MINIDUMP_MODULE")
                    .u64("BaseOfImage")
                    .u32("SizeOfImage")
                    .u32("CheckSum")
                    .u32("TimeDateStamp")
                    .u32("ModuleNameRva")
                    .u32("dwSignature")
                    .u32("dwStrucVersion")
                    .u32("dwFileVersionMS")
                    .u32("dwFileVersionLS")
                    .bytes("VersionInfo", "VS_FIXEDFILEINFO", 36)
                    .u32("CvRecord.DataSize")
                    .u32("CvRecord.Rva")
                    .u64("MiscRecord")
                    .u64("Reserved0")
                    .u64("Reserved1")
                    .build();

    /** {@code CV_INFO_PDB70}, before the file name. */
    public static final Structure CODE_VIEW =
            Structure.named("CV_INFO_PDB70")
                    .u32("CvSignature")
                    .u32("Guid.Data1")
                    .u16("Guid.Data2")
                    .u16("Guid.Data3")
                    .bytes("Guid.Data4", "u8[8]", 8)
                    .u32("Age")
                    .build();

    /** {@code MINIDUMP_THREAD}. */
    public static final Structure THREAD =
            Structure.named("MINIDUMP_THREAD")
                    .u32("ThreadId")
                    .u32("SuspendCount")
                    .u32("PriorityClass")
                    .u32("Priority")
                    .u64("Teb")
                    .u64("Stack.StartOfMemoryRange")
                    .u32("Stack.DataSize")
                    .u32("Stack.Rva")
                    .u32("ThreadContext.DataSize")
                    .u32("ThreadContext.Rva")
                    .build();

    /** {@code MINIDUMP_MEMORY_DESCRIPTOR}. */
    public static final Structure MEMORY =
            Structure.named("MINIDUMP_MEMORY_DESCRIPTOR")
                    .u64("StartOfMemoryRange")
                    .u32("DataSize")
                    .u32("Rva")
                    .build();

    /** {@code MINIDUMP_MEMORY64_LIST}, before its descriptors. */
    public static final Structure MEMORY64_LIST =
            Structure.named("MINIDUMP_MEMORY64_LIST")
                    .u64("NumberOfMemoryRanges")
                    .u64("BaseRva")
                    .build();

    /** {@code MINIDUMP_MEMORY_DESCRIPTOR64}. */
    public static final Structure MEMORY64 =
            Structure.named("MINIDUMP_MEMORY_DESCRIPTOR64")
                    .u64("StartOfMemoryRange")
                    .u64("DataSize")
                    .build();

    /** {@code MINIDUMP_MEMORY_INFO_LIST}, before its entries. */
    public static final Structure MEMORY_INFO_LIST =
            Structure.named("MINIDUMP_MEMORY_INFO_LIST")
                    .u32("SizeOfHeader")
                    .u32("SizeOfEntry")
                    .u64("NumberOfEntries")
                    .build();

    /** {@code MINIDUMP_MEMORY_INFO}. */
    public static final Structure MEMORY_INFO =
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

    /** {@code MINIDUMP_MISC_INFO}. */
    public static final Structure MISC_INFO =
            Structure.named("MINIDUMP_MISC_INFO")
                    .u32("SizeOfInfo")
                    .u32("Flags1")
                    .u32("ProcessId")
                    .u32("ProcessCreateTime")
                    .u32("ProcessUserTime")
                    .u32("ProcessKernelTime")
                    .build();

    /** {@code MINIDUMP_EXCEPTION_STREAM}. */
    public static final Structure EXCEPTION =
            Structure.named("MINIDUMP_EXCEPTION_STREAM")
                    .u32("ThreadId")
                    .u32("__alignment")
                    .u32("ExceptionCode")
                    .u32("ExceptionFlags")
                    .u64("ExceptionRecord")
                    .u64("ExceptionAddress")
                    .u32("NumberParameters")
                    .u32("__unusedAlignment")
                    .bytes("ExceptionInformation", "u64[15]", 15 * Long.BYTES)
                    .u32("ThreadContext.DataSize")
                    .u32("ThreadContext.Rva")
                    .build();

    /** {@code CONTEXT} of x86, its whole size, with the fields that are filled in. */
    public static final Structure CONTEXT_X86 =
            Structure.named("CONTEXT")
                    .u32("ContextFlags")
                    .at(0xb8)
                    .u32("InstructionPointer")
                    .at(0xc4)
                    .u32("StackPointer")
                    .at(0xcc)
                    .bytes("ExtendedRegisters", "u8[512]", 512)
                    .build();

    /** {@code CONTEXT} of x64, its whole size, with the fields that are filled in. */
    public static final Structure CONTEXT_X64 =
            Structure.named("CONTEXT")
                    .at(0x30)
                    .u32("ContextFlags")
                    .at(0x98)
                    .u64("StackPointer")
                    .at(0xf8)
                    .u64("InstructionPointer")
                    .bytes("VectorRegister", "u8[976]", 976)
                    .build();

    private MinidumpStructures() {}
}
