package org.cairn.testkit.internal;

import static org.cairn.testkit.internal.MinidumpStructures.CODE_VIEW;
import static org.cairn.testkit.internal.MinidumpStructures.EXCEPTION;
import static org.cairn.testkit.internal.MinidumpStructures.MEMORY_INFO;
import static org.cairn.testkit.internal.MinidumpStructures.MEMORY_INFO_LIST;
import static org.cairn.testkit.internal.MinidumpStructures.MISC_INFO;
import static org.cairn.testkit.internal.MinidumpStructures.MODULE;
import static org.cairn.testkit.internal.MinidumpStructures.SYSTEM_INFO;

import org.cairn.dump.DumpException;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.testkit.MinidumpWriter.SystemInfo;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The streams of a minidump that hold no memory, as {@code minidumpapiset.h} describes them. */
public final class MinidumpParts {
    private static final int MODULE_LIST = 4;
    private static final int EXCEPTION_STREAM = 6;
    private static final int SYSTEM_INFO_STREAM = 7;
    private static final int MISC_INFO_STREAM = 15;
    private static final int MEMORY_INFO_LIST_STREAM = 16;

    private static final int MISC1_PROCESS_ID = 1;
    private static final int MISC1_PROCESS_TIMES = 2;
    private static final int VER_PLATFORM_WIN32_NT = 2;
    private static final int VER_NT_WORKSTATION = 1;
    private static final long FIXED_FILE_INFO_SIGNATURE = 0xfeef04bdL;
    private static final long FIXED_FILE_INFO_VERSION = 0x10000;
    private static final long RSDS = 0x53445352;

    private MinidumpParts() {}

    /** The SystemInfo stream. */
    public static MinidumpStream systemInfo(SystemInfo system) {
        return new MinidumpStream(
                SYSTEM_INFO_STREAM,
                out -> {
                    int at = out.append(SYSTEM_INFO);
                    long architecture = architecture(system.architecture());
                    out.set(at, SYSTEM_INFO, "ProcessorArchitecture", architecture);
                    out.set(at, SYSTEM_INFO, "ProcessorLevel", 6);
                    out.set(at, SYSTEM_INFO, "NumberOfProcessors", system.processors());
                    out.set(at, SYSTEM_INFO, "ProductType", VER_NT_WORKSTATION);
                    out.set(at, SYSTEM_INFO, "MajorVersion", system.major());
                    out.set(at, SYSTEM_INFO, "MinorVersion", system.minor());
                    out.set(at, SYSTEM_INFO, "BuildNumber", system.build());
                    out.set(at, SYSTEM_INFO, "PlatformId", VER_PLATFORM_WIN32_NT);
                    int text = string(out, system.servicePack());
                    out.set(at, SYSTEM_INFO, "CSDVersionRva", text);
                    return SYSTEM_INFO.size();
                });
    }

    /** The ModuleList stream. */
    public static MinidumpStream moduleList(List<DumpModule> modules) {
        return new MinidumpStream(
                MODULE_LIST,
                out -> {
                    int start = out.append(Integer.BYTES);
                    out.set(start, COUNT, modules.size());
                    int first = out.append(modules.size() * MODULE.size());
                    for (int i = 0; i < modules.size(); i++) {
                        module(out, first + i * MODULE.size(), modules.get(i));
                    }
                    return first - start + modules.size() * MODULE.size();
                });
    }

    /** The MemoryInfoList stream. */
    public static MinidumpStream memoryInfoList(List<DumpRegion> regions) {
        return new MinidumpStream(
                MEMORY_INFO_LIST_STREAM,
                out -> {
                    int start = out.append(MEMORY_INFO_LIST);
                    out.set(start, MEMORY_INFO_LIST, "SizeOfHeader", MEMORY_INFO_LIST.size());
                    out.set(start, MEMORY_INFO_LIST, "SizeOfEntry", MEMORY_INFO.size());
                    out.set(start, MEMORY_INFO_LIST, "NumberOfEntries", regions.size());
                    regions.forEach(region -> region(out, region));
                    return out.size() - start;
                });
    }

    /** The MiscInfo stream. */
    public static MinidumpStream miscInfo(long processId, long createTime) {
        return new MinidumpStream(
                MISC_INFO_STREAM,
                out -> {
                    int at = out.append(MISC_INFO);
                    out.set(at, MISC_INFO, "SizeOfInfo", MISC_INFO.size());
                    out.set(at, MISC_INFO, "Flags1", MISC1_PROCESS_ID | MISC1_PROCESS_TIMES);
                    out.set(at, MISC_INFO, "ProcessId", processId);
                    out.set(at, MISC_INFO, "ProcessCreateTime", createTime);
                    return MISC_INFO.size();
                });
    }

    /** The Exception stream. */
    public static MinidumpStream exception(DumpException exception) {
        return new MinidumpStream(
                EXCEPTION_STREAM,
                out -> {
                    int at = out.append(EXCEPTION);
                    List<Long> parameters = exception.parameters();
                    out.set(at, EXCEPTION, "ThreadId", exception.threadId());
                    out.set(at, EXCEPTION, "ExceptionCode", exception.code());
                    out.set(at, EXCEPTION, "ExceptionAddress", exception.address());
                    out.set(at, EXCEPTION, "NumberParameters", parameters.size());
                    int information = at + EXCEPTION.offset("ExceptionInformation");
                    for (int i = 0; i < parameters.size(); i++) {
                        out.set(information + i * Long.BYTES, PARAMETER, parameters.get(i));
                    }
                    return EXCEPTION.size();
                });
    }

