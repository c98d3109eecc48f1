package org.cairn.dump.windows.internal;

import org.cairn.memory.Structure;

/**
 * The structures of the streams that tell more about a process than its memory, as the Windows SDK
 * declares them in {@code minidumpapiset.h} (packed to 4 bytes). Lists begin with the sizes of
 * their header and entries, so that later versions can be longer.
 */
final class DetailFormat {
    /** {@code MINIDUMP_HANDLE_DATA_STREAM}. */
    static final Structure HANDLE_DATA =
            Structure.named("MINIDUMP_HANDLE_DATA_STREAM")
                    .u32("SizeOfHeader")
                    .u32("SizeOfEntry")
                    .u32("NumberOfEntries")
                    .u32("Reserved")
                    .build();

    /** {@code MINIDUMP_HANDLE_DESCRIPTOR}; its second version begins with it. */
    static final Structure HANDLE =
            Structure.named("MINIDUMP_HANDLE_DESCRIPTOR")
                    .u64("Handle")
                    .u32("TypeNameRva")
                    .u32("ObjectNameRva")
                    .u32("Attributes")
                    .u32("GrantedAccess")
                    .u32("HandleCount")
                    .u32("PointerCount")
                    .build();

    /** What {@code MINIDUMP_UNLOADED_MODULE_LIST} and {@code MINIDUMP_THREAD_INFO_LIST} share. */
    static final Structure SIZED_LIST =
            Structure.named("MINIDUMP_THREAD_INFO_LIST")
                    .u32("SizeOfHeader")
                    .u32("SizeOfEntry")
                    .u32("NumberOfEntries")
                    .build();

    /** {@code MINIDUMP_UNLOADED_MODULE}. */
    static final Structure UNLOADED_MODULE =
            Structure.named("MINIDUMP_UNLOADED_MODULE")
                    .u64("BaseOfImage")
                    .u32("SizeOfImage")
                    .u32("CheckSum")
                    .u32("TimeDateStamp")
                    .u32("ModuleNameRva")
                    .build();

    /** {@code MINIDUMP_THREAD_INFO}. */
    static final Structure THREAD_INFO =
            Structure.named("MINIDUMP_THREAD_INFO")
                    .u32("ThreadId")
                    .u32("DumpFlags")
                    .u32("DumpError")
                    .u32("ExitStatus")
                    .u64("CreateTime")
                    .u64("ExitTime")
                    .u64("KernelTime")
                    .u64("UserTime")
                    .u64("StartAddress")
                    .u64("Affinity")
                    .build();

    /** {@code MINIDUMP_THREAD_NAME}: the place of the name has 64 bits. */
    static final Structure THREAD_NAME =
            Structure.named("MINIDUMP_THREAD_NAME").u32("ThreadId").u64("RvaOfThreadName").build();

    /** {@code MINIDUMP_HANDLE_OPERATION_LIST}. */
    static final Structure HANDLE_OPERATION_LIST =
            Structure.named("MINIDUMP_HANDLE_OPERATION_LIST")
                    .u32("SizeOfHeader")
                    .u32("SizeOfEntry")
                    .u32("NumberOfEntries")
                    .u32("Reserved")
                    .build();

    /** {@code AVRF_HANDLE_OPERATION} without its stack trace. */
    static final Structure HANDLE_OPERATION =
            Structure.named("AVRF_HANDLE_OPERATION")
                    .u64("Handle")
                    .u32("ProcessId")
                    .u32("ThreadId")
                    .u32("OperationType")
                    .build();

    /** {@code MINIDUMP_FUNCTION_TABLE_STREAM}. */
    static final Structure FUNCTION_TABLE =
            Structure.named("MINIDUMP_FUNCTION_TABLE_STREAM")
                    .u32("SizeOfHeader")
                    .u32("SizeOfDescriptor")
                    .u32("SizeOfNativeDescriptor")
                    .u32("SizeOfFunctionEntry")
                    .u32("NumberOfDescriptors")
                    .u32("SizeOfAlignPad")
                    .build();

    /** {@code MINIDUMP_TOKEN_INFO_LIST}: entries of different sizes follow. */
    static final Structure TOKEN_LIST =
            Structure.named("MINIDUMP_TOKEN_INFO_LIST")
                    .u32("TokenListSize")
                    .u32("TokenListEntries")
                    .u32("ListHeaderSize")
                    .u32("ElementHeaderSize")
                    .build();

    /** {@code MINIDUMP_TOKEN_INFO_HEADER}: the token's data follow up to its size. */
    static final Structure TOKEN =
            Structure.named("MINIDUMP_TOKEN_INFO_HEADER")
                    .u32("TokenSize")
                    .u32("TokenId")
                    .u64("TokenHandle")
                    .build();

    /** {@code MINIDUMP_SYSTEM_MEMORY_INFO_1} up to its basic counters. */
    static final Structure SYSTEM_MEMORY =
            Structure.named("MINIDUMP_SYSTEM_MEMORY_INFO_1")
                    .u16("Revision")
                    .u16("Flags")
                    .u32("TimerResolution")
                    .u32("PageSize")
                    .u32("NumberOfPhysicalPages")
                    .at(0x38)
                    .bytes("FileCacheInfo", "MINIDUMP_SYSTEM_FILECACHE_INFORMATION", 60)
                    .u64("AvailablePages")
                    .u64("CommittedPages")
                    .u64("CommitLimit")
                    .u64("PeakCommitment")
                    .build();

    /** {@code MINIDUMP_PROCESS_VM_COUNTERS_1}; the second version begins with it. */
    static final Structure VM_COUNTERS =
            Structure.named("MINIDUMP_PROCESS_VM_COUNTERS_1")
                    .u16("Revision")
                    .u16("Flags")
                    .u32("PageFaultCount")
                    .u64("PeakWorkingSetSize")
                    .u64("WorkingSetSize")
                    .u64("QuotaPeakPagedPoolUsage")
                    .u64("QuotaPagedPoolUsage")
                    .u64("QuotaPeakNonPagedPoolUsage")
                    .u64("QuotaNonPagedPoolUsage")
                    .u64("PagefileUsage")
                    .u64("PeakPagefileUsage")
                    .build();

    /** What {@code MINIDUMP_PROCESS_VM_COUNTERS_1} adds. */
    static final Structure VM_COUNTERS_1 =
            Structure.named("MINIDUMP_PROCESS_VM_COUNTERS_1")
                    .at(VM_COUNTERS.size())
                    .u64("PrivateUsage")
                    .build();

    /** What {@code MINIDUMP_PROCESS_VM_COUNTERS_2} adds. */
    static final Structure VM_COUNTERS_2 =
            Structure.named("MINIDUMP_PROCESS_VM_COUNTERS_2")
                    .at(VM_COUNTERS.size())
                    .u64("PeakVirtualSize")
                    .u64("VirtualSize")
                    .u64("PrivateUsage")
                    .build();

    private DetailFormat() {}
}
