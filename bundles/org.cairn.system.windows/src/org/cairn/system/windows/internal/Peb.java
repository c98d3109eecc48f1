package org.cairn.system.windows.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.system.ProcessImage.HeapList;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** A process environment block. */
final class Peb {
    /** More heaps than that do not fit: each has 64 KiB of address space at least. */
    static final int MAX_HEAPS = 1 << 16;

    private final String place;
    private final long address;
    private final ProcessTypes types;
    private final Values values;
    private final Remarks remarks;

    /**
     * Takes a block.
     *
     * @param kind what it is called in remarks
     * @param address of the block
     * @param types of its architecture
     * @param space holds it, perhaps
     * @param remarks told what is missing
     */
    Peb(String kind, long address, ProcessTypes types, AddressSpace space, Remarks remarks) {
        this.place = kind + " " + Addresses.hex(address);
        this.address = address;
        this.types = types;
        this.values = new Values(space);
        this.remarks = remarks;
    }

    /** Whether the block is in the dump, up to the version numbers; a remark says if not. */
    boolean isPresent() {
        if (values.field(address, field("OSBuildNumber")).isPresent()) {
            return true;
        }
        remarks.warning(
                "%s is not in the dump (%s): heaps can only be found by signature",
                place, values.absence());
        return false;
    }

    /** The block for remarks. */
    String place() {
        return place;
    }

    /** A value of the block, 0 when it is not in the dump. */
    long value(String field) {
        return values.field(address, field(field)).orElse(0);
    }

    private Field field(String name) {
        Structure peb = types.peb();
        return peb.field(name);
    }

    /**
     * The heaps of {@code ProcessHeaps}, the default heap first if it is among them. When the list
     * cannot be read, the default heap is all that is known.
     */
    HeapList heaps() {
        long defaultHeap = value("ProcessHeap");
        long number = value("NumberOfHeaps");
        long maximum = value("MaximumNumberOfHeaps");
        List<Long> listed = List.of();
        if (number == 0) {
            remarks.info(
                    "%s lists no heaps (NumberOfHeaps 0), only ProcessHeap %s",
                    place, Addresses.hex(defaultHeap));
        } else if (number > maximum || number > MAX_HEAPS) {
            remarks.warning(
                    "%s claims %d heaps of at most %d: the list is not used",
                    place, number, maximum);
        } else {
            listed = read(value("ProcessHeaps"), (int) number);
        }
        boolean whole = !listed.isEmpty() && listed.size() == number;
        return new HeapList(
                types.architecture(),
                place,
                defaultHeap == 0 ? OptionalLong.empty() : OptionalLong.of(defaultHeap),
                defaultFirst(listed, defaultHeap, whole));
    }

    private List<Long> read(long array, int number) {
        int size = types.architecture().pointerSize();
        List<Long> heaps = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            OptionalLong heap = values.pointer(array + (long) i * size, size);
            if (heap.isEmpty()) {
                remarks.warning(
                        "%s lists %d heaps, %d of the pointers in ProcessHeaps %s are in the dump"
                                + " (%s)",
                        place, number, i, Addresses.hex(array), values.absence());
                break;
            }
            heaps.add(heap.getAsLong());
        }
        return heaps;
    }

    private List<Long> defaultFirst(List<Long> listed, long defaultHeap, boolean whole) {
        Set<Long> heaps = new LinkedHashSet<>();
        if (!whole || listed.contains(defaultHeap)) {
            heaps.add(defaultHeap);
        } else {
            remarks.info(
                    "%s: ProcessHeap %s is not among the %d heaps of ProcessHeaps",
                    place, Addresses.hex(defaultHeap), listed.size());
        }
        heaps.addAll(listed);
        heaps.remove(0L);
        int distinct = heaps.size();
        if (whole && distinct != listed.size()) {
            remarks.warning(
                    "%s: %d of the %d pointers in ProcessHeaps are 0 or repeated",
                    place, listed.size() - distinct, listed.size());
        }
        return List.copyOf(heaps);
    }
}
