package org.cairn.heap.windows.internal.owner;

import org.cairn.dump.DumpModule;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;
import org.cairn.memory.Addresses;
import org.cairn.system.ProcessImage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The modules of a process, by address. */
public final class ModuleTable {
    private static final int NOT_FOUND = -1;

    private final long[] starts;
    private final long[] lasts;
    private final Owner[] owners;
    private final String[] names;

    private ModuleTable(List<DumpModule> modules) {
        int count = modules.size();
        starts = new long[count];
        lasts = new long[count];
        owners = new Owner[count];
        names = new String[count];
        for (int i = 0; i < count; i++) {
            DumpModule module = modules.get(i);
            starts[i] = module.base();
            lasts[i] = module.base() + module.size() - 1;
            names[i] = module.fileName();
            owners[i] =
                    new Owner(
                            "module",
                            Addresses.hex(module.base()),
                            module.fileName(),
                            module.name(),
                            Confidence.HINT,
                            "first pointer");
        }
    }

    /**
     * The table of a process; modules without a size and such as lie across another one are left
     * out.
     */
    public static ModuleTable of(ProcessImage process) {
        List<DumpModule> sorted = new ArrayList<>(process.modules());
        sorted.sort(Comparator.comparing(DumpModule::base, Long::compareUnsigned));
        List<DumpModule> apart = new ArrayList<>();
        long end = 0;
        for (DumpModule module : sorted) {
            boolean wraps =
                    Long.compareUnsigned(module.base(), module.base() + module.size() - 1) > 0;
            if (module.size() != 0 && !wraps && Long.compareUnsigned(module.base(), end) >= 0) {
                apart.add(module);
                end = module.base() + module.size();
            }
        }
        return new ModuleTable(apart);
    }

    /** How many there are. */
    public int size() {
        return starts.length;
    }

    /** The owner that stands for a module. */
    public Owner owner(int index) {
        return owners[index];
    }

    /** The file name of a module, without folders. */
    public String fileName(int index) {
        return names[index];
    }

    /** The first address of a module. */
    public long base(int index) {
        return starts[index];
    }

    /** The module that holds an address, or a negative number. */
    public int find(long address) {
        int low = 0;
        int high = starts.length - 1;
        if (high < 0
                || Long.compareUnsigned(address, starts[0]) < 0
                || Long.compareUnsigned(address, lasts[high]) > 0) {
            return NOT_FOUND;
        }
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (Long.compareUnsigned(starts[middle], address) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Long.compareUnsigned(address, lasts[low]) <= 0 ? low : NOT_FOUND;
    }
}
