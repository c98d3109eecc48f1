package org.cairn.system;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a system keeps about one of its processes, as far as it is known.
 *
 * @param object address of the system's structure, such as {@code _EPROCESS}; 0 when unknown
 * @param directoryTable physical address of its page tables, 0 when unknown
 * @param peb virtual address of {@code _PEB}, 0 when there is none
 * @param peb32 virtual address of the 32-bit {@code _PEB} of a WOW64 process, 0 when there is none
 * @param parentId id of the process that made it
 * @param session its session
 * @param commitCharge its committed memory, in bytes
 * @param handleCount its open handles
 * @param exited whether it has ended
 * @param foundBy how it was found, such as {@code list and scan}, or empty
 */
public record ProcessFacts(
        long object,
        long directoryTable,
        long peb,
        long peb32,
        OptionalLong parentId,
        OptionalInt session,
        OptionalLong commitCharge,
        OptionalLong handleCount,
        boolean exited,
        String foundBy) {
    /** Of a process of which only a container tells. */
    public static final ProcessFacts NONE = ofBlocks(0, 0);

    /**
     * What a dump of one process tells.
     *
     * @param peb virtual address of {@code _PEB}, 0 when unknown
     * @param peb32 virtual address of the 32-bit {@code _PEB}, 0 when there is none
     * @return the facts
     */
    public static ProcessFacts ofBlocks(long peb, long peb32) {
        return new ProcessFacts(
                0,
                0,
                peb,
                peb32,
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                false,
                "");
    }
}
