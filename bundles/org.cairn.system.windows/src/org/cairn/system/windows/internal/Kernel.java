package org.cairn.system.windows.internal;

import org.cairn.memory.Architecture;
import org.cairn.memory.PageTables;
import org.cairn.memory.TranslatedMemory;

import java.util.Map;
import java.util.Optional;

/**
 * A kernel that was found in physical memory.
 *
 * @param space its address space
 * @param entries how it marks pages that are not present
 * @param family {@code windows} or {@code reactos}
 * @param build its build number, 0 when unknown
 * @param types layouts of its process objects
 * @param system its own process
 * @param processHead {@code PsActiveProcessHead}, 0 when unknown
 * @param moduleHead {@code PsLoadedModuleList}, 0 when unknown
 * @param debuggerData what it keeps for debuggers, if that was found
 * @param image its image, if the headers are in the dump
 * @param variables addresses of its variables by name, as far as they are known
 */
record Kernel(
        TranslatedMemory space,
        WindowsEntries entries,
        String family,
        int build,
        KernelTypes types,
        ProcessObject system,
        long processHead,
        long moduleHead,
        Optional<DebuggerData> debuggerData,
        Optional<PortableExecutable> image,
        Map<String, Long> variables) {
    private static final long LAST_USER_X64 = 0x0000_7fff_ffff_ffffL;
    private static final long LAST_USER_LA57 = 0x00ff_ffff_ffff_ffffL;
    private static final long LAST_USER_X86 = 0x7fff_ffffL;
    private static final long LAST_USER_LARGE_X86 = 0xbfff_ffffL;

    /** The last 64 KB below the kernel belong to nobody. */
    private static final long NO_ACCESS = 0xffff;

    Architecture architecture() {
        return space.tables().mode().architecture();
    }

    int pointerSize() {
        return architecture().pointerSize();
    }

    /** The space of a process of this kernel. */
    TranslatedMemory spaceOf(ProcessObject process) {
        PageTables tables = PageTables.of(space.tables().mode(), process.directoryTable());
        return tables.equals(space.tables()) ? space : tables.over(space.physical(), entries);
    }

    /**
     * Where the part of a process's space ends that is its own. On x86 the system may have been
     * started with up to 3 GB for processes; {@code MmHighestUserAddress} says so.
     */
    long lastUserAddress() {
        return switch (space.tables().mode()) {
            case X64 -> LAST_USER_X64;
            case X64_LA57 -> LAST_USER_LA57;
            default -> {
                long variable =
                        debuggerData.map(data -> data.get("MmHighestUserAddress")).orElse(0L);
                long highest = new Values(space).integer(variable, Integer.BYTES) | NO_ACCESS;
                yield highest > LAST_USER_X86 && highest <= LAST_USER_LARGE_X86
                        ? highest
                        : LAST_USER_X86;
            }
        };
    }
}
