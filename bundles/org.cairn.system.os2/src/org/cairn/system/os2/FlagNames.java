package org.cairn.system.os2;

import org.cairn.memory.Addresses;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Names of bits. */
final class FlagNames {
    private static final int HEX = 16;

    private final Map<Long, String> names = new LinkedHashMap<>();

    private FlagNames() {}

    /** Bits and names, such as {@code 1 CONTIG,2 W}, the bits in hexadecimal digits. */
    static FlagNames of(String list) {
        FlagNames flags = new FlagNames();
        for (String entry : list.isEmpty() ? new String[0] : list.split(",")) {
            String[] parts = entry.split(" ", 2);
            flags.names.put(Long.parseLong(parts[0], HEX), parts[1]);
        }
        return flags;
    }

    /** The names of the bits that are set, and what is left over as a number. */
    String of(long value) {
        StringJoiner text = new StringJoiner(", ");
        long rest = value;
        for (Map.Entry<Long, String> name : names.entrySet()) {
            if ((value & name.getKey()) != 0) {
                text.add(name.getValue());
                rest &= ~name.getKey();
            }
        }
        return rest == 0 || text.length() == 0
                ? text.toString()
                : text.add(Addresses.hex(rest)).toString();
    }
}
