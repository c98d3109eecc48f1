package org.cairn.system.windows.internal;

import org.cairn.dump.DumpThread;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;

import java.util.List;
import java.util.OptionalLong;

/**
 * Finds the process environment block: each thread environment block points to it, and to itself
 * ({@code NT_TIB.Self}), which tells a block from other bytes.
 */
final class PebFinder {
    private final ProcessTypes types;
    private final Values values;
    private final Remarks remarks;
    private String reason = "";

    PebFinder(ProcessTypes types, AddressSpace space, Remarks remarks) {
        this.types = types;
        this.values = new Values(space);
        this.remarks = remarks;
    }

    /** The address that the first sound thread environment block has, or empty with a remark. */
    OptionalLong find(List<DumpThread> threads) {
        for (DumpThread thread : threads) {
            if (thread.teb() != 0) {
                OptionalLong peb = pebOf(thread.teb());
                if (peb.isPresent()) {
                    return peb;
                }
            }
        }
        remarks.warning(
                "%s: the PEB is unknown, heaps can only be found by signature",
                reason.isEmpty() ? "the dump names no TEB" : reason);
        return OptionalLong.empty();
    }

    private OptionalLong pebOf(long teb) {
        OptionalLong self = values.field(teb, types.tibSelf());
        OptionalLong peb = values.field(teb, types.tebPeb());
        if (peb.isEmpty()) {
            explain("TEB %s is not in the dump (%s)", hex(teb), values.absence());
        } else if (self.orElse(0) != teb || peb.getAsLong() == 0) {
            explain(
                    "TEB %s is damaged (Self %s, ProcessEnvironmentBlock %s)",
                    hex(teb), hex(self.orElse(0)), hex(peb.getAsLong()));
            return OptionalLong.empty();
        }
        return peb;
    }

    /** Keeps what is wrong with the first thread: it is the one that people look at. */
    private void explain(String format, Object... parts) {
        if (reason.isEmpty()) {
            reason = format.formatted(parts);
        }
    }

    private static String hex(long address) {
        return Addresses.hex(address);
    }
}
