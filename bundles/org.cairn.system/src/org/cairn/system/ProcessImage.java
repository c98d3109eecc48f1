package org.cairn.system;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpSelector;
import org.cairn.dump.DumpThread;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;

import java.util.List;
import java.util.OptionalLong;

/**
 * A process of a system, or its kernel.
 *
 * @param id process id; 0 for a kernel or when unknown
 * @param name image name, or empty
 * @param architecture of its code; a WOW64 process is a 64-bit one with 32-bit heap lists
 * @param space its address space
 * @param modules its images
 * @param threads its threads
 * @param regions its regions, as far as somebody described them
 * @param heapLists where the system itself says that heaps are
 * @param selectors segment descriptors that are known, of a system that maps blocks by them
 */
public record ProcessImage(
        long id,
        String name,
        Architecture architecture,
        AddressSpace space,
        List<DumpModule> modules,
        List<DumpThread> threads,
        List<DumpRegion> regions,
        List<HeapList> heapLists,
        List<DumpSelector> selectors) {
    /** Keeps copies of the lists. */
    public ProcessImage {
        modules = List.copyOf(modules);
        threads = List.copyOf(threads);
        regions = List.copyOf(regions);
        heapLists = List.copyOf(heapLists);
        selectors = List.copyOf(selectors);
    }

    /**
     * A process of which no segment descriptors are known.
     *
     * @param id process id; 0 for a kernel or when unknown
     * @param name image name, or empty
     * @param architecture of its code
     * @param space its address space
     * @param modules its images
     * @param threads its threads
     * @param regions its regions
     * @param heapLists where the system itself says that heaps are
     */
    public ProcessImage(
            long id,
            String name,
            Architecture architecture,
            AddressSpace space,
            List<DumpModule> modules,
            List<DumpThread> threads,
            List<DumpRegion> regions,
            List<HeapList> heapLists) {
        this(id, name, architecture, space, modules, threads, regions, heapLists, List.of());
    }

    /**
     * A list of heaps that the system keeps, such as {@code _PEB.ProcessHeaps}.
     *
     * @param architecture of the structures that the list belongs to
     * @param origin where it was found, such as {@code PEB 0x7ffd3000}
     * @param defaultHeap address of the process's default heap, such as {@code _PEB.ProcessHeap};
     *     empty when that is not known. It need not be among the heaps
     * @param heaps addresses of heaps, in the list's order, the default heap first if it is among
     *     them
     */
    public record HeapList(
            Architecture architecture, String origin, OptionalLong defaultHeap, List<Long> heaps) {
        /** Keeps a copy of the list. */
        public HeapList {
            heaps = List.copyOf(heaps);
        }

        /**
         * A list with the default heap at its beginning.
         *
         * @param architecture of the structures that the list belongs to
         * @param origin where it was found
         * @param heaps addresses of heaps; the first one, if there is one, is the default heap
         * @return the list
         */
        public static HeapList defaultFirst(
                Architecture architecture, String origin, List<Long> heaps) {
            OptionalLong first =
                    heaps.isEmpty() ? OptionalLong.empty() : OptionalLong.of(heaps.getFirst());
            return new HeapList(architecture, origin, first, heaps);
        }
    }
}
