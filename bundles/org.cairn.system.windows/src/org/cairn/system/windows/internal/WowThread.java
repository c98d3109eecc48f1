package org.cairn.system.windows.internal;

import org.cairn.dump.DumpThread;
import org.cairn.memory.AddressSpace;

import java.util.List;
import java.util.OptionalLong;

/**
 * Finds the 32-bit process environment block of a WOW64 process: each of its threads has a 32-bit
 * thread environment block beside the 64-bit one.
 */
final class WowThread {
    /** The 64-bit block has two pages, the 32-bit block follows it. */
    private static final long TEB32_DISTANCE = 0x2000;

    private static final long MAX_ADDRESS = 0xffff_ffffL;

    private final ProcessTypes wide;
    private final ProcessTypes narrow;
    private final Values values;

    WowThread(ProcessTypes wide, ProcessTypes narrow, AddressSpace space) {
        this.wide = wide;
        this.narrow = narrow;
        this.values = new Values(space);
    }

    /**
     * Looks for the block. In the 64-bit {@code NT_TIB} of a WOW64 thread {@code ExceptionList},
     * which x64 does not need, points to the 32-bit block; {@code NT_TIB32.Self} confirms it.
     */
    OptionalLong peb32(List<DumpThread> threads) {
        for (DumpThread thread : threads) {
            long teb = thread.teb();
            OptionalLong peb = pebOf(values.field(teb, wide.tibExceptionList()).orElse(0));
            if (peb.isEmpty()) {
                peb = pebOf(teb + TEB32_DISTANCE);
            }
            if (peb.isPresent()) {
                return peb;
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong pebOf(long teb32) {
        if (teb32 == 0 || Long.compareUnsigned(teb32, MAX_ADDRESS) > 0) {
            return OptionalLong.empty();
        }
        if (values.field(teb32, narrow.tibSelf()).orElse(0) != teb32) {
            return OptionalLong.empty();
        }
        OptionalLong peb = values.field(teb32, narrow.tebPeb());
        return peb.orElse(0) == 0 ? OptionalLong.empty() : peb;
    }
}
