package org.cairn.heap.windows.internal.walk;

import org.cairn.dump.DumpRegion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reservations of a process, as far as the container describes them. */
final class Allocations {
    private final TreeMap<Long, DumpRegion> regions = new TreeMap<>(Long::compareUnsigned);
    private final Map<Long, Long> ends = new HashMap<>();

    Allocations(List<DumpRegion> described) {
        for (DumpRegion region : described) {
            if (region.allocationBase() != 0) {
                regions.put(region.start(), region);
                ends.merge(region.allocationBase(), region.last() + 1, Allocations::later);
            }
        }
    }

    private static Long later(Long one, Long other) {
        return Long.compareUnsigned(one, other) < 0 ? other : one;
    }

    /** The first address behind the reservation that holds an address; 0 when nobody says it. */
    long end(long address) {
        var region = regions.floorEntry(address);
        if (region == null || Long.compareUnsigned(address, region.getValue().last()) > 0) {
            return 0;
        }
        return ends.getOrDefault(region.getValue().allocationBase(), 0L);
    }
}
