package org.cairn.pool.windows.internal.walk;

import org.cairn.dump.DumpModule;

import java.util.Comparator;
import java.util.List;

/** The kernel's images, asked by ascending address. */
final class Images {
    private final List<DumpModule> images;
    private int next;

    Images(List<DumpModule> modules) {
        images =
                modules.stream()
                        .sorted(Comparator.comparing(DumpModule::base, Long::compareUnsigned))
                        .toList();
    }

    /** Whether an address lies in one; not below the one that was asked for before. */
    boolean holds(long address) {
        while (next < images.size() && isBehind(images.get(next), address)) {
            next++;
        }
        return next < images.size() && Long.compareUnsigned(images.get(next).base(), address) <= 0;
    }

    private static boolean isBehind(DumpModule image, long address) {
        return Long.compareUnsigned(address, image.base()) >= 0
                && Long.compareUnsigned(address - image.base(), image.size()) >= 0;
    }
}