    /** The number of elements at the beginning of a list. */
    static final Field COUNT = new Field("Count", "u32", 0, Integer.BYTES);

    private static final Field PARAMETER = new Field("Parameter", "u64", 0, Long.BYTES);

    /** Appends a {@code MINIDUMP_STRING}; returns its offset. */
    private static int string(FileBuffer out, String text) {
        out.align(Integer.BYTES);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        int at = out.append(Integer.BYTES);
        out.set(at, COUNT, bytes.length);
        out.append(bytes);
        out.append(Character.BYTES);
        return at;
    }

    private static long architecture(Architecture architecture) {
        return switch (architecture) {
            case X86 -> 0;
            case X64 -> 9;
            case ARM64 -> 12;
        };
    }

    private static void module(FileBuffer out, int at, DumpModule module) {
        out.set(at, MODULE, "BaseOfImage", module.base());
        out.set(at, MODULE, "SizeOfImage", module.size());
        out.set(at, MODULE, "CheckSum", module.checkSum());
        out.set(at, MODULE, "TimeDateStamp", module.timeDateStamp());
        out.set(at, MODULE, "ModuleNameRva", string(out, module.name()));
        if (!module.version().isEmpty()) {
            String[] parts = module.version().split("\\.", -1);
            out.set(at, MODULE, "dwSignature", FIXED_FILE_INFO_SIGNATURE);
            out.set(at, MODULE, "dwStrucVersion", FIXED_FILE_INFO_VERSION);
            out.set(at, MODULE, "dwFileVersionMS", words(parts[0], parts[1]));
            out.set(at, MODULE, "dwFileVersionLS", words(parts[2], parts[3]));
        }
        if (!module.pdb().isEmpty()) {
            out.align(Integer.BYTES);
            int record = codeView(out, module.pdb());
            out.set(at, MODULE, "CvRecord.DataSize", out.size() - record);
            out.set(at, MODULE, "CvRecord.Rva", record);
        }
    }

    private static long words(String high, String low) {
        return Long.parseLong(high) << Short.SIZE | Long.parseLong(low);
    }

    /** Appends an RSDS record for {@code name GUID age}, the GUID in its usual form. */
    private static int codeView(FileBuffer out, String pdb) {
        String[] parts = pdb.split(" ", -1);
        String guid = parts[1].replaceAll("[{}-]", "");
        int at = out.append(CODE_VIEW);
        out.set(at, CODE_VIEW, "CvSignature", RSDS);
        out.set(at, CODE_VIEW, "Guid.Data1", Long.parseLong(guid, 0, 8, 16));
        out.set(at, CODE_VIEW, "Guid.Data2", Long.parseLong(guid, 8, 12, 16));
        out.set(at, CODE_VIEW, "Guid.Data3", Long.parseLong(guid, 12, 16, 16));
        int last = at + CODE_VIEW.offset("Guid.Data4");
        long data4 = Long.parseUnsignedLong(guid, 16, 32, 16);
        out.set(last, PARAMETER, Long.reverseBytes(data4));
        out.set(at, CODE_VIEW, "Age", Long.parseLong(parts[2], 16));
        out.append((parts[0] + '\0').getBytes(StandardCharsets.UTF_8));
        return at;
    }

    private static void region(FileBuffer out, DumpRegion region) {
        long protection = protection(region.protection());
        int at = out.append(MEMORY_INFO);
        out.set(at, MEMORY_INFO, "BaseAddress", region.start());
        out.set(at, MEMORY_INFO, "AllocationBase", region.allocationBase());
        out.set(at, MEMORY_INFO, "AllocationProtect", protection);
        out.set(at, MEMORY_INFO, "RegionSize", region.last() - region.start() + 1);
        out.set(at, MEMORY_INFO, "State", state(region.state()));
        out.set(at, MEMORY_INFO, "Protect", region.state().equals("commit") ? protection : 0);
        out.set(at, MEMORY_INFO, "Type", type(region.kind()));
    }

    private static long state(String state) {
        return switch (state) {
            case "commit" -> 0x1000;
            case "reserve" -> 0x2000;
            case "free" -> 0x10000;
            default -> throw new IllegalArgumentException("no MEM_ constant for " + state);
        };
    }

    private static long protection(String protection) {
        return switch (protection) {
            case "" -> 0;
            case "---" -> 0x01;
            case "r--" -> 0x02;
            case "rw-" -> 0x04;
            case "r-x" -> 0x20;
            case "rwx" -> 0x40;
            default -> throw new IllegalArgumentException("no PAGE_ constant for " + protection);
        };
    }

    private static long type(String kind) {
        return switch (kind) {
            case "" -> 0;
            case "private" -> 0x20000;
            case "mapped" -> 0x40000;
            case "image" -> 0x1000000;
            default -> throw new IllegalArgumentException("no MEM_ constant for " + kind);
        };
    }
}
