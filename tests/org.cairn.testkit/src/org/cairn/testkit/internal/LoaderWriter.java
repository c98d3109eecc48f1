package org.cairn.testkit.internal;

import org.cairn.dump.DumpModule;
import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticMemory;
import org.cairn.types.TypeTable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes {@code PEB.Ldr}: the modules of a process in the order in which they were loaded. */
public final class LoaderWriter {
    private static final long ROOM = 0x1_0000;
    private static final long FIRST_ENTRY = 0x200;
    private static final long ENTRY = 0x400;
    private static final long NAME = 0x200;

    private final TypeTable types;
    private final SyntheticMemory memory;
    private final long base;

    /**
     * Reserves room.
     *
     * @param types the layouts
     * @param memory of the process
     * @param hint where to reserve it, or above
     */
    public LoaderWriter(TypeTable types, SyntheticMemory memory, long hint) {
        this.types = types;
        this.memory = memory;
        base = memory.reserve(hint, ROOM);
        memory.commit(base, ROOM);
    }

    /**
     * Writes the list.
     *
     * @param peb address of the block that points to it
     * @param modules in the order of the list, not more than there is room for
     */
    public void write(long peb, List<DumpModule> modules) {
        memory.set(peb, types.structure("_PEB"), "Ldr", base);
        long head = base + types.structure("_PEB_LDR_DATA").offset("InLoadOrderModuleList");
        Structure entry = types.structure("_LDR_DATA_TABLE_ENTRY");
        long before = head;
        for (int i = 0; i < modules.size(); i++) {
            long at = base + FIRST_ENTRY + i * ENTRY;
            write(at, modules.get(i));
            link(before, at + entry.offset("InLoadOrderLinks"));
            before = at + entry.offset("InLoadOrderLinks");
        }
        link(before, head);
    }

    private void write(long at, DumpModule module) {
        Structure entry = types.structure("_LDR_DATA_TABLE_ENTRY");
        memory.set(at, entry, "DllBase", module.base());
        memory.set(at, entry, "SizeOfImage", module.size());
        memory.set(at, entry, "TimeDateStamp", module.timeDateStamp());
        Structure string = types.structure("_UNICODE_STRING");
        byte[] name = module.name().getBytes(StandardCharsets.UTF_16LE);
        long full = at + entry.offset("FullDllName");
        memory.set(full, string, "Length", name.length);
        memory.set(full, string, "Buffer", at + NAME);
        memory.write(at + NAME, name);
    }

    private void link(long from, long to) {
        Structure list = types.structure("_LIST_ENTRY");
        memory.set(from, list, "Flink", to);
        memory.set(to, list, "Blink", from);
    }
}
