package org.cairn.system.windows.internal;

import org.cairn.dump.DumpModule;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Walks {@code _PEB.Ldr}: the modules of a process in the order in which they were loaded. */
final class LoaderList {
    static final int MAX_MODULES = 4096;

    /** No path of a module is longer; it bounds what a damaged length can cost. */
    static final int MAX_NAME_BYTES = 2048;

    private final Values values;
    private final Remarks remarks;
    private final int pointerSize;
    private final long head;
    private final long links;
    private final Field base;
    private final Field size;
    private final Field time;
    private final long name;
    private final Field nameLength;
    private final Field nameBuffer;

    LoaderList(ProcessTypes types, AddressSpace space, Remarks remarks) {
        this.values = new Values(space);
        this.remarks = remarks;
        pointerSize = types.architecture().pointerSize();
        head = types.table().structure("_PEB_LDR_DATA").offset("InLoadOrderModuleList");
        Structure entry = types.table().structure("_LDR_DATA_TABLE_ENTRY");
        links = entry.offset("InLoadOrderLinks");
        base = entry.field("DllBase");
        size = entry.field("SizeOfImage");
        time = entry.field("TimeDateStamp");
        name = entry.offset("FullDllName");
        Structure string = types.table().structure("_UNICODE_STRING");
        nameLength = string.field("Length");
        nameBuffer = string.field("Buffer");
    }

    /**
     * Reads the list.
     *
     * @param loader {@code _PEB.Ldr}
     * @return the modules up to the first that is not in the dump
     */
    List<DumpModule> modules(long loader) {
        return list(loader + head, "the loader's list of PEB.Ldr " + Addresses.hex(loader));
    }

    /**
     * Reads a list of the kernel.
     *
     * @param end {@code PsLoadedModuleList}
     * @return the modules up to the first that is not in the dump
     */
    List<DumpModule> kernelModules(long end) {
        return list(end, "the list of kernel modules at " + Addresses.hex(end));
    }

    private List<DumpModule> list(long end, String what) {
        List<DumpModule> modules = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        OptionalLong link = values.pointer(end, pointerSize);
        while (link.isPresent() && link.getAsLong() != end) {
            if (modules.size() == MAX_MODULES || !seen.add(link.getAsLong())) {
                remarks.warning("%s does not end: %d modules are taken", what, modules.size());
                return modules;
            }
            long entry = link.getAsLong() - links;
            link = values.pointer(link.getAsLong(), pointerSize);
            if (link.isPresent()) {
                modules.add(module(entry));
            }
        }
        if (link.isEmpty()) {
            remarks.warning(
                    "%s breaks off after %d modules (%s)", what, modules.size(), values.absence());
        }
        return modules;
    }

    private DumpModule module(long entry) {
        int length = (int) Math.min(value(entry + name, nameLength), MAX_NAME_BYTES);
        return new DumpModule(
                value(entry, base),
                value(entry, size),
                values.text(value(entry + name, nameBuffer), length),
                "",
                value(entry, time),
                0,
                "");
    }

    private long value(long address, Field field) {
        return values.field(address, field).orElse(0);
    }
}
