package org.cairn.heap.windows.internal.debug;

import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;

import java.util.ArrayList;
import java.util.List;

/** Shows what debugging aids put between a block's header and its caller's data. */
public final class DebugFields {
    private final ProcessMemory memory;
    private final CrtFileNames names;
    private final List<FieldValue> fields = new ArrayList<>();

    private DebugFields(AddressSpace space, int pointerSize) {
        this.memory = new ProcessMemory(space, pointerSize);
        this.names = new CrtFileNames(space);
    }

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
        DebugFields shown = new DebugFields(space, layout.pointerSize());
        long user = at + layout.unit();
        long room = size - layout.unit() + layout.entry().compact();
        StackHeader stack = new StackHeader(space.cursor(), layout);
        if (stack.seek(user, size)) {
            shown.add("StackTrace", user, layout.pointerSize(), Addresses.hex(stack.trace()));
            user += stack.bytes();
            room -= stack.bytes();
        }
        shown.crt(user, room);
        return shown.fields;
    }

    private void crt(long user, long room) {
        MemoryCursor cursor = memory.cursor();
        for (CrtLayout layout : CrtLayout.of(memory.pointerSize())) {
            if (fields.size() <= 1
                    && cursor.seek(user, layout.bytes())
                    && layout.isGuarded(cursor)
                    && layout.isWithin(cursor, room)) {
                String use = layout.use(cursor);
                long file = layout.file(cursor);
                for (Field field : layout.structure().fields()) {
                    cursor.seek(user, layout.bytes());
                    long value = field.get(cursor);
                    String text =
                            switch (field.name()) {
                                case "szFileName" -> Addresses.hex(file) + " " + names.read(file);
                                case "nBlockUse" -> Addresses.hex(value) + " (" + use + ")";
                                case "nLine", "lRequest", "nDataSize" ->
                                        Long.toUnsignedString(value);
                                default -> Addresses.hex(value);
                            };
                    add(field.name(), user + field.offset(), field.size(), text.strip());
                }
            }
        }
    }

    private void add(String name, long at, int bytes, String value) {
        fields.add(new FieldValue(name, at, bytes, memory.hex(at, bytes), value));
    }
}
