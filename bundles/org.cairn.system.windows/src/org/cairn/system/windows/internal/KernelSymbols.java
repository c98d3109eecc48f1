package org.cairn.system.windows.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where x64 kernels keep the variables that lead to their processes, modules and pools: the shipped
 * list, from public symbols, by the identity of the PDB.
 *
 * @param version of the kernel's file
 * @param addresses relative to the image, by name
 */
record KernelSymbols(String version, Map<String, Long> addresses) {
    private static final String LIST = "kernel-symbols-x64.txt";
    private static final String NONE = "-";
    private static final List<String> NAMES =
            List.of(
                    "PsLoadedModuleList",
                    "PsActiveProcessHead",
                    "KdDebuggerDataBlock",
                    "KdpDataBlockEncoded",
                    "KiWaitNever",
                    "KiWaitAlways",
                    "PoolVector",
                    "NonPagedPoolDescriptor",
                    "ExpNonPagedPoolDescriptor",
                    "ExpNumberOfNonPagedPools",
                    "ExpPagedPoolDescriptor",
                    "ExpNumberOfPagedPools",
                    "ExPoolState",
                    "RtlpHpHeapGlobals",
                    "ExpPoolQuotaCookie",
                    "PoolBigPageTable",
                    "PoolBigPageTableSize",
                    "PoolTrackTable",
                    "PoolTrackTableSize",
                    "PoolTrackTableExpansion",
                    "PoolTrackTableExpansionSize",
                    "ExPoolTagTables",
                    "ExNPagedLookasideListHead",
                    "ExPagedLookasideListHead",
                    "MmVerifierData",
                    "ExpSessionPoolTrackTable",
                    "ExpSessionPoolTrackTableSize");

    /**
     * The symbols of a kernel.
     *
     * @param pdb name, GUID and age of its PDB, separated by blanks
     * @return empty when the list does not have it
     */
    static Optional<KernelSymbols> of(String pdb) {
        String[] parts = pdb.split(" ");
        return parts.length == 3 ? read(parts[1] + parts[2]) : Optional.empty();
    }

    private static Optional<KernelSymbols> read(String identity) {
        try (InputStream stream = KernelSymbols.class.getResourceAsStream(LIST)) {
            if (stream == null) {
                throw new IllegalStateException(LIST + " is missing");
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> line.startsWith(identity + " "))
                    .findFirst()
                    .map(KernelSymbols::parse);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static KernelSymbols parse(String line) {
        String[] words = line.split(" ");
        Map<String, Long> addresses = new HashMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            if (!words[2 + i].equals(NONE)) {
                addresses.put(NAMES.get(i), Long.parseLong(words[2 + i], 16));
            }
        }
        return new KernelSymbols(words[1], Map.copyOf(addresses));
    }

    /** The address of a variable in a kernel that is loaded at a base. */
    long address(String name, long base) {
        return base + addresses.getOrDefault(name, 0L);
    }

    /** The addresses of all variables in a kernel that is loaded at a base. */
    Map<String, Long> all(long base) {
        Map<String, Long> all = new HashMap<>();
        addresses.forEach((name, address) -> all.put(name, base + address));
        return all;
    }
}
