package org.cairn.heap.windows.internal.debug;

import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of a heap: {@code _HEAP_TAG_ENTRY} from {@code _HEAP.TagEntries} on, and pseudo tags,
 * one for each size of blocks, whose index has the highest bit set.
 */
final class HeapTags {
    private static final Structure NONE = Structure.named("_HEAP_TAG_ENTRY").build();
    private static final int PSEUDO = 0x8000;
    private static final int NAME_LENGTH = 24;
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private final ProcessMemory memory;
    private final Structure entry;
    private final long table;
    private final int unit;
    private final Map<Integer, Integer> owners = new HashMap<>();
    private int heapOwner = -1;

    private HeapTags(ProcessMemory memory, Structure entry, long table, int unit) {
        this.memory = memory;
        this.entry = entry;
        this.table = table;
        this.unit = unit;
    }

    static HeapTags read(ProcessMemory memory, TypeTable types, long heap, int unit) {
        Optional<Structure> entry = types.find("_HEAP_TAG_ENTRY");
        Optional<Field> entries = types.find("_HEAP").flatMap(type -> type.find("TagEntries"));
        long table =
                entry.isPresent() && entries.isPresent()
                        ? memory.pointer(heap + entries.get().offset(), 0)
                        : 0;
        return new HeapTags(memory, entry.orElse(NONE), table, unit);
    }

    /** Whether the heap has tags. */
    boolean isKept() {
        return table != 0;
    }

    /** The owner that stands for the heap's name, which its first tag carries. */
    int ofHeap(BlockSink sink) {
        if (table == 0) {
            return BlockSink.NO_OWNER;
        }
        if (heapOwner < 0) {
            String name = name(0);
            heapOwner =
                    name.isEmpty()
                            ? BlockSink.NO_OWNER
                            : sink.owner(
                                    new Owner(
                                            "heap name",
                                            name,
                                            name,
                                            "name of the heap",
                                            Confidence.HINT,
                                            "first entry of _HEAP.TagEntries"));
        }
        return heapOwner;
    }

    /**
     * The owner that a tag stands for.
     *
     * @param index {@code TagIndex}, not 0
     * @param sink that numbers owners
     */
    int owner(int index, BlockSink sink) {
        return owners.computeIfAbsent(index, key -> sink.owner(owner(key)));
    }

    private Owner owner(int index) {
        if ((index & PSEUDO) != 0) {
            int bytes = (index & ~PSEUDO) * unit;
            return new Owner(
                    "heap pseudo tag",
                    Addresses.hex(index),
                    bytes == 0 ? "large blocks" : "blocks of " + bytes + " bytes",
                    "pseudo tag of a block size",
                    Confidence.HINT,
                    "_HEAP_ENTRY_EXTRA.TagIndex");
        }
        String name = table == 0 ? "" : name(index);
        return new Owner(
                "heap tag",
                Addresses.hex(index),
                name.isEmpty() ? "tag " + index : name,
                name.isEmpty() ? "tag without a name" : "",
                name.isEmpty() ? Confidence.STRONG : Confidence.CERTAIN,
                "_HEAP_ENTRY_EXTRA.TagIndex");
    }

    /** The name of a tag whose entry carries its index; else nothing. */
    private String name(int index) {
        long at = table + (long) index * entry.size();
        if (memory.u16(at + entry.offset("TagIndex"), ~index) != index) {
            return "";
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < NAME_LENGTH; i++) {
            int character =
                    memory.u16(at + entry.offset("TagName") + (long) i * Character.BYTES, 0);
            if (character == 0) {
                break;
            }
            boolean printable = character >= FIRST_PRINTABLE && character <= LAST_PRINTABLE;
            name.append(printable ? (char) character : '?');
        }
        return name.toString();
    }
}
