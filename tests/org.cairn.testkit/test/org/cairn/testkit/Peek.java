package org.cairn.testkit;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;

/** Reads structures of a process for the tests. */
final class Peek {
    private final TypeTable types;
    private final MemoryCursor cursor;

    Peek(TypeTable types, AddressSpace space) {
        this.types = types;
        this.cursor = space.cursor();
    }

    TypeTable types() {
        return types;
    }

    Structure layout(String type) {
        return types.structure(type);
    }

    int pointerSize() {
        return types.id().architecture().pointerSize();
    }

    boolean holds(long address, long size) {
        return cursor.seek(address, size);
    }

    long number(long address, int size) {
        if (!cursor.seek(address, size)) {
            throw new AssertionError("absent: 0x" + Long.toHexString(address));
        }
        return switch (size) {
            case 1 -> cursor.u8(0);
            case 2 -> cursor.u16(0);
            case 4 -> cursor.u32(0);
            default -> cursor.u64(0);
        };
    }

    long pointer(long address) {
        return number(address, pointerSize());
    }

    long field(String type, long address, String name) {
        Field field = layout(type).field(name);
        return number(address + field.offset(), field.size());
    }

    /** The nodes of a circular list; checks each link in both directions. */
    List<Long> list(long head) {
        List<Long> nodes = new ArrayList<>();
        long before = head;
        long node = pointer(head);
        while (node != head) {
            if (pointer(node + pointerSize()) != before || nodes.size() > 1_000_000) {
                throw new AssertionError("list broken at 0x" + Long.toHexString(node));
            }
            nodes.add(node);
            before = node;
            node = pointer(node);
        }
        if (pointer(head + pointerSize()) != before) {
            throw new AssertionError("list does not end at 0x" + Long.toHexString(before));
        }
        return nodes;
    }
}
