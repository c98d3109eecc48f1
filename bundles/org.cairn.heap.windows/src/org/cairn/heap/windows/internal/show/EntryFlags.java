package org.cairn.heap.windows.internal.show;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;

/** {@code _HEAP_ENTRY.Flags} in words. */
final class EntryFlags {
    private EntryFlags() {}

    /**
     * Spells flags out.
     *
     * @param flags of an entry
     * @param family of its heap
     * @param virtual whether it is the header of a virtual block
     * @return such as {@code 0x7 (busy, extra present, fill pattern)}
     */
    static String text(int flags, Family family, boolean virtual) {
        List<String> words = new ArrayList<>();
        words.add((flags & EntryFormat.BUSY) != 0 ? "busy" : "free");
        if ((flags & EntryFormat.EXTRA) != 0) {
            words.add("extra present");
        }
        if ((flags & EntryFormat.FILL) != 0) {
            words.add("fill pattern");
        }
        if ((flags & EntryFormat.INTERNAL) != 0) {
            words.add(virtual || family != Family.NT6 ? "virtual" : "internal");
        }
        if ((flags & EntryFormat.LAST) != 0) {
            words.add("last entry");
        }
        if ((flags & EntryFormat.SETTABLE) != 0) {
            words.add("settable " + Addresses.hex(flags & EntryFormat.SETTABLE));
        }
        return Addresses.hex(flags) + " (" + String.join(", ", words) + ")";
    }
}
