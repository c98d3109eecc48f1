package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.Addresses;
import org.cairn.pool.windows.internal.layout.PoolHeader;

import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's variables that lead to pools, and what cannot be in them. Of those whose memory is
 * not there, nothing is said.
 */
public final class PoolVariables {
    private static final String PAGE_OF_KERNEL = "the address of a page of the kernel";

    private final PoolKernel kernel;
    private final List<Contradiction> found = new ArrayList<>();

    private PoolVariables(PoolKernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Looks at the variables of a pool.
     *
     * @param kernel whose variables these are
     * @param paged which pool; those of both pools are told with the nonpaged one
     * @return what cannot be
     */
    public static List<Contradiction> contradictions(PoolKernel kernel, boolean paged) {
        PoolVariables variables = new PoolVariables(kernel);
        if (kernel.build() < PoolKernel.VISTA) {
            String pool = paged ? "MmPagedPool" : "MmNonPagedPool";
            variables.range(pool + "Start", pool + "End");
        }
        if (!paged && kernel.walksPages()) {
            variables.processors();
        }
        return variables.found;
    }

    private void range(String start, String end) {
        long first = kernel.value(start);
        long behind = kernel.value(end);
        if (!isThere(start) || !isThere(end) || first == 0 && behind == 0) {
            return;
        }
        if (first % PoolHeader.PAGE != 0 || !kernel.isKernel(first)) {
            tell(start, "begins no pool", PAGE_OF_KERNEL);
        } else if (!kernel.isKernel(behind) || Long.compareUnsigned(behind - 1, first) <= 0) {
            tell(end, "ends no pool that begins at " + Addresses.hex(first), PAGE_OF_KERNEL);
        }
    }

    /** Each kernel has a first processor. */
    private void processors() {
        String name = "KiProcessorBlock";
        if (isThere(name) && !kernel.isKernel(kernel.value(name))) {
            tell(name, "leads to no processor", "the address of a _KPRCB");
        }
    }

    private boolean isThere(String name) {
        long address = kernel.address(name).orElse(0);
        return address != 0 && kernel.memory().isPresent(address, kernel.memory().pointerSize());
    }

    private void tell(String name, String what, String expected) {
        found.add(
                new Contradiction(
                        kernel.address(name).orElseThrow(),
                        "variable " + name + " of the kernel " + what,
                        expected,
                        Addresses.hex(kernel.value(name))));
    }
}
