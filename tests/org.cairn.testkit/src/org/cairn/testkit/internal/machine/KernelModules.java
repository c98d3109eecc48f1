package org.cairn.testkit.internal.machine;

import org.cairn.memory.Structure;
import org.cairn.testkit.internal.PagedMemory;
import org.cairn.types.TypeTable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The list of modules of a synthetic kernel. */
public final class KernelModules {
    private static final int NAME = 0x400;

    private final PagedMemory memory;
    private final KernelPool pool;
    private final Structure entry;
    private final Structure string;
    private final KernelLists lists;
    private final List<Long> entries = new ArrayList<>();

    /**
     * An empty list.
     *
     * @param types layouts of the system
     * @param memory of the machine
     * @param pool gives room for entries
     */
    public KernelModules(TypeTable types, PagedMemory memory, KernelPool pool) {
        this.memory = memory;
        this.pool = pool;
        entry = types.structure("_LDR_DATA_TABLE_ENTRY");
        string = types.structure("_UNICODE_STRING");
        lists = new KernelLists(memory, types.id().architecture().pointerSize());
    }

    /** Writes the entry of a module. */
    public void add(String name, long address, long size) {
        long at = pool.take(PagedMemory.PAGE);
        memory.put(at, entry, "DllBase", address);
        memory.put(at, entry, "SizeOfImage", size);
        text(at + entry.offset("FullDllName"), at + NAME, name);
        entries.add(at);
    }

    private void text(long at, long buffer, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_16LE);
        memory.put(at, string, "Length", bytes.length);
        memory.put(at, string, "Buffer", buffer);
        memory.put(buffer, bytes);
    }

    /** Links the entries with the head of their list. */
    public void list(long head) {
        int links = entry.offset("InLoadOrderLinks");
        lists.link(head, entries.stream().map(at -> at + links).toList());
    }
}
