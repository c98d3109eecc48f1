package org.cairn.dump.windows;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types of streams: {@code MINIDUMP_STREAM_TYPE} of {@code minidumpapiset.h}, and those that
 * Breakpad and Crashpad add.
 */
public enum MinidumpStreamType {
    /** Free space in the directory. */
    UNUSED(0, "UnusedStream"),
    /** Reserved. */
    RESERVED_0(1, "ReservedStream0"),
    /** Reserved. */
    RESERVED_1(2, "ReservedStream1"),
    /** {@code MINIDUMP_THREAD_LIST}. */
    THREAD_LIST(3, "ThreadListStream"),
    /** {@code MINIDUMP_MODULE_LIST}. */
    MODULE_LIST(4, "ModuleListStream"),
    /** {@code MINIDUMP_MEMORY_LIST}. */
    MEMORY_LIST(5, "MemoryListStream"),
    /** {@code MINIDUMP_EXCEPTION_STREAM}. */
    EXCEPTION(6, "ExceptionStream"),
    /** {@code MINIDUMP_SYSTEM_INFO}. */
    SYSTEM_INFO(7, "SystemInfoStream"),
    /** {@code MINIDUMP_THREAD_EX_LIST}. */
    THREAD_EX_LIST(8, "ThreadExListStream"),
    /** {@code MINIDUMP_MEMORY64_LIST}. */
    MEMORY64_LIST(9, "Memory64ListStream"),
    /** Text in the code page of the machine. */
    COMMENT_A(10, "CommentStreamA"),
    /** Text in UTF-16. */
    COMMENT_W(11, "CommentStreamW"),
    /** {@code MINIDUMP_HANDLE_DATA_STREAM}. */
    HANDLE_DATA(12, "HandleDataStream"),
    /** {@code MINIDUMP_FUNCTION_TABLE_STREAM}. */
    FUNCTION_TABLE(13, "FunctionTableStream"),
    /** {@code MINIDUMP_UNLOADED_MODULE_LIST}. */
    UNLOADED_MODULE_LIST(14, "UnloadedModuleListStream"),
    /** {@code MINIDUMP_MISC_INFO} and its longer versions. */
    MISC_INFO(15, "MiscInfoStream"),
    /** {@code MINIDUMP_MEMORY_INFO_LIST}. */
    MEMORY_INFO_LIST(16, "MemoryInfoListStream"),
    /** {@code MINIDUMP_THREAD_INFO_LIST}. */
    THREAD_INFO_LIST(17, "ThreadInfoListStream"),
    /** {@code MINIDUMP_HANDLE_OPERATION_LIST}. */
    HANDLE_OPERATION_LIST(18, "HandleOperationListStream"),
    /** {@code MINIDUMP_TOKEN_INFO_LIST}. */
    TOKEN(19, "TokenStream"),
    /** Data of a script engine. */
    JAVA_SCRIPT_DATA(20, "JavaScriptDataStream"),
    /** {@code MINIDUMP_SYSTEM_MEMORY_INFO_1}. */
    SYSTEM_MEMORY_INFO(21, "SystemMemoryInfoStream"),
    /** {@code MINIDUMP_PROCESS_VM_COUNTERS_1}. */
    PROCESS_VM_COUNTERS(22, "ProcessVmCountersStream"),
    /** Intel Processor Trace. */
    IPT_TRACE(23, "IptTraceStream"),
    /** {@code MINIDUMP_THREAD_NAME_LIST}. */
    THREAD_NAMES(24, "ThreadNamesStream"),
    /** Windows CE. */
    CE_NULL(0x8000, "ceStreamNull"),
    /** Windows CE. */
    CE_SYSTEM_INFO(0x8001, "ceStreamSystemInfo"),
    /** Windows CE. */
    CE_EXCEPTION(0x8002, "ceStreamException"),
    /** Windows CE. */
    CE_MODULE_LIST(0x8003, "ceStreamModuleList"),
    /** Windows CE. */
    CE_PROCESS_LIST(0x8004, "ceStreamProcessList"),
    /** Windows CE. */
    CE_THREAD_LIST(0x8005, "ceStreamThreadList"),
    /** Windows CE. */
    CE_THREAD_CONTEXT_LIST(0x8006, "ceStreamThreadContextList"),
    /** Windows CE. */
    CE_THREAD_CALL_STACK_LIST(0x8007, "ceStreamThreadCallStackList"),
    /** Windows CE. */
    CE_MEMORY_VIRTUAL_LIST(0x8008, "ceStreamMemoryVirtualList"),
    /** Windows CE. */
    CE_MEMORY_PHYSICAL_LIST(0x8009, "ceStreamMemoryPhysicalList"),
    /** Windows CE. */
    CE_BUCKET_PARAMETERS(0x800a, "ceStreamBucketParameters"),
    /** Windows CE. */
    CE_PROCESS_MODULE_MAP(0x800b, "ceStreamProcessModuleMap"),
    /** Windows CE. */
    CE_DIAGNOSIS_LIST(0x800c, "ceStreamDiagnosisList"),
    /** Breakpad: which threads dumped and asked for the dump. */
    BREAKPAD_INFO(0x47670001, "BreakpadInfoStream"),
    /** Breakpad: a failed assertion. */
    ASSERTION_INFO(0x47670002, "AssertionInfoStream"),
    /** Breakpad: {@code /proc/cpuinfo}. */
    LINUX_CPU_INFO(0x47670003, "LinuxCpuInfo"),
    /** Breakpad: {@code /proc/PID/status}. */
    LINUX_PROC_STATUS(0x47670004, "LinuxProcStatus"),
    /** Breakpad: {@code /etc/lsb-release}. */
    LINUX_LSB_RELEASE(0x47670005, "LinuxLsbRelease"),
    /** Breakpad: {@code /proc/PID/cmdline}. */
    LINUX_CMD_LINE(0x47670006, "LinuxCmdLine"),
    /** Breakpad: {@code /proc/PID/environ}. */
    LINUX_ENVIRON(0x47670007, "LinuxEnviron"),
    /** Breakpad: {@code /proc/PID/auxv}. */
    LINUX_AUXV(0x47670008, "LinuxAuxv"),
    /** Breakpad: {@code /proc/PID/maps}. */
    LINUX_MAPS(0x47670009, "LinuxMaps"),
    /** Breakpad: the dynamic linker's list. */
    LINUX_DSO_DEBUG(0x4767000a, "LinuxDsoDebug"),
    /** Crashpad: annotations. */
    CRASHPAD_INFO(0x43500001, "CrashpadInfoStream");

    private static final Map<Long, MinidumpStreamType> BY_NUMBER =
            Arrays.stream(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    MinidumpStreamType::number, Function.identity()));

    private final long number;
    private final String label;

    MinidumpStreamType(long number, String label) {
        this.number = number;
        this.label = label;
    }

    /**
     * The number in {@code MINIDUMP_DIRECTORY.StreamType}.
     *
     * @return unsigned 32-bit
     */
    public long number() {
        return number;
    }

    /**
     * The vendor's name.
     *
     * @return such as {@code ThreadListStream}
     */
    public String label() {
        return label;
    }

    /**
     * Looks for a type.
     *
     * @param number as in {@code MINIDUMP_DIRECTORY.StreamType}
     * @return the type, or empty when Cairn does not know it
     */
    public static Optional<MinidumpStreamType> of(long number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }
}
