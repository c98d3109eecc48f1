package org.cairn.system.windows.internal;

import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.system.TypeChoice;
import org.cairn.system.TypeLog.Choice;
import org.cairn.system.TypeLog.Passed;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The layouts of one architecture that lead from a thread to the heaps and modules of its process.
 *
 * @param architecture whose layouts these are
 * @param tibExceptionList {@code NT_TIB.ExceptionList}
 * @param tibSelf {@code NT_TIB.Self}
 * @param tebPeb {@code _TEB.ProcessEnvironmentBlock}
 * @param table holds {@code _PEB} and the loader's structures
 */
record ProcessTypes(
        Architecture architecture,
        Field tibExceptionList,
        Field tibSelf,
        Field tebPeb,
        TypeTable table) {
    private static final String TEB = "_TEB";
    private static final String PEB = "_PEB";
    private static final Map<String, List<String>> NEEDED =
            new TreeMap<>(
                    Map.of(
                            TEB,
                            List.of("ProcessEnvironmentBlock"),
                            PEB,
                            List.of(
                                    "Ldr",
                                    "ProcessHeap",
                                    "NumberOfHeaps",
                                    "MaximumNumberOfHeaps",
                                    "ProcessHeaps",
                                    "OSMajorVersion",
                                    "OSMinorVersion",
                                    "OSBuildNumber"),
                            "_PEB_LDR_DATA",
                            List.of("InLoadOrderModuleList"),
                            "_LDR_DATA_TABLE_ENTRY",
                            List.of(
                                    "InLoadOrderLinks",
                                    "DllBase",
                                    "SizeOfImage",
                                    "FullDllName",
                                    "TimeDateStamp"),
                            "_UNICODE_STRING",
                            List.of("Length", "Buffer")));

    /** {@code NT_TIB32} of {@code winnt.h}: begins a 32-bit {@code _TEB}. */
    static final Structure NT_TIB32 =
            Structure.named("NT_TIB32")
                    .u32("ExceptionList")
                    .u32("StackBase")
                    .u32("StackLimit")
                    .u32("SubSystemTib")
                    .u32("FiberData")
                    .u32("ArbitraryUserPointer")
                    .u32("Self")
                    .build();

    /** {@code NT_TIB64} of {@code winnt.h}: begins a 64-bit {@code _TEB}. */
    static final Structure NT_TIB64 =
            Structure.named("NT_TIB64")
                    .u64("ExceptionList")
                    .u64("StackBase")
                    .u64("StackLimit")
                    .u64("SubSystemTib")
                    .u64("FiberData")
                    .u64("ArbitraryUserPointer")
                    .u64("Self")
                    .build();

    /**
     * Takes the best table that has all of them. A table that the user named for the heaps may be
     * one of another architecture, as for the 32-bit heaps of a WOW64 process, or lack some; then
     * the catalog decides. The blocks of ARM64 are those of x64.
     */
    static Optional<ProcessTypes> choose(
            TypeChoice choice, String family, int build, Architecture architecture) {
        Architecture layouts = architecture == Architecture.ARM64 ? Architecture.X64 : architecture;
        List<TypeTable> first = choice.candidates(family, build, layouts);
        List<TypeTable> second = choice.catalog().candidates(family, build, layouts);
        List<Passed> passed = new ArrayList<>();
        for (TypeTable table : Stream.concat(first.stream(), second.stream()).toList()) {
            String missing = missing(table);
            if (missing.isEmpty()) {
                String reason = "first table with all of " + PEB + " and the loader's lists";
                choice.log()
                        .chosen(
                                new Choice(
                                        "process structures " + architecture.label(),
                                        "",
                                        table.id(),
                                        reason,
                                        passed));
                return Optional.of(of(table, architecture));
            }
            passed.add(new Passed(table.id(), missing));
        }
        return Optional.empty();
    }

    /** What of the needed a table does not have; empty when it has all. */
    private static String missing(TypeTable table) {
        for (Map.Entry<String, List<String>> needed : NEEDED.entrySet()) {
            Optional<Structure> type = table.find(needed.getKey());
            if (type.isEmpty()) {
                return "has no " + needed.getKey();
            }
            for (String field : needed.getValue()) {
                if (type.get().find(field).isEmpty()) {
                    return "has no " + needed.getKey() + "." + field;
                }
            }
        }
        return "";
    }

    private static ProcessTypes of(TypeTable table, Architecture architecture) {
        Structure tib = architecture.pointerSize() == Long.BYTES ? NT_TIB64 : NT_TIB32;
        return new ProcessTypes(
                architecture,
                tib.field("ExceptionList"),
                tib.field("Self"),
                table.structure(TEB).field("ProcessEnvironmentBlock"),
                table);
    }

    Structure peb() {
        return table.structure(PEB);
    }
}
