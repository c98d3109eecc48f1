package org.cairn.heap.windows.internal.crt;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;

/** Reads the names of source files that headers of the debug C run time point to. */
final class CrtFileNames {
    private static final int LONGEST = 260;
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private final MemoryCursor cursor;

    CrtFileNames(AddressSpace space) {
        this.cursor = space.cursor();
    }

    /** The text at an address; empty when there is none that can be a name. */
    String read(long address) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; address != 0 && i < LONGEST && cursor.seek(address + i, 1); i++) {
            int character = cursor.u8(0);
            if (character == 0) {
                return name.toString();
            }
            if (character < FIRST_PRINTABLE || character > LAST_PRINTABLE) {
                return "";
            }
            name.append((char) character);
        }
        return "";
    }

    /** A name without its folders. */
    static String last(String name) {
        return name.substring(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/')) + 1);
    }
}
