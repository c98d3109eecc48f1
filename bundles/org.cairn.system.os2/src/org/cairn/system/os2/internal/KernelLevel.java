package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelLayouts;

import java.util.List;
import java.util.Optional;

/**
 * The release and the build of a kernel, told by where the signature {@code TD} stands in the data
 * of a process (OS/2 Debugging Handbook, "Per-Task Data Area").
 *
 * @param name for people, such as {@code Warp 4}
 * @param suffix of its layouts, such as {@code .w4}
 * @param allStrict whether it is a debug kernel
 * @param threads suffixes of the layouts of threads that its fix levels have, the first one first
 */
record KernelLevel(String name, String suffix, boolean allStrict, List<String> threads) {
    private static final int SIGNATURE = 'T' | 'D' << Byte.SIZE;

    private static final List<KernelLevel> ALL =
            List.of(
                    new KernelLevel("2.11", ".211", false, List.of(".211", ".211f90")),
                    new KernelLevel("2.11", ".211", true, List.of(".211", ".211f90")),
                    new KernelLevel("Warp 3", ".w3", false, List.of(".w3", ".w3f9", ".w3f11")),
                    new KernelLevel("Warp 3", ".w3", true, List.of(".w3", ".w3f9", ".w3f11")),
                    new KernelLevel("Warp 4", ".w4", false, List.of(".w4")),
                    new KernelLevel("Warp 4", ".w4", true, List.of(".w4")));

    /** The level of the kernel that wrote the data of a process, if it is one of these. */
    static Optional<KernelLevel> of(AddressSpace space, long ptda, KernelLayouts layouts) {
        return ALL.stream().filter(level -> level.isOf(space, ptda, layouts)).findFirst();
    }

    private boolean isOf(AddressSpace space, long ptda, KernelLayouts layouts) {
        Structure common = layouts.get("PTDA");
        Structure own = process(layouts);
        MemoryCursor cursor = space.cursor();
        return cursor.seek(ptda, own.size())
                && common.field("pPTDASelf").get(cursor) == ptda
                && own.field("ptda_signature").get(cursor) == SIGNATURE;
    }

    /** The layout of what differs in the data of a process. */
    Structure process(KernelLayouts layouts) {
        return layouts.get("PTDA" + suffix + debug());
    }

    /** The layout of a virtual page record. */
    Structure virtualPage(KernelLayouts layouts) {
        return layouts.get("VP" + debug());
    }

    /** The layout of the swappable data of a thread. */
    Structure threadData(KernelLayouts layouts) {
        return layouts.get("TSD" + debug());
    }

    private String debug() {
        return allStrict ? ".A" : "";
    }

    /** Whether modules have the entries of OS/2 2.x. */
    boolean hasOldModules() {
        return suffix.equals(".211");
    }

    /** The build, for people. */
    String build() {
        return allStrict ? "ALLSTRICT" : "RETAIL or HSTRICT";
    }
}
