package org.cairn.testkit.internal;

import org.cairn.dump.DumpRegion;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** Writes the tree of virtual address descriptors of a process: one that has become a list. */
public final class DescriptorWriter {
    private static final int SIZE = 0x100;
    private static final int IMAGE = 2;
    private static final int READ_WRITE = 4;
    private static final int EXECUTE_COPY = 7;

    private final TypeTable types;
    private final PagedMemory memory;
    private final IntToLongFunction pool;
    private final Structure node;
    private final int pointer;

    /**
     * Prepares for a kernel.
     *
     * @param types its layouts
     * @param memory of the machine
     * @param pool gives room for a number of bytes
     */
    public DescriptorWriter(TypeTable types, PagedMemory memory, IntToLongFunction pool) {
        this.types = types;
        this.memory = memory;
        this.pool = pool;
        node = types.structure("_MMVAD_SHORT");
        pointer = types.id().architecture().pointerSize();
    }

    /**
     * Writes the tree.
     *
     * @param process address of the process object
     * @param regions of the process, ascending
     */
    public void write(long process, List<DumpRegion> regions) {
        Field root = types.structure("_EPROCESS").field("VadRoot");
        int child = root.type().startsWith("_MM_AVL_TABLE") ? 2 * pointer : 0;
        long link = process + root.offset() + child;
        for (DumpRegion region : allocations(regions)) {
            long address = pool.applyAsLong(SIZE);
            memory.put(link, pointer, address);
            put(address, "StartingVpn", region.start() >>> 12);
            put(address, "EndingVpn", region.last() >>> 12);
            flags(address + node.offset("u"), region);
            link = address + right();
        }
    }

    /** Reserved ranges, in which pages may be committed or not. */
    private static List<DumpRegion> allocations(List<DumpRegion> regions) {
        List<DumpRegion> allocations = new ArrayList<>();
        for (DumpRegion region : regions) {
            boolean same =
                    !allocations.isEmpty()
                            && allocations.getLast().allocationBase() == region.allocationBase();
            DumpRegion first = same ? allocations.removeLast() : region;
            allocations.add(
                    new DumpRegion(
                            first.start(),
                            region.last(),
                            region.allocationBase(),
                            "",
                            first.protection(),
                            region.kind()));
        }
        return allocations;
    }

    private void put(long address, String field, long value) {
        memory.put(address, node, field, value);
        node.find(field + "High").ifPresent(high -> memory.put(address, high, value >>> 32));
    }

    private int right() {
        Optional<Field> named = node.find("RightChild");
        boolean balanced =
                node.find("VadNode")
                        .filter(field -> field.type().startsWith("_RTL_BALANCED_NODE"))
                        .isPresent();
        return named.map(Field::offset).orElse(balanced ? pointer : 2 * pointer);
    }

    private void flags(long address, DumpRegion region) {
        Structure layout = types.structure("_MMVAD_FLAGS");
        boolean image = region.kind().equals("image");
        memory.put(address, layout, "PrivateMemory", region.kind().equals("private") ? 1 : 0);
        memory.put(address, layout, "Protection", image ? EXECUTE_COPY : READ_WRITE);
        layout.find("VadType").ifPresent(type -> memory.put(address, type, image ? IMAGE : 0));
        layout.find("ImageMap").ifPresent(type -> memory.put(address, type, image ? 1 : 0));
    }
}
