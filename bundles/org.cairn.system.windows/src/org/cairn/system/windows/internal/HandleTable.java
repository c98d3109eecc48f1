package org.cairn.system.windows.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts the handles of a process: {@code _HANDLE_TABLE.HandleCount} up to Windows 7; later the
 * entries with an object, for the lists that hold the counts are of unknown number.
 */
final class HandleTable {
    private static final int PAGE = 1 << 12;
    private static final long LEVEL = 0b11;
    private static final int MAX_LEVEL = 2;

    /** Pages of entries that are looked at, of all processes: 32 million handles. */
    private static final int MAX_PAGES = 1 << 17;

    private final MemoryCursor cursor;
    private final Values values;
    private final KernelTypes types;
    private int pages;

    HandleTable(AddressSpace space, KernelTypes types) {
        this.cursor = space.cursor();
        this.values = new Values(space);
        this.types = types;
    }

    /** The number of open handles, empty when the table is not in the dump. */
    OptionalLong count(ProcessObject process) {
        Optional<Structure> layout = types.table().find("_HANDLE_TABLE");
        Optional<Field> pointer = types.process().find("ObjectTable");
        if (layout.isEmpty() || pointer.isEmpty()) {
            return OptionalLong.empty();
        }
        long table = values.get(process.address(), pointer.get());
        if (table == 0 || !values.isPresent(table, layout.get().size())) {
            return OptionalLong.empty();
        }
        Optional<Field> count = layout.get().find("HandleCount");
        if (count.isPresent()) {
            return OptionalLong.of(values.get(table, count.get()));
        }
        long code = values.get(table, layout.get().field("TableCode"));
        long level = code & LEVEL;
        return level > MAX_LEVEL || pages == MAX_PAGES
                ? OptionalLong.empty()
                : OptionalLong.of(entries(code & ~LEVEL, (int) level));
    }

    private long entries(long page, int level) {
        int pointer = types.pointerSize();
        int size = level == 0 ? 2 * pointer : pointer;
        long count = 0;
        for (int at = 0; at < PAGE && pages < MAX_PAGES; at += size) {
            if (!cursor.seek(page, PAGE)) {
                return count;
            }
            long value = cursor.pointer(at, pointer);
            if (value == 0) {
                continue;
            }
            if (level == 0) {
                count++;
            } else {
                count += entries(value, level - 1);
            }
        }
        pages++;
        return count;
    }
}
