package org.cairn.dump.windows.internal;

import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;

/** {@code MINIDUMP_TYPE} of {@code minidumpapiset.h}: the flags in the header, in order of bits. */
enum MiniDumpType {
    WITH_DATA_SEGS("WithDataSegs"),
    WITH_FULL_MEMORY("WithFullMemory"),
    WITH_HANDLE_DATA("WithHandleData"),
    FILTER_MEMORY("FilterMemory"),
    SCAN_MEMORY("ScanMemory"),
    WITH_UNLOADED_MODULES("WithUnloadedModules"),
    WITH_INDIRECTLY_REFERENCED_MEMORY("WithIndirectlyReferencedMemory"),
    FILTER_MODULE_PATHS("FilterModulePaths"),
    WITH_PROCESS_THREAD_DATA("WithProcessThreadData"),
    WITH_PRIVATE_READ_WRITE_MEMORY("WithPrivateReadWriteMemory"),
    WITHOUT_OPTIONAL_DATA("WithoutOptionalData"),
    WITH_FULL_MEMORY_INFO("WithFullMemoryInfo"),
    WITH_THREAD_INFO("WithThreadInfo"),
    WITH_CODE_SEGS("WithCodeSegs"),
    WITHOUT_AUXILIARY_STATE("WithoutAuxiliaryState"),
    WITH_FULL_AUXILIARY_STATE("WithFullAuxiliaryState"),
    WITH_PRIVATE_WRITE_COPY_MEMORY("WithPrivateWriteCopyMemory"),
    IGNORE_INACCESSIBLE_MEMORY("IgnoreInaccessibleMemory"),
    WITH_TOKEN_INFORMATION("WithTokenInformation"),
    WITH_MODULE_HEADERS("WithModuleHeaders"),
    FILTER_TRIAGE("FilterTriage"),
    WITH_AVX_X_STATE_CONTEXT("WithAvxXStateContext"),
    WITH_IPT_TRACE("WithIptTrace"),
    SCAN_INACCESSIBLE_PARTIAL_PAGES("ScanInaccessiblePartialPages"),
    FILTER_WRITE_COMBINE_MEMORY("FilterWriteCombineMemory");

    private static final String PREFIX = "MiniDump";

    private final String label;

    MiniDumpType(String label) {
        this.label = label;
    }

    boolean isIn(long flags) {
        return (flags >>> ordinal() & 1) != 0;
    }

    /** The flags for people, such as {@code 0x2 (MiniDumpWithFullMemory)}. */
    static String describe(long flags) {
        List<String> names = new ArrayList<>();
        for (MiniDumpType type : values()) {
            if (type.isIn(flags)) {
                names.add(PREFIX + type.label);
            }
        }
        if (flags == 0) {
            names.add(PREFIX + "Normal");
        }
        return Addresses.hex(flags)
                + (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")");
    }
}
