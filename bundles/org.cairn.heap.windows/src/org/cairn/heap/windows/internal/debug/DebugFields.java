package org.cairn.heap.windows.internal.debug;

import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.crt.CrtFields;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;

/** Shows what debugging aids put between a block's header and its caller's data. */
public final class DebugFields {
    private DebugFields() {}

    /**
     * Shows what stands before the data of an entry of an NT heap.
     *
     * @param space memory of the process
     * @param layout of the heap
     * @param at address of the entry
     * @param size of the block
     * @return the fields, empty when there is nothing but data
     */
    public static List<FieldValue> ofEntry(
            AddressSpace space, HeapLayout layout, long at, long size) {
        List<FieldValue> fields = new ArrayList<>();
        int pointer = layout.pointerSize();
        long user = at + layout.unit();
        long room = size - layout.unit() + layout.entry().compact();
        StackHeader stack = new StackHeader(space.cursor(), layout);
        if (stack.seek(user, size)) {
            fields.add(
                    new FieldValue(
                            "StackTrace",
                            user,
                            pointer,
                            new ProcessMemory(space, pointer).hex(user, pointer),
                            Addresses.hex(stack.trace())));
            user += stack.bytes();
            room -= stack.bytes();
        }
        fields.addAll(CrtFields.of(space, pointer, user, room));
        return fields;
    }
}
