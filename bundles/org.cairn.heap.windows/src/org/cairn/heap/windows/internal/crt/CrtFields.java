package org.cairn.heap.windows.internal.crt;

import org.cairn.heap.FieldValue;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;

import java.util.ArrayList;
import java.util.List;

/** Shows the header of the debug C run time. */
public final class CrtFields {
    private CrtFields() {}

    /**
     * Shows what stands before the data of a block.
     *
     * @param space memory of the process
     * @param pointerSize 4 or 8 bytes
     * @param user where the block begins for whoever asked the heap for it
     * @param room bytes from there to the end of the block
     * @return the fields of {@code _CrtMemBlockHeader}, empty when there is none
     */
    public static List<FieldValue> of(AddressSpace space, int pointerSize, long user, long room) {
        MemoryCursor cursor = space.cursor();
        for (CrtLayout layout : CrtLayout.of(pointerSize)) {
            if (cursor.seek(user, layout.bytes())
                    && layout.isGuarded(cursor)
                    && layout.isWithin(cursor, room)) {
                return fields(space, pointerSize, layout, user);
            }
        }
        return List.of();
    }

    private static List<FieldValue> fields(
            AddressSpace space, int pointerSize, CrtLayout layout, long user) {
        ProcessMemory memory = new ProcessMemory(space, pointerSize);
        MemoryCursor cursor = memory.cursor();
        cursor.seek(user, layout.bytes());
        String use = layout.use(cursor);
        long file = layout.file(cursor);
        String path = new CrtFileNames(space).read(file);
        List<FieldValue> fields = new ArrayList<>();
        for (Field field : layout.structure().fields()) {
            cursor.seek(user, layout.bytes());
            long value = field.get(cursor);
            String text =
                    switch (field.name()) {
                        case "szFileName" -> Addresses.hex(file) + " " + path;
                        case "nBlockUse" -> Addresses.hex(value) + " (" + use + ")";
                        case "nLine", "lRequest", "nDataSize" -> Long.toUnsignedString(value);
                        default -> Addresses.hex(value);
                    };
            long at = user + field.offset();
            fields.add(
                    new FieldValue(
                            field.name(),
                            at,
                            field.size(),
                            memory.hex(at, field.size()),
                            text.strip()));
        }
        return fields;
    }
}
